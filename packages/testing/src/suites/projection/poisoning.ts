// Rules about events that cannot be handled: tried again, then stopped, parked or put aside, while others go on.
import { CheckpointStore, Projection, Projections, ProjectionStore, ReadModel } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type { Case, Store } from "../event-store/Case.ts"
import { refusal } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { counted, isWhole, newTallies, type Tallies, type Tally, type TallyEvent, view } from "./tallies.ts"

const lease = { lease: "2 seconds" } as const

/** A read model that cannot count 13, until it is mended. */
const superstitious = (onPoison: Projection.OnPoison) => {
  const tallies = newTallies()
  const attempts = new Map<string, number>()
  let isMended = false
  const projection = Projection.fromView({
    initialState: view.initialState,
    evolve: (tally: Tally | undefined, event: TallyEvent) => {
      if (event._tag === "Counted" && event.by === 13 && !isMended) {
        attempts.set("13", (attempts.get("13") ?? 0) + 1)
        throw new Error("thirteen is not to be counted")
      }
      return view.evolve(tally, event)
    }
  }, { ...tallies.options, onPoison, retry: Schedule.recurs(2) })
  return { ...tallies, projection, attempts, mend: () => isMended = true }
}

type Superstitious = ReturnType<typeof superstitious>

/** Three streams; the second event of the first is poison. Gives the last position. */
const appendPoison = Effect.fnUntraced(function*(store: Store, tallies: Tallies) {
  yield* store.append(tallies.stream("a"), [counted(1), counted(13), counted(2)], { expectedVersion: 0 })
  yield* store.append(tallies.stream("b"), [counted(3), counted(4)], { expectedVersion: 0 })
  const { position } = yield* store.append(tallies.stream("c"), [counted(5)], { expectedVersion: 0 })
  return position
})

const sums = ({ projection }: Superstitious) =>
  Effect.map(ReadModel.getMany(projection, ["a", "b", "c"]), (all) => all.map((tally) => tally?.sum))

