// The aggregates of a simulation: handled by the runtime on the real store, their states kept for those who ask.
import { type EventSet, StreamId } from "@deciduous/core"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { copy } from "../../internal/same.ts"
import { show } from "../../internal/show.ts"
import type { Random } from "../../laws/internal/random.ts"
import { tagOf } from "../../laws/internal/step.ts"
import type { AnyAggregate } from "../../laws/internal/subject.ts"
import type { Member, Message } from "./model.ts"

export type Members = ReturnType<typeof makeMembers>

export const makeMembers = (members: { readonly [name: string]: Member }) => {
  const byName = new Map(
    Object.entries(members).map(([name, member]) => [name, { ...member, aggregate: open(member) }])
  )
  const states = new Map<string, Map<string, unknown>>()
  for (const [name, { aggregate, ids }] of byName) {
    states.set(name, new Map(ids.map((id) => [id, aggregate.decider.initialState])))
  }
  const member = (name: string) => {
    const found = byName.get(name)
    if (found === undefined) throw new Error(`There is no aggregate "${name}" in this simulation.`)
    return found
  }
  const told = ({ command, id, to }: Pick<Message, "command" | "id" | "to">) => `${to} ${id}: ${show(command)}`

  const handle = Effect.fnUntraced(function*({ command, commandId, id, to }: Omit<Message, "from">) {
    const { aggregate } = member(to)
    const handled = yield* Effect.result(Aggregate.handle(aggregate, id, copy(command), { commandId }))
    if (Result.isFailure(handled)) return `rejected: ${show(handled.failure)}`
    const { state } = yield* Effect.orDie(Aggregate.load(aggregate, id))
    states.get(to)!.set(id, state)
    return handled.success.events.length === 0 ? "nothing happens" : handled.success.events.map(tagOf).join(", ")
  })

  return {
    told,
    handle,
    state: (name: string, id: string): unknown =>
      states.get(name)?.get(id) ?? member(name).aggregate.decider.initialState,
    states: (name: string): ReadonlyMap<string, unknown> => (member(name), states.get(name)!),
    /** The aggregates by category, for those who read the log. */
    eventSets: new Map([...byName.values()].map(({ aggregate }) => [aggregate.events.category, aggregate.events])),
    /** A user's command at random, rather one that is accepted. */
    command: Effect.fnUntraced(function*(random: Random, commandId: string) {
      const names = [...byName.keys()].filter((name) => Object.keys(member(name).commands).length > 0)
      const to = random.pick(names)
      const { aggregate, commands, ids } = member(to)
      const id = random.pick(ids)
      let command: unknown
      for (let tries = 4; tries > 0; tries--) {
        command = copy(random.pick(Object.values(commands)).generate(random.rng, 3).value)
        const decision = aggregate.decider.decide(command, states.get(to)!.get(id))
        if (Result.isSuccess(decision) && decision.success.length > 0) break
      }
      return `${told({ to, id, command })}  =>  ${yield* handle({ to, id, command, commandId })}`
    })
  }
}

/** Ids of a simulation are plain texts, whatever the aggregate's own codec asks. */
const open = ({ aggregate }: Member): AnyAggregate => {
  const events: EventSet.EventSet<unknown, unknown, unknown, unknown> = {
    ...aggregate.events,
    streamId: (id) => Result.succeed(StreamId.make(aggregate.events.category, String(id)))
  }
  return { decider: aggregate.decider, events }
}
