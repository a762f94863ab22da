// Rules about finding documents: by key, by an indexed field, and page by page.
import type { ReadModelStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Rule } from "../event-store/Case.ts"
import { document, type Documents, type Needs, newModel, rule } from "./documents.ts"

/** Documents with two indexed fields: some share a value, and one has none. */
const some = [
  document("a", ["5", "x"]),
  document("b", ["3", "y"]),
  document("c", ["9", "x"]),
  document("d", ["1", "y"]),
  document("e", ["3", "x"]),
  document("f", [undefined, "x"])
]

const keysOf = (store: Documents, name: string, range: Partial<ReadModelStore.DocumentRange> = {}) =>
  Effect.map(store.find(name, { limit: 10, ...range }), (found) => found.map(({ key }) => key).join(""))

export const finding: ReadonlyArray<Rule<Needs>> = [
  rule(
    57,
    "documents are found by the values of an index and then by key, between two values, both included",
    Effect.fnUntraced(function*(store) {
      const { model, name } = yield* newModel()
      yield* store.write(model, some.toReversed())
      assert.strictEqual(yield* keysOf(store, name), "abcdef")
      assert.strictEqual(yield* keysOf(store, name, { index: { number: 0 } }), "dbeac")
      assert.strictEqual(yield* keysOf(store, name, { index: { number: 1 } }), "acefbd")
      assert.strictEqual(yield* keysOf(store, name, { index: { number: 0, from: "3" } }), "beac")
      assert.strictEqual(yield* keysOf(store, name, { index: { number: 0, to: "3" } }), "dbe")
      assert.strictEqual(yield* keysOf(store, name, { index: { number: 0, from: "3", to: "3" } }), "be")
      assert.strictEqual(yield* keysOf(store, name, { index: { number: 0, from: "6", to: "4" } }), "")
      const [first] = yield* store.find(name, { index: { number: 0 }, limit: 1 })
      assert.deepStrictEqual({ ...first }, { key: "d", json: `"d"`, value: "1" })
    })
  ),

  rule(
    57,
    "pages of any size follow each other without a gap, also within one value",
    Effect.fnUntraced(function*(store) {
      const { model, name } = yield* newModel()
      yield* store.write(model, some)
      for (const index of [undefined, { number: 0 }, { number: 1 }, { number: 1, from: "x", to: "x" }]) {
        const by = index === undefined ? {} : { index }
        const whole = yield* keysOf(store, name, by)
        for (const limit of [1, 2, 3, 6]) {
          let keys = ""
          let after: ReadModelStore.DocumentRange["after"]
          while (true) {
            const page = yield* store.find(name, { ...by, limit, ...(after !== undefined && { after }) })
            assert.isAtMost(page.length, limit)
            const last = page.at(-1)
            if (last === undefined) break
            keys += page.map(({ key }) => key).join("")
            after = { key: last.key, ...(last.value !== undefined && { value: last.value }) }
          }
          assert.strictEqual(keys, whole, `in pages of ${limit}`)
        }
      }
    })
  )
]
