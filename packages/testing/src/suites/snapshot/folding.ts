// Rules about states that are folded from a snapshot and what comes after it: they are those of the whole stream.
import { Aggregate, type EventStore, Snapshot, SnapshotStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Case, event, newStream, read, rule } from "../event-store/Case.ts"
import { anew, Digesting, digesting, history, Plain, streamOf } from "./digest.ts"

export const folding: ReadonlyArray<Case<EventStore.EventStore | SnapshotStore.SnapshotStore>> = [
  rule(
    59,
    "a snapshot at any version and the events after it give the state of all events",
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const events = history(25)
      yield* store.append(streamOf(id), events, { expectedVersion: 0 })
      const whole = yield* anew(Aggregate.load(Plain, id))
      const keeper = yield* SnapshotStore.SnapshotStore
      for (let version = 1; version <= events.length; version++) {
        const { position, state } = yield* Aggregate.load(Plain, id, { asOf: { version } })
        const fingerprint = Digesting.snapshots.fingerprint()
        yield* keeper.remove(streamOf(id).name)
        yield* keeper.save({ streamId: streamOf(id).name, fingerprint, version, position, state }, { keep: 1 })
        assert.deepStrictEqual(yield* anew(Aggregate.load(Digesting, id)), whole)
      }
    })
  ),

  rule(
    59,
    "commands that go on from snapshots lead to the state of all events, whenever these were taken",
    Effect.fnUntraced(function*() {
      const { aggregateId: id } = newStream()
      for (const every of [1, 2, 3, 5, 8]) {
        const aggregate = digesting(Snapshot.every(every))
        for (let by = 1; by <= 8; by++) {
          const { state, version } = yield* anew(Aggregate.handle(aggregate, id, by))
          yield* Effect.yieldNow
          const whole = yield* anew(Aggregate.load(Plain, id))
          assert.deepStrictEqual([state, version], [whole.state, whole.version])
        }
      }
    })
  ),

  rule(
    66,
    "events behind a snapshot and after it are upcast alike",
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      yield* store.append(streamOf(id), history(12), { expectedVersion: 0 })
      yield* Snapshot.take(Digesting, id)
      const later = event({ tens: 4 }, { type: "Counted", schemaVersion: 1 })
      yield* store.append(streamOf(id), [later], { expectedVersion: 12 })
      const { state } = yield* anew(Aggregate.load(Digesting, id))
      assert.deepStrictEqual(state, (yield* anew(Aggregate.load(Plain, id))).state)
    })
  ),

  rule(
    68,
    "a snapshot on an event that was split, or passed over, stands at its version: none is folded twice or left out",
    Effect.fnUntraced(function*(store) {
      for (
        const last of [
          event({ both: [5, 6] }, { type: "Pair", schemaVersion: 1 }),
          event({}, { type: "Noise", schemaVersion: 1 })
        ]
      ) {
        const { aggregateId: id } = newStream()
        yield* store.append(streamOf(id), [event({ by: 1 }, { type: "Counted", schemaVersion: 2 }), last], {
          expectedVersion: 0
        })
        assert.strictEqual(yield* Snapshot.take(Digesting, id), 2)
        const { state, version } = yield* anew(Aggregate.handle(Digesting, id, 9))
        const whole = yield* anew(Aggregate.load(Plain, id))
        assert.deepStrictEqual([state, version], [whole.state, 3])
      }
    })
  ),

  rule(
    65,
    "a read as of a version, a position or a time uses no later snapshot",
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const streamId = streamOf(id)
      yield* store.append(streamId, history(5), { expectedVersion: 0 })
      yield* Snapshot.take(digesting(Snapshot.manual({ keep: 2 })), id)
      // later by the store's clock too, to the millisecond
      const [first] = yield* read(store, streamId)
      let version = 5
      let now = first!.recordedAt
      while (!DateTime.isGreaterThan(now, first!.recordedAt)) {
        now = (yield* store.append(streamId, [event({ by: 1 }, { type: "Counted", schemaVersion: 2 })], {
          expectedVersion: version++
        })).recordedAt
      }
      yield* Snapshot.take(digesting(Snapshot.manual({ keep: 2 })), id)
      for (const { position, version } of yield* read(store, streamId)) {
        const asOf = (aggregate: typeof Digesting | typeof Plain, asOf: Aggregate.Moment) =>
          anew(Aggregate.load(aggregate as typeof Plain, id, { asOf }))
        const then = yield* asOf(Plain, { version })
        assert.deepStrictEqual(yield* asOf(Digesting, { version }), then)
        assert.deepStrictEqual(yield* asOf(Digesting, { position }), then)
      }
      const time = first!.recordedAt
      const then = yield* anew(Aggregate.load(Plain, id, { asOf: { time } }))
      assert.deepStrictEqual(yield* anew(Aggregate.load(Digesting, id, { asOf: { time } })), then)
    })
  ),

  rule(
    32,
    "the state as of a position is the same whenever it is asked for",
    Effect.fnUntraced(function*() {
      const [one, other] = [newStream().aggregateId, newStream().aggregateId]
      yield* Aggregate.handle(Digesting, one, 1)
      const { position } = yield* Aggregate.handle(Digesting, other, 2)
      const then = yield* Aggregate.load(Digesting, one, { asOf: { position } })
      yield* Aggregate.handle(Digesting, one, 3)
      assert.deepStrictEqual(yield* Aggregate.load(Digesting, one, { asOf: { position } }), then)
      assert.strictEqual(then.version, 1)
    })
  )
]
