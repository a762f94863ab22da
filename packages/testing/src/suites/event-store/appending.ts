// Rules about appends and those who append at the same time.
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  type Case,
  conflicts,
  event,
  events,
  ids,
  isConflict,
  isRefused,
  newStream,
  racers,
  read,
  refusal,
  rule,
  type Store
} from "./Case.ts"

export const appending: ReadonlyArray<Case> = [
  rule(
    1,
    `of ${racers} appends that expect an empty stream at the same time exactly one wins`,
    (store) => race(store, 0)
  ),

  rule(1, `of ${racers} appends that expect version 3 at the same time exactly one wins`, (store) => race(store, 3)),

  rule(
    2,
    "an append that expects no stream is refused where there is one",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const written = events(2)
      yield* store.append(streamId, written, { expectedVersion: 0 })
      yield* conflicts(store, streamId, 0, 2)
      assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(written))
    })
  ),

  rule(
    3,
    "an append that expects the stream to exist is refused where there is none",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* conflicts(store, streamId, "exists", 0)
      assert.deepStrictEqual(yield* read(store, streamId), [])
    })
  ),

  rule(
    3,
    "an append that expects the stream to exist succeeds at any version from 1",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* store.append(streamId, events(1), { expectedVersion: 0 })
      yield* allWin(store, streamId, "exists", 1)
    })
  ),

  rule(
    4,
    `of ${racers} appends at any version all succeed, and none is lost or torn`,
    (store) => allWin(store, newStream(), "any", 0)
  ),

  rule(
    5,
    "versions are 1, 2, 3, ... without a gap, also after refused appends",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      let version = 0
      for (const count of [1, 3, 2]) {
        yield* conflicts(store, streamId, version + 1, version)
        const appended = yield* store.append(streamId, events(count), { expectedVersion: version })
        version += count
        assert.strictEqual(appended.version, version)
        const stored = yield* read(store, streamId)
        assert.deepStrictEqual(stored.map((event) => event.version), Array.from({ length: version }, (_, i) => i + 1))
        assert.strictEqual(stored.at(-1)?.position, appended.position)
        assert.deepStrictEqual(stored.at(-1)?.recordedAt, appended.recordedAt)
      }
    })
  ),

  rule(
    8,
    "a conflict tells the stream, what was expected, and what is",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* conflicts(store, streamId, 1, 0)
      yield* conflicts(store, streamId, Number.MAX_SAFE_INTEGER, 0)
      yield* store.append(streamId, events(3), { expectedVersion: 0 })
      for (const expected of [0, 2, 4, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        yield* conflicts(store, streamId, expected, 3)
      }
    })
  ),

  rule(
    8,
    "an expected version that is no version is an input error, not a conflict",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      for (const expectedVersion of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        const error = yield* refusal(store.append(streamId, events(1), { expectedVersion }))
        assert.strictEqual(error._tag === "EventStoreError" ? error.reason._tag : error._tag, "InvalidAppend")
      }
      assert.deepStrictEqual(yield* read(store, streamId), [])
    })
  ),

  rule(
    12,
    "an append of no events is an input error, never a conflict",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* isRefused(store, streamId, [], /no event/)
      yield* store.append(streamId, events(2), { expectedVersion: 0 })
      yield* isRefused(store, streamId, [], /no event/)
    })
  ),

  rule(
    16,
    "10,000 events go in one append and come back in their order",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const written = events(10_000)
      const { version } = yield* store.append(streamId, written, { expectedVersion: 0 })
      assert.strictEqual(version, 10_000)
      const stored = yield* read(store, streamId)
      assert.deepStrictEqual(ids(stored), ids(written))
      assert.isTrue(stored.every(({ data, version }) => (data as { readonly n: number }).n === version))
    })
  ),

  rule(
    16,
    "10,001 events in one append are refused as a whole",
    (store) => isRefused(store, newStream(), events(10_001), /10001 events.*10000/)
  ),

  rule(
    17,
    "the same event id twice in one append is refused",
    Effect.fnUntraced(function*(store) {
      const twice = event()
      yield* isRefused(store, newStream(), [twice, event(), { ...event(), id: twice.id }], /same id/)
    })
  ),

  rule(
    17,
    "an event id that is no UUID is refused",
    Effect.fnUntraced(function*(store) {
      for (const id of ["", "1", crypto.randomUUID().toUpperCase(), `${crypto.randomUUID()} `]) {
        yield* isRefused(store, newStream(), [event(), event({}, { id })], /event 2 of 2.*UUID/)
      }
    })
  )
]

const race = Effect.fnUntraced(function*(store: Store, version: number) {
  const streamId = newStream()
  if (version > 0) yield* store.append(streamId, events(version), { expectedVersion: 0 })
  const written = Array.from({ length: racers }, () => events(2))
  const results = yield* Effect.forEach(
    written,
    (pair) => Effect.result(store.append(streamId, pair, { expectedVersion: version })),
    { concurrency: "unbounded" }
  )
  const winners = written.filter((_, i) => Result.isSuccess(results[i]!))
  assert.strictEqual(winners.length, 1)
  for (const result of results) {
    if (Result.isFailure(result)) isConflict(result.failure, streamId, version, version + 2)
    else assert.strictEqual(result.success.version, version + 2)
  }
  assert.deepStrictEqual(ids(yield* read(store, streamId, { from: version + 1 })), ids(winners[0]!))
})

const allWin = Effect.fnUntraced(function*(
  store: Store,
  streamId: Parameters<typeof read>[1],
  expectedVersion: "any" | "exists",
  before: number
) {
  const written = Array.from({ length: racers }, () => events(3))
  const appended = yield* Effect.forEach(
    written,
    (three) => store.append(streamId, three, { expectedVersion }),
    { concurrency: "unbounded" }
  )
  const stored = yield* read(store, streamId, { from: before + 1 })
  assert.deepStrictEqual(stored.map(({ version }) => version), stored.map((_, i) => before + i + 1))
  assert.strictEqual(stored.length, 3 * racers)
  // what an append answered with is where its last event stands, its others right before
  for (const [i, { position, version }] of appended.entries()) {
    const end = version - before
    assert.deepStrictEqual(ids(stored.slice(end - 3, end)), ids(written[i]!))
    assert.strictEqual(stored[end - 1]?.position, position)
  }
})
