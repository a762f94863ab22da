// Rules about writing documents and getting them by key.
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Rule } from "../event-store/Case.ts"
import { document, type Needs, newModel, rule } from "./documents.ts"

export const writing: ReadonlyArray<Rule<Needs>> = [
  rule(
    57,
    "documents are given in the order of the keys that are asked for, none where there is none, and none of another model",
    Effect.fnUntraced(function*(store) {
      const [{ model, name }, other] = [yield* newModel(), yield* newModel()]
      yield* store.write(model, [document("a"), document("b"), document("c")])
      yield* store.write(other.model, [document("d")])
      const expected = [`"c"`, undefined, `"a"`, undefined, `"c"`]
      for (const get of [store.get, store.getForChange]) {
        assert.deepStrictEqual(yield* get(model, ["c", "x", "a", "d", "c"]), expected)
        assert.deepStrictEqual(yield* get(model, []), [])
      }
      assert.deepStrictEqual(yield* store.read(name, ["c", "x", "a", "d", "c"]), expected)
      assert.deepStrictEqual(yield* store.get(`${name}@2`, ["a"]), [undefined])
    })
  ),

  rule(
    52,
    "what is written again takes the place of what was there, with its indexes; what is written as nothing is gone",
    Effect.fnUntraced(function*(store) {
      const { model, name } = yield* newModel()
      yield* store.write(model, [document("a", ["1"]), document("b", ["2"]), document("c", ["3"])])
      yield* store.write(model, [document("a", ["4"], `"new"`), { key: "b", json: undefined, indexes: [] }])
      // nothing to delete, and nothing to write
      yield* store.write(model, [{ key: "x", json: undefined, indexes: [] }])
      yield* store.write(model, [])
      assert.deepStrictEqual(yield* store.get(model, ["a", "b", "c", "x"]), [`"new"`, undefined, `"c"`, undefined])
      const found = yield* store.find(name, { index: { number: 0 }, limit: 10 })
      assert.deepStrictEqual(found.map(({ key, value }) => [key, value]), [["c", "3"], ["a", "4"]])
    })
  ),

  rule(
    73,
    "JSON comes back as it was written, and keys are compared letter by letter",
    Effect.fnUntraced(function*(store) {
      const { model, name } = yield* newModel()
      const json = `{"b":1.10,"a":[12345678901234567890,"\\u0000",null],"b ":"é"}`
      const keys = ["", "Z", "a", "a ", "a/b", "é", "e\u0301", "'; --"]
      yield* store.write(model, keys.map((key) => document(key, [], json)))
      assert.deepStrictEqual(yield* store.get(model, keys), keys.map(() => json))
      assert.deepStrictEqual((yield* store.find(name, { limit: 10 })).map(({ key }) => key), keys.toSorted())
    })
  ),

  rule(
    49,
    "a model is dropped in parts, and no other loses anything",
    Effect.fnUntraced(function*(store) {
      const [{ model, name }, other] = [yield* newModel(), yield* newModel()]
      const keys = ["a", "b", "c", "d", "e"]
      for (const one of [model, other.model]) yield* store.write(one, keys.map((key) => document(key)))
      assert.strictEqual(yield* store.drop(model, 3), 3)
      assert.lengthOf(yield* store.find(name, { limit: 10 }), 2)
      assert.strictEqual(yield* store.drop(model, 3), 2)
      assert.strictEqual(yield* store.drop(model, 3), 0)
      assert.deepStrictEqual(yield* store.find(name, { limit: 10 }), [])
      assert.lengthOf(yield* store.find(other.name, { limit: 10 }), 5)
    })
  )
]
