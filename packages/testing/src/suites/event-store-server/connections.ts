// Rules about lost connections: what was acknowledged is there, what was not is there as a whole or not at all, and who
// follows goes on.
import type { StreamId } from "@deciduous/core"
import { EventStoreError } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import {
  type Case,
  type Events,
  events,
  ids,
  newStream,
  racers,
  read,
  refusal,
  type Store
} from "../event-store/Case.ts"
import { follow, sawAll } from "../event-store/follower.ts"
import { marker, startOfCase } from "../event-store/subscribing.ts"
import { type Capabilities, needing } from "./Capabilities.ts"

export const connections = <R>({ cutConnections, relay }: Capabilities<R>): ReadonlyArray<Case<R>> => [
  needing(
    cutConnections,
    15,
    "connections that are ended while nobody uses them are no uncaught exception, and no event is missed",
    Effect.fnUntraced(function*(store, cut) {
      const uncaught = yield* watchUncaught
      const after = yield* startOfCase(store)
      const follower = yield* follow(store, { after })
      for (let i = 0; i < 5; i++) {
        yield* follower.sees(yield* persistently(marker(store)))
        yield* cut
      }
      yield* follower.sees(yield* persistently(marker(store)))
      yield* sawAll(store, follower, { after })
      assert.deepStrictEqual(uncaught, [])
    })
  ),

  needing(
    cutConnections,
    6,
    "appends whose connections are ended are written as a whole or not at all, and no acknowledged one is lost",
    Effect.fnUntraced(function*(store, cut) {
      const uncaught = yield* watchUncaught
      const appends = Array.from({ length: 4 * racers }, () => [newStream(), events(20)] as const)
      const append = ([streamId, written]: readonly [StreamId.StreamId, Events]) =>
        Effect.result(store.append(streamId, written, { expectedVersion: 0 }))
      const [results] = yield* Effect.all([
        Effect.forEach(appends, append, { concurrency: racers }),
        Effect.repeat(cut, Schedule.upTo(Schedule.spaced("10 millis"), { times: 5 }))
      ], { concurrency: "unbounded" })
      for (const [i, [streamId, written]] of appends.entries()) {
        const result = results[i]!
        const stored = ids(yield* persistently(read(store, streamId)))
        if (Result.isFailure(result)) isLost(result.failure, stored)
        if (stored.length > 0 || Result.isSuccess(result)) assert.deepStrictEqual(stored, ids(written))
        // whoever did not hear of it sends it again
        yield* persistently(store.append(streamId, written, { expectedVersion: 0 }))
        assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(written))
      }
      assert.deepStrictEqual(uncaught, [])
    })
  ),

  ...(["towards the server", "towards the client"] as const).flatMap((side) =>
    ([0, "any"] as const).map((expectedVersion) =>
      needing(
        relay,
        11,
        `an append, expecting ${expectedVersion}, whose connection is cut ${side} ends typed, and is there once after a retry`,
        Effect.fnUntraced(function*(_, relayed) {
          const { cutNext, store } = yield* relayed
          for (let round = 0; round < 3; round++) {
            const streamId = newStream()
            const written = events(3, round === 1 ? { metadata: { commandId: crypto.randomUUID() } } : {})
            yield* marker(store)
            yield* cutNext(side, streamId.name)
            const error = yield* refusal(store.append(streamId, written, { expectedVersion }))
            const stored = ids(yield* persistently(read(store, streamId)))
            isLost(error, stored)
            if (side === "towards the client") {
              assert.strictEqual(error._tag, "OutcomeUnknown")
              assert.deepStrictEqual(stored, ids(written))
            } else assert.deepStrictEqual(stored, [])
            const { version } = yield* persistently(store.append(streamId, written, { expectedVersion }))
            assert.strictEqual(version, 3)
            assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(written))
          }
        })
      )
    )
  ),

  needing(
    relay,
    11,
    "of an append to several streams whose connection is cut all are there once after a retry",
    Effect.fnUntraced(function*(_, relayed) {
      const { cutNext, store } = yield* relayed
      for (const side of ["towards the server", "towards the client"] as const) {
        const one = { streamId: newStream(), events: events(2), expectedVersion: 0 }
        const other = { streamId: newStream(), events: events(1), expectedVersion: "any" as const }
        yield* marker(store)
        yield* cutNext(side, one.streamId.name)
        const error = yield* refusal(store.appendAll([one, other]))
        const stored = yield* persistently(read(store, one.streamId))
        assert.lengthOf(yield* read(store, other.streamId), stored.length / 2)
        isLost(error, ids(stored))
        const appended = yield* persistently(store.appendAll([one, other]))
        assert.deepStrictEqual(appended.map(({ version }) => version), [2, 1])
        for (const { events, streamId } of [one, other]) {
          assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(events))
        }
      }
    })
  )
]

/** That an append failed for the lost connection, and did not claim that nothing was written where something was. */
const isLost = (error: Effect.Error<ReturnType<Store["append"]>>, stored: ReadonlyArray<string>): void => {
  if (error._tag === "OutcomeUnknown") return
  if (!isUnavailable(error)) assert.fail(`expected OutcomeUnknown or StoreUnavailable, got ${error}`)
  assert.deepStrictEqual(stored, [], "it was said to be unavailable, which means that nothing was written")
}

const isUnavailable = (error: unknown): boolean =>
  error instanceof EventStoreError.EventStoreError && error.reason._tag === "StoreUnavailable"

/** As a careful caller does: again where the connection was lost. */
const persistently = <A, E, R>(use: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.retry(use, {
    while: (error) => isUnavailable(error) || error instanceof EventStoreError.OutcomeUnknown,
    schedule: Schedule.upTo(Schedule.spaced("10 millis"), { times: 100 })
  })

/** What nobody caught while the scope is open; to look at it changes nothing. */
const watchUncaught = Effect.gen(function*() {
  const uncaught: Array<unknown> = []
  const listener = (error: unknown) => uncaught.push(error)
  process.on("uncaughtExceptionMonitor", listener)
  yield* Effect.addFinalizer(() => Effect.sync(() => process.off("uncaughtExceptionMonitor", listener)))
  return uncaught
})
