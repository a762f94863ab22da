// Rules about what other transactions do to the order: commits in any order, roll-backs, and those that never end.
import type { StoredEvent } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { newSeed, randomOf } from "../../laws/internal/random.ts"
import { type Case, events, ids, newStream, read, readAll } from "../event-store/Case.ts"
import { follow, sawAll } from "../event-store/follower.ts"
import { inParts, marker, startOfCase } from "../event-store/subscribing.ts"
import { type Capabilities, type LateAppend, needing } from "./Capabilities.ts"

export const transactions = <R>({ idleTransaction, lateAppend }: Capabilities<R>): ReadonlyArray<Case<R>> => [
  ...orders.map(({ commits, title }) =>
    needing(
      lateAppend,
      19,
      `of appends whose commits are the other way round than their places none is passed over: ${title}`,
      Effect.fnUntraced(function*(store, begin) {
        const after = yield* startOfCase(store)
        const follower = yield* follow(store, { after })
        const late = yield* Effect.forEach([0, 1, 2], () => begin(newStream()))
        const expected: Array<string> = [...ids(late), yield* marker(store)]
        for (const i of commits) {
          yield* late[i]!.commit
          // what is shown now is final: nothing may come before it later
          const shown = ids(yield* readAll(store, { after }))
          expected.push(yield* marker(store))
          const later = ids(yield* readAll(store, { after }))
          assert.deepStrictEqual(later.slice(0, shown.length), shown)
        }
        yield* follower.sees(expected.at(-1)!)
        assert.deepStrictEqual(ids(follower.seen).toSorted(), expected.toSorted())
        yield* sawAll(store, follower, { after })
        for (let limit = 1; limit <= expected.length; limit++) {
          assert.deepStrictEqual(ids(yield* inParts(store, after, limit)), ids(follower.seen), `in parts of ${limit}`)
        }
      })
    )
  ),

  needing(
    lateAppend,
    18,
    "whoever follows misses none and sees none twice while commits come in any order",
    Effect.fnUntraced(function*(store, begin) {
      const seed = newSeed()
      const after = yield* startOfCase(store)
      const follower = yield* follow(store, { after })
      const expected: Array<string> = []
      const write = Effect.fnUntraced(function*(writer: number) {
        const { int } = randomOf(seed, writer)
        for (let i = 0; i < 8; i++) {
          if (writer % 2 === 0) {
            const written = events(1 + int(0, 2))
            yield* store.append(newStream(), written, { expectedVersion: 0 })
            expected.push(...ids(written))
          } else {
            const late = yield* begin(newStream())
            for (let wait = int(0, 40); wait > 0; wait--) yield* read(store, newStream())
            const isKept = int(0, 3) > 0
            yield* isKept ? late.commit : late.rollBack
            if (isKept) expected.push(late.id)
          }
        }
      })
      yield* Effect.forEach([0, 1, 2, 3, 4, 5], write, { concurrency: "unbounded", discard: true })
      expected.push(yield* marker(store))
      yield* follower.sees(expected.at(-1)!)
      assert.deepStrictEqual(ids(follower.seen).toSorted(), expected.toSorted(), `seed ${seed}`)
      yield* sawAll(store, follower, { after })
    })
  ),

  needing(
    lateAppend,
    22,
    "an append that is rolled back holds nobody for longer than it lasts, and leaves no gap to wait for",
    Effect.fnUntraced(function*(store, begin) {
      const after = yield* startOfCase(store)
      const follower = yield* follow(store, { after })
      const late: ReadonlyArray<LateAppend> = yield* Effect.forEach([0, 1, 2], () => begin(newStream()))
      const first = yield* marker(store)
      yield* Effect.forEach(late, ({ rollBack }) => rollBack)
      const second = yield* marker(store)
      yield* follower.sees(second)
      assert.deepStrictEqual(ids(follower.seen), [first, second])
    })
  ),

  ...(["same database", "other database"] as const).map((where) =>
    needing(
      idleTransaction,
      23,
      `a foreign transaction in the ${where} that does not end passes nothing over, and stops no writer`,
      Effect.fnUntraced(function*(store, idle) {
        const after = yield* startOfCase(store)
        const follower = yield* follow(store, { after })
        const foreign = yield* Scope.make()
        yield* Scope.provide(idle(where), foreign)
        const streamId = newStream()
        yield* store.append(streamId, events(3), { expectedVersion: 0 })
        const held = yield* marker(store)
        // its own stream shows an event at once
        assert.deepStrictEqual(versions(yield* read(store, streamId)), [1, 2, 3])
        const shown = ids(yield* readAll(store, { after }))
        yield* Scope.close(foreign, Exit.void)
        yield* follower.sees(held)
        yield* sawAll(store, follower, { after })
        assert.lengthOf(follower.seen, 4)
        assert.deepStrictEqual(ids(follower.seen).slice(0, shown.length), shown)
      })
    )
  )
]

/** In which order three late appends are committed, each after appends that came later. */
const orders = [
  { title: "the first one first", commits: [0, 1, 2] },
  { title: "the last one first", commits: [2, 1, 0] },
  { title: "the one between them first", commits: [1, 2, 0] }
] as const

const versions = (of: ReadonlyArray<StoredEvent>) => of.map(({ version }) => version)
