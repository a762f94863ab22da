// Rules about what a read model owes its readers and its history: it is as fresh as asked, and reads old events as new.
import type { EventData } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1"
import { CheckpointStore, Projections, ReadModel } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Case, refusal } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { counted, newTallies, type Tallies } from "./tallies.ts"

const lease = { lease: "1 second" } as const

const sumOf = ({ projection }: Tallies, key: string) =>
  Effect.map(ReadModel.get(projection, key), Option.map(({ events, sum }) => [sum, events]))

const old = (type: string, data: unknown): EventData => ({ ...counted(), type, data })

export const following: ReadonlyArray<Case<Needs>> = [
  rule(
    31,
    "who waits for the position of an append reads what it led to; in vain it is a typed timeout",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      yield* Effect.scoped(Effect.gen(function*() {
        yield* Projections.start([tallies.projection], lease)
        for (let n = 1; n <= 10; n++) {
          const { position } = yield* store.append(tallies.stream("a"), [counted(1)], { expectedVersion: n - 1 })
          yield* Projections.waitFor(tallies.projection, position, "20 seconds")
          assert.deepStrictEqual(yield* sumOf(tallies, "a"), Option.some([n, n]))
        }
      }))
      // nobody works on it any more
      const { position } = yield* store.append(tallies.stream("a"), [counted(1)], { expectedVersion: 10 })
      const error = yield* refusal(Projections.waitFor(tallies.projection, position, "50 millis"))
      assert.strictEqual(error._tag, "NotThereYet")
      assert.include(error.message, position)
    })
  ),

  rule(
    66,
    "a read model is made of events as they are today, whatever they were when they were stored",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies({}, {
        "Noted@1": R.upcast("Counted@1", ({ tens }: { readonly tens: number }) => ({ by: 10 * tens })),
        "Tallied@1": R.renamed("Counted@1")
      })
      yield* Projections.start([tallies.projection], lease)
      const events = [old("Noted", { tens: 2 }), old("Tallied", { by: 3 }), counted(4)] as const
      const { position } = yield* store.append(tallies.stream("a"), events, { expectedVersion: 0 })
      yield* Projections.waitFor(tallies.projection, position, "20 seconds")
      assert.deepStrictEqual(yield* sumOf(tallies, "a"), Option.some([27, 3]))
    })
  ),

  rule(
    68,
    "events that are read as none or as several leave the checkpoint behind the stored one, and are applied once",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies({}, { "Dropped@1": R.skip("Dropped"), "Pair@1": R.split("Pair@1") })
      const events = [old("Pair", { by: 5 }), old("Dropped", {}), counted(1), old("Dropped", {})] as const
      const { position } = yield* store.append(tallies.stream("a"), events, { expectedVersion: 0 })
      for (let i = 0; i < 2; i++) {
        yield* Effect.scoped(Effect.gen(function*() {
          yield* Projections.start([tallies.projection], lease)
          yield* Projections.waitFor(tallies.projection, position, "20 seconds")
        }))
        assert.deepStrictEqual(yield* sumOf(tallies, "a"), Option.some([12, 3]))
      }
      const [shard] = yield* (yield* CheckpointStore.CheckpointStore).standings([`${tallies.category}@1`])
      assert.isAtLeast(shard!.handled, 4)
    })
  )
]
