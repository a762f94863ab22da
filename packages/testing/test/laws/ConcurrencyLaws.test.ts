// Commands that race: on the store in memory the runtime's own handling is fine, and one that overwrites is found.
import { MemoryEventStore } from "@deciduous/runtime"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import * as EventIds from "@deciduous/runtime/EventIds"
import * as EventStore from "@deciduous/runtime/EventStore"
import { check, type Options } from "@deciduous/testing/laws/ConcurrencyLaws"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import * as Counter from "./counter.ts"

const race = (options: Partial<Options<Counter.Command, string>> = {}) =>
  check(Counter.counter(), [(effect) => effect], { arbitraries: Counter.arbitraries, seed: 1, ...options }).pipe(
    Effect.provide(MemoryEventStore.layer)
  )

describe("racing commands", () => {
  it.effect("end as some order of them would", () =>
    Effect.gen(function*() {
      for (const seed of [1, 2, 3]) assert.strictEqual((yield* race({ seed }))._tag, "Holds")
    }))

  it.effect("that are decided on a state which is loaded too early, and appended all the same, are found", () =>
    Effect.gen(function*() {
      const verdict = yield* race({
        handle: Effect.fnUntraced(function*(aggregate, command) {
          const { state } = yield* Aggregate.load(aggregate, "1")
          const events = yield* Effect.fromResult(
            aggregate.decider.decide(command, state) as Result.Result<Array<unknown>, string>
          )
          yield* Effect.yieldNow
          const store = yield* EventStore.EventStore
          const newId = yield* EventIds.EventIds
          const streamId = Result.getOrThrow(aggregate.events.streamId("1"))
          const [first, ...rest] = events.map((event) => ({
            id: newId(),
            metadata: {},
            ...Result.getOrThrow(aggregate.events.encode(event))
          }))
          if (first !== undefined) yield* store.append(streamId, [first, ...rest], { expectedVersion: "any" })
        })
      })
      assert(verdict._tag === "Fails")
      assert.strictEqual(verdict.problem, "2 commands that raced ended as no order of them would.")
      assert.match(verdict.counterexample, /^after these commands:\n.*these raced:\n.*the state after: /s)
    }))
})
