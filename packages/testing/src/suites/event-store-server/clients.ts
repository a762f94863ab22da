// Rules about several clients of one log: what holds between the fibers of a process holds between processes.
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import {
  type Case,
  events,
  ids,
  isConflict,
  isRefusedFor,
  newStream,
  racers,
  read,
  type Store
} from "../event-store/Case.ts"
import { follow, sawAll } from "../event-store/follower.ts"
import { marker, startOfCase } from "../event-store/subscribing.ts"
import { type Capabilities, needing } from "./Capabilities.ts"

export const clients = <R>({ anotherClient }: Capabilities<R>): ReadonlyArray<Case<R>> => {
  const between = (
    number: number,
    title: string,
    check: (...stores: readonly [Store, Store]) => Effect.Effect<void, unknown, Scope.Scope>
  ): Case<R> =>
    needing(anotherClient, number, title, (store, another) => Effect.flatMap(another, (other) => check(store, other)))

  return [
    between(
      1,
      `of ${racers} appends by two clients that expect one version exactly one wins, round after round`,
      Effect.fnUntraced(function*(...stores) {
        const streamId = newStream()
        for (let version = 0; version < 10; version++) {
          const written = Array.from({ length: racers }, () => events(1))
          const results = yield* Effect.forEach(
            written,
            (one, i) => Effect.result(stores[i % 2]!.append(streamId, one, { expectedVersion: version })),
            { concurrency: "unbounded" }
          )
          assert.lengthOf(results.filter(Result.isSuccess), 1)
          for (const result of results) {
            if (Result.isFailure(result)) isConflict(result.failure, streamId, version, version + 1)
          }
        }
      })
    ),

    between(
      4,
      `of ${racers} appends by two clients at any version all succeed, and none is lost or torn`,
      Effect.fnUntraced(function*(...stores) {
        const streamId = newStream()
        const written = Array.from({ length: racers }, () => events(3))
        yield* Effect.forEach(
          written,
          (three, i) => stores[i % 2]!.append(streamId, three, { expectedVersion: "any" }),
          { concurrency: "unbounded" }
        )
        const stored = ids(yield* read(stores[1], streamId))
        assert.lengthOf(stored, 3 * racers)
        for (const three of written) {
          const at = stored.indexOf(three[0].id)
          assert.deepStrictEqual(stored.slice(at, at + 3), ids(three))
        }
      })
    ),

    between(
      9,
      "an append that comes again by another client is answered as before, and other content is refused",
      Effect.fnUntraced(function*(store, other) {
        const streamId = newStream()
        const written = events(2)
        const first = yield* store.append(streamId, written, { expectedVersion: 0 })
        assert.deepStrictEqual(yield* other.append(streamId, written, { expectedVersion: 0 }), first)
        const changed = [{ ...written[0], data: "other" }] as const
        yield* isRefusedFor(other.append(streamId, changed, { expectedVersion: 0 }), "IdReused")
        assert.lengthOf(yield* read(store, streamId), 2)
      })
    ),

    between(
      10,
      "a command that was handled by another client is known, and its append is answered as before",
      Effect.fnUntraced(function*(store, other) {
        const streamId = newStream()
        const commandId = crypto.randomUUID()
        const decided = () => events(2, { metadata: { commandId } })
        const answers = yield* Effect.forEach(
          Array.from({ length: racers }, (_, i) => [store, other][i % 2]!),
          (one) => one.append(streamId, decided(), { expectedVersion: "any" }),
          { concurrency: "unbounded" }
        )
        for (const answer of answers) assert.deepStrictEqual(answer, answers[0])
        assert.lengthOf(yield* read(store, streamId), 2)
        for (const one of [store, other]) {
          const [tail] = yield* one.readTails([{ streamId, after: 2, commandId }])
          assert.strictEqual(tail?.handledAt, 1)
        }
      })
    ),

    between(
      18,
      "who follows by another client is given every event once, in the order of the log",
      Effect.fnUntraced(function*(...stores) {
        const after = yield* startOfCase(stores[0])
        const followers = yield* Effect.forEach(stores, (store) => follow(store, { after }))
        const shared = newStream()
        yield* Effect.forEach(
          Array.from({ length: racers }, (_, i) => stores[i % 2]!),
          Effect.fnUntraced(function*(store) {
            yield* store.append(newStream(), events(2), { expectedVersion: 0 })
            yield* store.append(shared, events(1), { expectedVersion: "any" })
          }),
          { concurrency: "unbounded", discard: true }
        )
        const last = yield* marker(stores[0])
        for (const [i, follower] of followers.entries()) {
          yield* follower.sees(last)
          assert.lengthOf(follower.seen, 3 * racers + 1)
          yield* sawAll(stores[i]!, follower, { after })
        }
      })
    ),

    between(
      29,
      "an append that begins after another client's has ended comes after it",
      Effect.fnUntraced(function*(...stores) {
        let before = yield* startOfCase(stores[0])
        for (let i = 0; i < 20; i++) {
          const { position } = yield* stores[i % 2]!.append(newStream(), events(1), { expectedVersion: 0 })
          assert.isTrue(before < position, `${position} does not come after ${before}`)
          before = position
        }
      })
    )
  ]
}
