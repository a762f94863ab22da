// Rules about the one order of all events, and about what the store says of each.
import { type EventData, type StoredEvent, StreamId } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, category, event, events, ids, newStream, racers, read, readAll, rule, shown } from "./Case.ts"

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