export const poisoning: ReadonlyArray<Case<Needs>> = [
  rule(
    44,
    "an event that cannot be handled is tried so often, and then stops the projection, which says why",
    Effect.fnUntraced(function*(store) {
      const tallies = superstitious("stop")
      const last = yield* appendPoison(store, tallies)
      yield* Projections.start([tallies.projection], lease)
      const error = yield* refusal(Projections.waitFor(tallies.projection, last, "20 seconds"))
      assert.include(error.message, "thirteen is not to be counted")
      assert.include(error.message, "Counted at version 2 of stream")
      const [shard] = yield* (yield* CheckpointStore.CheckpointStore).standings([`${tallies.projection.name}@1`])
      assert.isFalse(shard!.isHeld)
      assert.isDefined(shard!.stopped)
      // in the batch, alone as its halves are tried, and twice more
      assert.isAtLeast(tallies.attempts.get("13")!, 3)
      assert.isBelow(tallies.attempts.get("13")!, 10)
      tallies.mend()
      yield* Projections.resume(tallies.projection)
      yield* Projections.waitFor(tallies.projection, last, "20 seconds")
      yield* isWhole(store, tallies)
    })
  ),

  rule(
    44,
    "an event that is put aside holds nobody back, and is kept with its cause and its attempts",
    Effect.fnUntraced(function*(store) {
      const tallies = superstitious("dead-letter")
      yield* Projections.start([tallies.projection], lease)
      yield* Projections.waitFor(tallies.projection, yield* appendPoison(store, tallies), "20 seconds")
      assert.deepStrictEqual(yield* sums(tallies), [3, 7, 5])
      const letters = yield* (yield* ProjectionStore.ProjectionStore).letters(`${tallies.projection.name}@1`)
      assert.lengthOf(letters, 1)
      const [{ attempts, cause, isParked, streamId, type, version }] = letters as [ProjectionStore.Buried]
      assert.deepStrictEqual({ attempts, isParked, streamId, type, version }, {
        attempts: 3,
        isParked: false,
        streamId: tallies.stream("a").name,
        type: "Counted",
        version: 2
      })
      assert.strictEqual(cause, "Error: thirteen is not to be counted")
    })
  ),

  rule(
    44,
    "a stream that is parked waits as a whole, and the others go on",
    Effect.fnUntraced(function*(store) {
      const tallies = superstitious("park")
      yield* Projections.start([tallies.projection], lease)
      yield* appendPoison(store, tallies)
      const { position } = yield* store.append(tallies.stream("a"), [counted(7)], { expectedVersion: 3 })
      yield* Projections.waitFor(tallies.projection, position, "20 seconds")
      assert.deepStrictEqual(yield* sums(tallies), [1, 7, 5])
      const letters = yield* (yield* ProjectionStore.ProjectionStore).letters(`${tallies.projection.name}@1`)
      assert.deepStrictEqual(letters.map(({ version }) => version), [2, 3, 4])
    })
  ),

  rule(
    46,
    "dead letters are handled once more, once, and a parked stream goes on in its order",
    Effect.fnUntraced(function*(store) {
      for (const policy of ["park", "dead-letter"] as const) {
        const tallies = superstitious(policy)
        yield* Projections.start([tallies.projection], lease)
        yield* Projections.waitFor(tallies.projection, yield* appendPoison(store, tallies), "20 seconds")
        const failed = yield* Projections.replay(tallies.projection)
        assert.strictEqual(failed.handled, 0)
        assert.include(failed.left[0]!.cause, "thirteen")
        tallies.mend()
        const all = yield* Effect.all(
          [Projections.replay(tallies.projection), Projections.replay(tallies.projection)],
          {
            concurrency: "unbounded"
          }
        )
        assert.strictEqual(all[0].handled + all[1].handled, policy === "park" ? 2 : 1)
        assert.deepStrictEqual(
          yield* (yield* ProjectionStore.ProjectionStore).letters(`${tallies.projection.name}@1`),
          []
        )
        const { position } = yield* store.append(tallies.stream("a"), [counted(20)], { expectedVersion: 3 })
        yield* Projections.waitFor(tallies.projection, position, "20 seconds")
        assert.deepStrictEqual(yield* sums(tallies), [36, 7, 5], policy)
        assert.deepStrictEqual(
          Option.map(yield* ReadModel.get(tallies.projection, "a"), ({ events }) => events),
          Option.some(4)
        )
      }
    })
  ),

  rule(
    46,
    "what is built anew forgets its dead letters, as their events are handled again with all others",
    Effect.fnUntraced(function*(store) {
      const tallies = superstitious("dead-letter")
      yield* Projections.start([tallies.projection], lease)
      const last = yield* appendPoison(store, tallies)
      yield* Projections.waitFor(tallies.projection, last, "20 seconds")
      tallies.mend()
      yield* Projections.reset(tallies.projection)
      yield* Projections.waitFor(tallies.projection, last, "20 seconds")
      assert.deepStrictEqual(yield* Projections.replay(tallies.projection), { handled: 0, left: [] })
      assert.deepStrictEqual(yield* sums(tallies), [16, 7, 5])
      yield* isWhole(store, tallies)
    })
  ),

  rule(
    44,
    "a handler that never ends, and one that gives no effect, are events that cannot be handled",
    Effect.fnUntraced(function*(store) {
      const broken = [
        [/has not ended within/, () => Effect.never],
        // only a program without types can do so
        [/did not give an Effect/, () => undefined as never],
        [/a bug/, () => Effect.die(new Error("a bug"))]
      ] as const
      for (const [problem, handle] of broken) {
        const tallies = newTallies()
        const projection = Projection.make({
          name: tallies.category,
          events: tallies.events,
          retry: Schedule.recurs(1),
          handle
        })
        yield* Projections.start([projection], { lease: "600 millis" })
        const { position } = yield* store.append(tallies.stream("a"), [counted(1)], { expectedVersion: 0 })
        assert.match((yield* refusal(Projections.waitFor(projection, position, "20 seconds"))).message, problem)
      }
    })
  )
]
