// Rules about appends to several streams: all of them are written, or none.
import type { EventData, StreamId } from "@deciduous/core"
import type { EventStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  type Case,
  event,
  type Events,
  events,
  ids,
  isConflict,
  isRefusedFor,
  newStream,
  racers,
  read,
  readAll,
  refusal,
  rule,
  shown,
  type Store
} from "./Case.ts"

export const together: ReadonlyArray<Case> = [
  rule(
    7,
    "several streams are written at once, and each is answered in its turn",
    Effect.fnUntraced(function*(store) {
      const [one, two, three] = [newStream(), newStream(), newStream()]
      yield* store.append(two, events(1), { expectedVersion: 0 })
      const appends = [to(two, events(2), 1), to(one, events(1), 0), to(three, events(3), "any")] as const
      const appended = yield* store.appendAll(appends)
      assert.deepStrictEqual(appended.map(({ version }) => version), [3, 1, 3])
      for (const [i, append] of appends.entries()) {
        const stored = (yield* read(store, append.streamId)).slice(-append.events.length)
        assert.deepStrictEqual(ids(stored), ids(append.events))
        const { position, recordedAt, version } = stored.at(-1)!
        assert.deepStrictEqual(appended[i], { version, position, recordedAt })
      }
      const written = appends.flatMap((append) => ids(append.events))
      yield* shown(store, appended.map(({ position }) => position).toSorted().at(-1)!)
      const last = yield* readAll(store, { direction: "backward", limit: written.length })
      assert.deepStrictEqual(ids(last).toSorted(), written.toSorted())
    })
  ),

  rule(
    7,
    "a conflict in one stream leaves nothing in any of them",
    Effect.fnUntraced(function*(store) {
      for (const place of [0, 1, 2]) {
        const appends = Array.from({ length: 3 }, () => to(newStream(), events(2), 0))
        const refused = appends[place]!
        yield* store.append(refused.streamId, events(1), { expectedVersion: 0 })
        const error = yield* refusal(appendAll(store, appends))
        isConflict(error, refused.streamId, 0, 1)
        yield* isUntouched(store, appends.filter((append) => append !== refused))
        assert.lengthOf(yield* read(store, refused.streamId), 1)
      }
    })
  ),

  rule(
    7,
    "bad input for one stream leaves nothing in any of them",
    Effect.fnUntraced(function*(store) {
      const [good, other] = [to(newStream(), events(1), 0), to(newStream(), [event(Number.NaN)], 0)]
      yield* isInvalid(store, [good, other], /NaN/)
      yield* isInvalid(store, [good, to(newStream(), [], 0)], /no event/)
      yield* isInvalid(store, [good, to(good.streamId, events(1), 1)], /twice/)
      yield* isInvalid(store, [to(newStream(), events(5000), 0), to(newStream(), events(5001), 0)], /10000 events/)
      yield* isRefusedFor(appendAll(store, []), "InvalidAppend", /no append/)
    })
  ),

  rule(
    7,
    "what was written together and comes again is answered as before",
    Effect.fnUntraced(function*(store) {
      const appends = [to(newStream(), events(2), 0), to(newStream(), events(1), "any")] as const
      const first = yield* store.appendAll(appends)
      assert.deepStrictEqual(yield* store.appendAll(appends), first)
      yield* store.append(appends[0].streamId, events(1), { expectedVersion: 2 })
      assert.deepStrictEqual(yield* store.appendAll(appends), first)
      // one of them alone is a repeat as well
      const { events: again, streamId } = appends[1]
      assert.deepStrictEqual(yield* store.append(streamId, again, { expectedVersion: "any" }), first[1])
    })
  ),

  rule(
    7,
    "where some were written before and others not, it was not together: a conflict",
    Effect.fnUntraced(function*(store) {
      const [before, after] = [to(newStream(), events(2), 0), to(newStream(), events(1), 0)]
      yield* store.append(before.streamId, before.events, { expectedVersion: 0 })
      for (const appends of [[before, after], [after, before]] as const) {
        isConflict(yield* refusal(store.appendAll(appends)), before.streamId, 0, 2)
      }
      yield* isUntouched(store, [after])
    })
  ),

  rule(
    7,
    "an id that was used for other content in one stream leaves nothing in any of them",
    Effect.fnUntraced(function*(store) {
      const [used, other] = [to(newStream(), [event({ n: 1 })], 0), to(newStream(), events(1), 0)]
      yield* store.append(used.streamId, used.events, { expectedVersion: 0 })
      const reusing = to(used.streamId, [{ ...used.events[0], data: { n: 2 } }], 0)
      const { streamId } = yield* isRefusedFor(store.appendAll([other, reusing]), "IdReused")
      assert.strictEqual(streamId, used.streamId.name)
      yield* isUntouched(store, [other])
    })
  ),

  rule(
    7,
    `of ${racers} that want the same streams at the same time, in any order, exactly one is written`,
    Effect.fnUntraced(function*(store) {
      const streams = [newStream(), newStream(), newStream()]
      const wanted = Array.from({ length: racers }, (_, i) => inTurn(streams, i).map((one) => to(one, events(2), 0)))
      const results = yield* Effect.forEach(
        wanted,
        (appends) => Effect.result(appendAll(store, appends)),
        { concurrency: "unbounded" }
      )
      const written = wanted.filter((_, i) => Result.isSuccess(results[i]!))
      assert.lengthOf(written, 1)
      for (const result of results) {
        if (Result.isFailure(result)) assert.strictEqual(result.failure._tag, "VersionConflict")
      }
      for (const append of written[0]!) {
        assert.deepStrictEqual(ids(yield* read(store, append.streamId)), ids(append.events))
      }
    })
  ),

  rule(
    115,
    `${racers} at any version, in any order, beside appends to single streams, are all written and none waits for ever`,
    Effect.fnUntraced(function*(store) {
      const streams = [newStream(), newStream(), newStream()]
      const wanted = Array.from(
        { length: racers },
        (_, i) => inTurn(streams, i).map((one) => to(one, events(2), "any"))
      )
      const single = Effect.forEach(
        streams,
        (streamId) => store.append(streamId, events(1), { expectedVersion: "any" })
      )
      yield* Effect.all([...wanted.map((appends) => appendAll(store, appends)), single], {
        concurrency: "unbounded"
      })
      for (const streamId of streams) {
        const stored = ids(yield* read(store, streamId))
        assert.lengthOf(stored, 2 * racers + 1)
        for (const appends of wanted) {
          const mine = ids(appends.find((append) => append.streamId === streamId)!.events)
          const at = stored.indexOf(mine[0]!)
          assert.deepStrictEqual(stored.slice(at, at + 2), mine)
        }
      }
    })
  )
]

/** Also none, and of no events, which the types would not let through. */
const appendAll = (store: Store, appends: ReadonlyArray<EventStore.Append>) =>
  store.appendAll(appends as NonEmptyReadonlyArray<EventStore.Append>)

const to = (
  streamId: StreamId.StreamId,
  written: ReadonlyArray<EventData>,
  expectedVersion: EventStore.ExpectedVersion
): EventStore.Append => ({ streamId, events: written as Events, expectedVersion })

const inTurn = <A>(list: ReadonlyArray<A>, first: number): ReadonlyArray<A> =>
  list.map((_, i) => list[(first + i) % list.length]!)

const isUntouched = Effect.fnUntraced(function*(store: Store, appends: ReadonlyArray<EventStore.Append>) {
  for (const { streamId } of appends) assert.deepStrictEqual(yield* read(store, streamId), [])
})

const isInvalid = Effect.fnUntraced(
  function*(store: Store, appends: ReadonlyArray<EventStore.Append>, problem: RegExp) {
    yield* isRefusedFor(appendAll(store, appends), "InvalidAppend", problem)
    yield* isUntouched(store, appends)
  }
)
