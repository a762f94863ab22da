// The laws of a view as data: whoever folds its events, in one go or in many, gets the same documents.
import type { RecordedEvent, View } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime"
import type * as Schema from "effect/Schema"
import type * as fc from "fast-check"
import { type Tell, verdictOf } from "./internal/check.ts"
import { code } from "./internal/code.ts"
import type { AnyView, KeyOf } from "./internal/deliveries.ts"
import { explore, type Explored } from "./internal/explore.ts"
import { newSeed } from "./internal/random.ts"
import { ofAggregates, ofEvents, type Origin } from "./internal/source.ts"
import { laidOut } from "./internal/spec.ts"
import { type Subject, untyped } from "./internal/subject.ts"
import { makeViewLaws } from "./internal/viewLaws.ts"
import { reached } from "./internal/walk-laws/reached.ts"
import { said } from "./internal/walk-laws/users.ts"
import type { WalkLaw } from "./internal/walkLaw.ts"
import type { Law } from "./Law.ts"

/**
 * Where events come from, and what must hold of the documents that they are folded into.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<State, Event> {
  /** The aggregates whose streams it reads: their histories are walked by commands, side by side. */
  readonly from?: ReadonlyArray<From>
  /** Without `from`: events that may come in any order, by name. */
  readonly events?: { readonly [type: string]: fc.Arbitrary<Event> }
  /** The names of events that it does not know, and never gets. */
  readonly ignore?: ReadonlyArray<string>
  /** The key of an event's document, several or none, as `Projection.fromView` has it; without it there is one document. */
  readonly keyOf?: (event: RecordedEvent<Event>) => string | ReadonlyArray<string> | undefined
  /** The codec by which documents are kept, `"json"` where they are JSON as they are; without it that is not tried. */
  readonly state?: Schema.Codec<Exclude<State, undefined>, any> | "json"
  /** That an event which comes again, at once or later, changes nothing. The runtime delivers each once. */
  readonly duplicates?: "ignored"
  /** By name, what holds of every document after every event: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (state: Exclude<State, undefined>) => true | string }
  /** By name, what holds of every step of a document: `true`, or what is wrong. */
  readonly steps?: { readonly [name: string]: (before: State, event: Event, after: State) => true | string }
  /** What to find the same histories by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many histories to walk in any case, 100 by default. */
  readonly histories?: number
  /** So many milliseconds further histories are walked as long as no law is broken, 5,000 by default. */
  readonly budget?: number
}

/**
 * An aggregate and its generated arbitraries.
 *
 * @since 0.1.0
 * @category models
 */
export interface From {
  readonly aggregate: Aggregate.Aggregate<any, any, any, any, any, any>
  readonly arbitraries: { readonly commands: { readonly [name: string]: fc.Arbitrary<any> } }
}

/**
 * All laws of a view, over the same histories. `name` is what the view is called in the specs that are printed.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = <State, Event>(
  name: string,
  view: View.View<State, Event>,
  options: Options<NoInfer<State>, NoInfer<Event>>
): ReadonlyArray<Law> => {
  const { budget = 5000, histories = 100, ignore = [], seed = newSeed() } = options
  const source = options.from === undefined
    ? ofEvents(options.events ?? {})
    : ofAggregates(options.from as ReadonlyArray<Origin>, new Set(ignore))
  const keyOf: KeyOf | undefined = options.keyOf
  const all = makeViewLaws({ view: untyped<AnyView>(view), keyOf, ignored: source.ignored })
  const subject: Subject = { decider: source.decider, commands: source.commands, wanted: new Map() }
  const tell = tellOf(name, all.deliveriesOf, keyOf !== undefined)
  const walkLaws: ReadonlyArray<WalkLaw> = [
    all.answers,
    all.unchanged,
    all.keys,
    ...(options.state === undefined ? [] : [all.batches(options.state)]),
    ...(keyOf === undefined ? [] : [all.merged]),
    ...(options.duplicates === undefined ? [] : [all.duplicates]),
    ...Object.entries(options.invariants ?? {}).map(([name, holds]) =>
      all.each(
        name,
        ({ after }) => after === undefined ? undefined : said(() => holds(after as Exclude<State, undefined>))
      )
    ),
    ...Object.entries(options.steps ?? {}).map(([name, holds]) =>
      all.each(
        name,
        ({ after, before, recorded }) => said(() => holds(before as State, recorded.event as Event, after as State))
      )
    ),
    all.alone
  ]
  let explored: Explored | undefined
  const run = () => explored ??= explore(subject, walkLaws, { seed, histories, budget, missing: () => [] })
  return [
    ...walkLaws.map((law): Law => ({ name: law.name, check: () => verdictOf(law, subject, run(), tell) })),
    { name: "the histories hold events", check: () => reached(run()) }
  ]
}

/** The events of one document, of that which the last event changed. */
const tellOf =
  (name: string, deliveriesOf: ReturnType<typeof makeViewLaws>["deliveriesOf"], hasKeys: boolean): Tell =>
  (
    walk,
    at
  ) => {
    const until = deliveriesOf(walk).filter((delivery) => delivery.at <= at)
    const last = until.at(-1)
    const events = until.filter(({ key }) => key === last?.key).map(({ recorded }) => code(recorded.event))
    const spec = laidOut((list) => {
      const start = `Spec.view(${list([name, ...events])})`
      return last === undefined ? start : `${start}.thenState(${list([code(last.after)])})`
    })
    return hasKeys && last !== undefined ? `// the document ${JSON.stringify(last.key)}\n${spec}` : spec
  }
