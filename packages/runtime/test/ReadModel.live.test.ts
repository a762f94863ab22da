import { Position, StreamId } from "@deciduous/core"
import { Aggregate, MemoryEventStore, Projection, ReadModel } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Option, Schema } from "effect"
import { TestClock } from "effect/testing"
import { count, Counter, type CounterEvent } from "./support/Counter.ts"

/** What all counters whose names begin alike have counted. */
const Sums = Projection.fromView(
  { initialState: 0, evolve: (sum: number, event: CounterEvent) => event._tag === "Counted" ? sum + event.by : sum },
  { name: "sums", events: Counter.events, state: Schema.Finite, keyOf: ({ aggregateId }) => aggregateId.slice(0, 1) }
)

const at = (milliseconds: number) => ({ asOf: { time: DateTime.makeUnsafe(milliseconds) } })

const streams = ["a1", "a2"].map((id) => StreamId.make("counter", id))

/** As it is read with all streams, and with those alone that can be of the key: the same. */
const sum = Effect.fnUntraced(function*(options: ReadModel.LiveOptions) {
  const ofAll = yield* ReadModel.live(Sums, "a", options)
  assert.deepStrictEqual(yield* ReadModel.live(Sums, "a", { ...options, streams }), ofAll)
  return Option.getOrUndefined(ofAll)
})

/** The events of two streams and of a third that is not of the key, two milliseconds apart. */
const history = Effect.fnUntraced(function*() {
  const positions: Array<Position.Position> = []
  for (const [id, by] of [["a1", 1], ["a2", 10], ["b1", 50], ["a1", 2]] as const) {
    yield* TestClock.adjust("2 millis")
    positions.push((yield* Aggregate.handle(Counter, id, count(by))).position)
  }
  return positions
})

describe("ReadModel.live", () => {
  it.effect("[32] as of a position folds what stands there or before, in whichever stream, and the same later", () =>
    Effect.gen(function*() {
      const positions = yield* history()
      const then = Effect.forEach([Position.start, ...positions], (position) => sum({ asOf: { position } }))
      assert.deepStrictEqual(yield* then, [undefined, 1, 11, 11, 13])
      yield* Aggregate.handle(Counter, "a2", count(7))
      assert.deepStrictEqual(yield* then, [undefined, 1, 11, 11, 13])
      assert.strictEqual(yield* sum({}), 20)
      const error = yield* Effect.flip(sum({ asOf: { position: Position.make(99n, 99n) } }))
      assert.strictEqual(error.reason._tag, "UnknownPosition")
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("[32] as of a time folds what was recorded at or before it", () =>
    Effect.gen(function*() {
      yield* history()
      const then = Effect.forEach([1, 2, 3, 4, 7, 8, 99], (time) => sum(at(time)))
      assert.deepStrictEqual(yield* then, [undefined, 1, 1, 11, 11, 13, 13])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("[32] where the clock was set back, counts each stream up to its first event that is later", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(100)
      yield* Aggregate.handle(Counter, "a1", count(1))
      yield* TestClock.setTime(50)
      yield* Aggregate.handle(Counter, "a1", count(2))
      yield* Aggregate.handle(Counter, "a2", count(4))
      assert.deepStrictEqual(yield* Effect.forEach([49, 50, 99, 100], (time) => sum(at(time))), [undefined, 4, 4, 7])
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})
