// The tables that stores in memory share: rows in order, and transactions of which nobody sees a part.
import { MemoryTables } from "@deciduous/runtime"
import { assert, describe, layer } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

describe("MemoryTables", () => {
  layer(MemoryTables.layer)((it) => {
    it.effect("gives rows by rising key, however they came, those of the transaction among them", () =>
      Effect.gen(function*() {
        const tables = yield* MemoryTables.MemoryTables
        for (const key of ["c", "a", "d"]) yield* tables.put("letters", key, key)
        const within = tables.transaction(Effect.gen(function*() {
          yield* tables.put("letters", "b", "b")
          yield* tables.put("letters", "d", undefined)
          assert.isUndefined(yield* tables.get("letters", "d"))
          return yield* tables.rows("letters")
        }))
        assert.deepStrictEqual(yield* within, [["a", "a"], ["b", "b"], ["c", "c"]])
        assert.deepStrictEqual(yield* tables.rows("letters"), [["a", "a"], ["b", "b"], ["c", "c"]])
        assert.deepStrictEqual(yield* tables.rows("nothing"), [])
      }))

    it.effect("shows nobody what a transaction has not committed, and nothing of one that fails", () =>
      Effect.gen(function*() {
        const tables = yield* MemoryTables.MemoryTables
        yield* tables.put("counts", "a", 1)
        const [written, go] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        const transaction = yield* Effect.forkChild(tables.transaction(Effect.gen(function*() {
          yield* tables.transaction(tables.put("counts", "a", 2))
          yield* Deferred.succeed(written, undefined)
          yield* Deferred.await(go)
        })))
        yield* Deferred.await(written)
        assert.strictEqual(yield* tables.get("counts", "a"), 1)
        yield* Deferred.succeed(go, undefined)
        yield* Fiber.join(transaction)
        assert.strictEqual(yield* tables.get("counts", "a"), 2)

        const failing = tables.transaction(Effect.andThen(tables.put("counts", "a", 3), Effect.fail("no")))
        assert.strictEqual(yield* Effect.flip(failing), "no")
        assert.strictEqual(yield* tables.get("counts", "a"), 2)
      }))
  })
})
