// What the suite of stores cannot ask: the clock, the limits and the lifetime of the store in memory.
import { type EventData, StreamId } from "@deciduous/core"
import { EventStore, Limits, MemoryEventStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { TestClock } from "effect/testing"

const streamId = StreamId.make("account", "1")
const event = (data: unknown, metadata: EventData["metadata"] = {}): EventData => ({
  id: crypto.randomUUID(),
  type: "Opened",
  schemaVersion: 1,
  data,
  metadata
})
const read = Effect.fnUntraced(function*(range: EventStore.ReadRange = {}) {
  return yield* Stream.runCollect((yield* EventStore.EventStore).read(streamId, range))
})

describe("MemoryEventStore", () => {
  it.effect("records the time of Effect's clock, and reads as of a time", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const times: Array<DateTime.Utc> = []
      for (let version = 0; version < 3; version++) {
        times.push((yield* store.append(streamId, [event(version)], { expectedVersion: version })).recordedAt)
        yield* TestClock.adjust("1 minute")
      }
      assert.deepStrictEqual(times.map(({ epochMilliseconds }) => epochMilliseconds), [0, 60_000, 120_000])
      const versions = (yield* read({ asOf: times[1]! })).map(({ version }) => version)
      assert.deepStrictEqual(versions, [1, 2])
      assert.deepStrictEqual(yield* read({ asOf: DateTime.makeUnsafe(-1) }), [])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("shares nothing with those who write and read", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const data = { list: [1] }
      const metadata = { tags: ["a"] }
      yield* store.append(streamId, [event(data, metadata)], { expectedVersion: 0 })
      data.list.push(2)
      metadata.tags.push("b")
      const [first] = yield* read()
      assert.deepStrictEqual([first?.data, first?.metadata], [{ list: [1] }, { tags: ["a"] }])
      ;(first!.data as typeof data).list.push(3)
      assert.deepStrictEqual((yield* read()).map((event) => event.data), [{ list: [1] }])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("reads when a stream is run, not when it is made", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const later = Stream.runCollect(store.read(streamId))
      yield* store.append(streamId, [event(1)], { expectedVersion: 0 })
      assert.strictEqual((yield* later).length, 1)
      yield* store.append(streamId, [event(2)], { expectedVersion: 1 })
      assert.strictEqual((yield* later).length, 2)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("keeps to the limits that it was built with", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const refused = yield* Effect.flip(store.append(streamId, [event(1), event(2)], { expectedVersion: 0 }))
      assert.include(refused.message, "there are 2 events, and at most 1 are allowed in one append")
      yield* store.append(streamId, [event(1)], { expectedVersion: 0 })
    }).pipe(
      Effect.provide(MemoryEventStore.layer.pipe(
        Layer.provide(
          Layer.succeed(Limits.Limits, { eventsPerAppend: 1, jsonLength: 10, jsonLengthPerAppend: 20, jsonDepth: 1 })
        )
      ))
    ))

  it.effect("begins empty with each layer", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      yield* store.append(streamId, [event(1)], { expectedVersion: 0 })
      const other = yield* read().pipe(Effect.provide(Layer.fresh(MemoryEventStore.layer)))
      assert.deepStrictEqual(other, [])
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})
