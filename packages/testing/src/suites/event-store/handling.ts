// Rules about commands: what an aggregate does with a store, together with whatever else writes to it.
import { Decider, StreamId } from "@deciduous/core"
import { Aggregate } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, category, event, newStream, racers, read, rule, type Store } from "./Case.ts"
import { type Counted, Counter, over } from "./counter.ts"

export const handling: ReadonlyArray<Case> = [
  rule(
    4,
    `of ${racers} commands to one stream at the same time all are handled, one after the other`,
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const handled = yield* over(
        store,
        Effect.forEach(Array.from({ length: racers }), () => Aggregate.handle(Counter, id, 1), {
          concurrency: "unbounded"
        })
      )
      const sums = handled.map(({ state }) => state).toSorted((one, other) => one - other)
      assert.deepStrictEqual(sums, Array.from({ length: racers }, (_, i) => i + 1))
      assert.isTrue(handled.every(({ state, version }) => state === version))
    })
  ),

  rule(
    10,
    "a command that comes again is not decided again, and has the result of the first time",
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const { decided, transact } = deciding(store, id)
      const commandId = crypto.randomUUID()
      yield* over(store, Aggregate.handle(Counter, id, 1))
      const first = yield* transact([2, 3], commandId)
      yield* over(store, Aggregate.handle(Counter, id, 4))
      assert.deepStrictEqual(yield* transact([7], commandId), first)
      assert.deepStrictEqual(decided, [[2, 3]])
      assert.deepStrictEqual([first.state, first.version, first.events.length], [6, 3, 2])
      // what was decided to nothing has left no trace, and is decided again
      const other = crypto.randomUUID()
      yield* transact([], other)
      yield* transact([5], other)
      assert.deepStrictEqual(decided, [[2, 3], [], [5]])
      assert.strictEqual((yield* over(store, Aggregate.load(Counter, id))).state, 15)
    })
  ),

  rule(
    10,
    `of one command that comes ${racers} times at the same time, all have one result`,
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const { transact } = deciding(store, id)
      const commandId = crypto.randomUUID()
      const results = yield* Effect.forEach(Array.from({ length: racers }), () => transact([1, 1], commandId), {
        concurrency: "unbounded"
      })
      for (const result of results) assert.deepStrictEqual(result, results[0])
      assert.lengthOf(yield* read(store, StreamId.make(category, id)), 2)
    })
  ),

  rule(
    106,
    "a state that is kept is never decided on where somebody else has written",
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const streamId = StreamId.make(category, id)
      let sum = 0
      for (let version = 0; version < 12; version += 2) {
        const { state } = yield* over(store, Aggregate.handle(Counter, id, 1))
        assert.strictEqual(state, sum + 1)
        yield* store.append(streamId, [event({ by: 10 }, { type: "Counted", schemaVersion: 2 })], {
          expectedVersion: version + 1
        })
        sum += 11
        assert.strictEqual((yield* over(store, Aggregate.load(Counter, id))).state, sum)
      }
    })
  )
]

/** Transacts on one counter, and keeps what was decided. */
const deciding = (store: Store, id: string) => {
  const decided: Array<ReadonlyArray<number>> = []
  const transact = (amounts: ReadonlyArray<number>, commandId: string) =>
    over(
      store,
      Aggregate.transact(Counter, id, () => {
        decided.push(amounts)
        return Decider.accept<Counted>(...amounts.map((by): Counted => ({ _tag: "Counted", by })))
      }, { commandId })
    )
  return { decided, transact }
}
