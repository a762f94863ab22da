// The same history handled by the runtime on a store in memory: nothing is different there.
import { type EventSet, StreamId } from "@deciduous/core"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import * as EventStoreError from "@deciduous/runtime/EventStoreError"
import * as MemoryEventStore from "@deciduous/runtime/MemoryEventStore"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { type Step, tagOf } from "../step.ts"
import type { AnyAggregate } from "../subject.ts"
import { type Problem, sound, type WalkLaw } from "../walkLaw.ts"
import { described } from "../watch.ts"

export const replay = (aggregate: AnyAggregate): WalkLaw => ({
  name: "the state that a store replays is the state in memory",
  slow: true,
  problemOf: (walk): Problem | undefined => {
    const steps = sound(walk)
    const at = { step: 0 }
    try {
      return Effect.runSync(Effect.provide(handleAll(inOneStream(aggregate), steps, at), MemoryEventStore.layer))
    } catch (cause) {
      return { at: at.step, sentence: `Handled by the runtime it throws ${described(cause)}` }
    }
  }
})

/** Of which stream they are is not what is asked, so no id is needed; nor are snapshots. */
const inOneStream = (aggregate: AnyAggregate): AnyAggregate => {
  const streamId = StreamId.make(aggregate.events.category, "1")
  const events: EventSet.EventSet<unknown, unknown, unknown, unknown> = {
    ...aggregate.events,
    streamId: () => Result.succeed(streamId)
  }
  return { decider: aggregate.decider, events }
}

const handleAll = Effect.fnUntraced(function*(
  aggregate: AnyAggregate,
  steps: ReadonlyArray<Step>,
  at: { step: number }
) {
  let version = 0
  for (const [index, step] of steps.entries()) {
    at.step = index
    const handled = yield* Effect.result(Aggregate.handle(aggregate, "1", step.command))
    if (Result.isFailure(handled) && handled.failure instanceof EventStoreError.EventStoreError) {
      // an event that its schema refuses is another law's concern
      return handled.failure.reason._tag === "UnwritableEvent"
        ? undefined
        : { at: index, sentence: handled.failure.message }
    }
    const problem = difference(step, handled)
    if (problem !== undefined) return { at: index, sentence: problem }
    if (step.answer._tag === "Accepted") version += step.answer.events.length
  }
  const loaded = yield* Aggregate.load(aggregate, "1")
  const state = steps.at(-1)?.after ?? aggregate.decider.initialState
  const sentence = loaded.version !== version
    ? `In memory it is at version ${version}, in the store at ${loaded.version}.`
    : same(state, loaded.state)
    ? undefined
    : `The store's state is another than that in memory: ${firstDifference(state, loaded.state, same)}`
  return sentence === undefined ? undefined : { at: steps.length - 1, sentence }
})

const difference = (
  { after, answer, command }: Step,
  handled: Result.Result<Aggregate.Handled<unknown, unknown>, unknown>
): string | undefined => {
  const [expected, actual] = Result.isFailure(handled)
    ? [answer, { _tag: "Rejected", error: handled.failure }]
    : [
      { ...answer, states: undefined, state: after },
      { _tag: "Accepted", events: handled.success.events, states: undefined, state: handled.success.state }
    ]
  return same(expected, actual)
    ? undefined
    : `On the state from the store ${tagOf(command)} is decided otherwise: ${firstDifference(expected, actual, same)}`
}
