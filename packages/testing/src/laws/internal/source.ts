// Where the events of a view come from: streams of aggregates that are handled side by side, or any events at all. Both
// are walked as one decider, so that histories stay such as can be when they are shortened.
import { Decider } from "@deciduous/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { tagOf } from "./step.ts"
import { type AnyAggregate, type AnyDecider, type Subject, untyped } from "./subject.ts"

export interface Origin {
  readonly aggregate: AnyAggregate
  readonly arbitraries: { readonly commands: { readonly [name: string]: fc.Arbitrary<unknown> } }
}

/** An event, and the stream that it is in. */
export interface InStream {
  readonly _tag: string
  readonly category: string
  readonly id: string
  readonly event: unknown
}

interface ToStream {
  readonly _tag: string
  readonly category: string
  readonly id: string
  readonly command: unknown
}

/** So many streams of each aggregate are enough for two to meet. */
const ids = ["1", "2", "3"]

/** Ids that fit their codec: who makes a key of one may decode it. */
const idsOf = ({ events }: AnyAggregate): ReadonlyArray<string> => {
  const fits = (id: string) => Result.isSuccess(Schema.decodeResult(events.id)(id))
  return [ids, uuids(4), uuids(7)].find((some) => some.every(fits)) ?? ids
}
const uuids = (version: number) => ids.map((id) => `00000000-0000-${version}000-8000-00000000000${id}`)

/** Every stream has a state of its own. */
export const ofAggregates = (origins: ReadonlyArray<Origin>, ignored: ReadonlySet<string>) => {
  type States = { readonly [stream: string]: unknown }
  const origin = (category: string) => origins.find(({ aggregate }) => aggregate.events.category === category)!
  const of = (states: States, { category, id }: { readonly category: string; readonly id: string }) =>
    Object.hasOwn(states, `${category}-${id}`)
      ? states[`${category}-${id}`]
      : origin(category).aggregate.decider.initialState
  const decider: Decider.Decider<ToStream, States, InStream, InStream, unknown> = {
    initialState: {},
    evolve: (states, event) => ({
      ...states,
      [`${event.category}-${event.id}`]: origin(event.category).aggregate.decider.evolve(of(states, event), event.event)
    }),
    decide: ({ category, command, id }, states) =>
      Result.map(
        origin(category).aggregate.decider.decide(command, of(states, { category, id })),
        (events) => events.map((event) => ({ _tag: tagOf(event), category, id, event }))
      ),
    isTerminal: () => false
  }
  const commands = new Map(
    origins.flatMap(({ aggregate, arbitraries }) =>
      Object.entries(arbitraries.commands).map(([name, command]): readonly [string, fc.Arbitrary<unknown>] => {
        const { category } = aggregate.events
        return [
          `${category}: ${name}`,
          fc.record({
            _tag: fc.constant(name),
            category: fc.constant(category),
            id: fc.constantFrom(...idsOf(aggregate)),
            command
          })
        ]
      })
    )
  )
  return source(decider, commands, ignored)
}

/** Each event is its own command, and is accepted: no order is impossible. */
export const ofEvents = (events: { readonly [type: string]: fc.Arbitrary<unknown> }, category = "stream") => {
  const decider: Decider.Decider<InStream, ReadonlyArray<string>, InStream, InStream, never> = {
    initialState: [],
    evolve: (types, { _tag }) => types.includes(_tag) ? types : [...types, _tag],
    decide: (event) => Decider.accept(event),
    isTerminal: () => false
  }
  const commands = new Map(
    Object.entries(events).map(([type, event]): readonly [string, fc.Arbitrary<unknown>] => [
      type,
      fc.record({ _tag: fc.constant(type), category: fc.constant(category), id: fc.constantFrom(...ids), event })
    ])
  )
  return source(decider, commands, new Set())
}

const source = (
  decider: Decider.Decider<any, any, InStream, InStream, unknown>,
  commands: Subject["commands"],
  ignored: ReadonlySet<string>
) => ({ decider: untyped<AnyDecider>(decider), commands, ignored })

export type Source = ReturnType<typeof source>
