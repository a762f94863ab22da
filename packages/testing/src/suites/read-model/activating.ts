// Rules about versions: what is read is the active one, whichever that is.
import { ProjectionStore, ReadModelStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { refusal, type Rule } from "../event-store/Case.ts"
import { document, type Needs, newModel, rule } from "./documents.ts"

export const activating: ReadonlyArray<Rule<Needs>> = [
  rule(
    50,
    "documents of a version that is not active are read by nobody, and those of the active one under the projection's name",
    Effect.fnUntraced(function*(store) {
      const versions = yield* ProjectionStore.ProjectionStore
      const { model, name } = yield* newModel({ isRead: false })
      yield* store.write(model, [document("a", [], `"first"`)])
      const asked = [store.read(name, ["a"]), store.read(name, []), store.find(name, { limit: 1 })]
      for (const one of asked) {
        const error = yield* refusal<unknown, unknown, never>(one)
        assert.instanceOf(error, ReadModelStore.NotBuilt)
        assert.strictEqual(error.projection, name)
      }
      yield* versions.activate(name, 1)
      assert.deepStrictEqual(yield* store.read(name, ["a"]), [`"first"`])
      yield* versions.register({ name, version: 2, fingerprint: "" })
      yield* store.write(`${name}@2`, [document("a", [], `"second"`)])
      assert.deepStrictEqual(yield* store.read(name, ["a"]), [`"first"`])
      yield* versions.activate(name, 2)
      assert.deepStrictEqual(yield* store.read(name, ["a"]), [`"second"`])
      assert.deepStrictEqual((yield* store.find(name, { limit: 2 })).map(({ json }) => json), [`"second"`])
      yield* versions.deactivate(name, 2)
      assert.strictEqual((yield* refusal(store.read(name, ["a"])))._tag, "NotBuilt")
    })
  )
]
