// Rules about the one order of all events, and about what the store says of each.
import { type EventData, type StoredEvent, StreamId } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type Case, category, event, events, ids, newStream, racers, read, readAll, rule, shown } from "./Case.ts"
import { follow, sawAll } from "./follower.ts"
import { turnedBy } from "./turnedClock.ts"

export const ordering: ReadonlyArray<Case> = [
  rule(
    29,
    "an append that begins after another has ended comes after it, across streams",
    Effect.fnUntraced(
      function*(store) {
        const { position: start } = yield* store.append(newStream(), events(1), { expectedVersion: 0 })
        let highestAcknowledged = start
        const written: Array<string> = []
        const worker = Effect.fnUntraced(function*() {
          for (let i = 0; i < 8; i++) {
            const before = highestAcknowledged
            const some = events(2)
            const { position } = yield* store.append(newStream(), some, { expectedVersion: 0 })
            written.push(...ids(some))
            assert.isTrue(before < position, `${position} does not come after ${before}, which was acknowledged before`)
            if (highestAcknowledged < position) highestAcknowledged = position
          }
        })
        yield* Effect.forEach(Array.from({ length: racers }), worker, { concurrency: "unbounded", discard: true })

        yield* shown(store, highestAcknowledged)
        const all = yield* readAll(store, { after: start })
        assert.deepStrictEqual(ids(all).toSorted(), written.toSorted())
        assert.isTrue(all.every(({ position }, i) => i === 0 || all[i - 1]!.position < position))
      }
    )
  ),

  rule(
    29,
    "in the order of all events each stream stands in the order of its versions",
    Effect.fnUntraced(
      function*(store) {
        const { position: start } = yield* store.append(newStream(), events(1), { expectedVersion: 0 })
        const streams = [newStream(), newStream(), newStream()]
        const appended = yield* Effect.forEach(
          Array.from({ length: racers }, (_, i) => streams[i % 3]!),
          (streamId) => store.append(streamId, events(2), { expectedVersion: "any" }),
          { concurrency: "unbounded" }
        )
        yield* shown(store, appended.map(({ position }) => position).reduce((a, b) => a < b ? b : a))
        const all = yield* readAll(store, { after: start })
        for (const streamId of streams) {
          const inAll = all.filter((event) => event.streamId === streamId.name)
          assert.deepStrictEqual(inAll, yield* read(store, streamId))
          assert.deepStrictEqual(inAll.map(({ version }) => version), inAll.map((_, i) => i + 1))
        }
      }
    )
  ),

  rule(
    111,
    "clocks that go back and forth change no order: of a stream, of all, or of what is followed",
    Effect.fnUntraced(function*(store) {
      const { position: start } = yield* store.append(newStream(), events(1), { expectedVersion: 0 })
      const follower = yield* follow(store, { after: start })
      const streams = [newStream(), newStream()] as const
      const written: Array<EventData & { readonly of: number }> = []
      for (const [i, hours] of [0, -1, 1, -2, 2, -24, 24, 0].entries()) {
        const wrong = yield* turnedBy(hours)
        const one = event({}, { id: idAt(wrong.currentTimeMillisUnsafe()) })
        written.push({ ...one, of: i % 2 })
        const append = store.append(streams[i % 2]!, [one], { expectedVersion: Math.floor(i / 2) })
        yield* Effect.provideService(append, Clock.Clock, wrong)
      }
      yield* follower.sees(written.at(-1)!.id)
      yield* sawAll(store, follower, { after: start })
      const all = yield* readAll(store, { after: start })
      assert.deepStrictEqual(ids(all), ids(written))
      assert.isTrue(all.every(({ position }, i) => i === 0 || all[i - 1]!.position < position))
      for (const [i, streamId] of streams.entries()) {
        assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(written.filter(({ of }) => of === i)))
      }
    })
  ),

  rule(
    79,
    "what is read is what was written, and what the store adds is right",
    Effect.fnUntraced(function*(store) {
      const streamId = StreamId.make(category, `a-b-${newStream().aggregateId}`)
      const metadata = {
        correlationId: "c",
        causationId: "e",
        commandId: crypto.randomUUID(),
        actorId: "Ada",
        depth: { at: 1 }
      }
      const written: EventData = event({ n: 1 }, { type: "Renamed", schemaVersion: 7, metadata })
      const { position, recordedAt } = yield* store.append(streamId, [written], { expectedVersion: 0 })
      const expected: StoredEvent = {
        ...written,
        streamId: streamId.name,
        category,
        aggregateId: streamId.aggregateId,
        version: 1,
        position,
        recordedAt
      }
      assert.deepStrictEqual(yield* read(store, streamId), [expected])
      yield* shown(store, position)
      assert.deepStrictEqual(yield* readAll(store, { direction: "backward", limit: 1 }), [expected])
    })
  ),

  rule(
    79,
    "metadata with the names of the store's own fields changes none of them",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const metadata = {
        id: crypto.randomUUID(),
        streamId: "other-1",
        category: "other",
        aggregateId: "1",
        version: 99,
        position: "f".repeat(16),
        type: "Other",
        schemaVersion: 99,
        data: { n: 99 },
        metadata: {},
        recordedAt: "2000-01-01T00:00:00.000Z",
        sequence: 1,
        transaction: 1,
        command_id: "x"
      }
      const written = event({ n: 1 }, { metadata })
      const { position, recordedAt } = yield* store.append(streamId, [written], { expectedVersion: 0 })
      assert.deepStrictEqual(yield* read(store, streamId), [{
        ...written,
        streamId: streamId.name,
        category,
        aggregateId: streamId.aggregateId,
        version: 1,
        position,
        recordedAt
      }])
      assert.deepStrictEqual(ids(yield* read(store, StreamId.make("other", "1"))), [])
    })
  )
]

/** A UUID of version 7, as a machine makes it whose clock says so many milliseconds. */
const idAt = (millis: number): string => {
  const time = millis.toString(16).padStart(12, "0")
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`
}
