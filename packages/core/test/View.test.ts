import { View } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"

const text: View.View<string, string> = { initialState: "", evolve: (state, event) => state + event }
const count: View.View<number, string> = { initialState: 0, evolve: (n) => n + 1 }

describe("View.fold", () => {
  it("folds events in their order, from the initial state or from another", () => {
    assert.strictEqual(View.fold(text, ["a", "b", "c"]), "abc")
    assert.strictEqual(View.fold(text, ["c"], "ab"), "abc")
    assert.strictEqual(View.fold(text, []), "")
  })

  it("begins anew where the state is undefined, as after a document was deleted", () => {
    const last: View.View<string | undefined, string> = { initialState: "none", evolve: (_, event) => event }
    assert.strictEqual(View.fold(last, [], undefined), "none")
  })

  it("folds what a generator yields", () => {
    assert.strictEqual(
      View.fold(
        text,
        (function*() {
          yield "a"
          yield "b"
        })()
      ),
      "ab"
    )
  })

  it("gives the same for a history in two halves as for the whole", () => {
    fc.assert(fc.property(fc.array(fc.string()), fc.array(fc.string()), (before, after) => {
      assert.strictEqual(View.fold(text, after, View.fold(text, before)), View.fold(text, [...before, ...after]))
    }))
  })
})

describe("View.combine", () => {
  it("lets each view see every event", () => {
    assert.deepStrictEqual(View.fold(View.combine({ text, count }), ["a", "b"]), { text: "ab", count: 2 })
  })

  it("begins where the views begin", () => {
    assert.deepStrictEqual(View.combine({ text, count }).initialState, { text: "", count: 0 })
    assert.deepStrictEqual(View.combine({}).initialState, {})
  })

  it("takes any name, also those that every object has", () => {
    const views = { ["__proto__"]: text, constructor: count, toString: count }
    const state = View.fold(View.combine<string, typeof views>(views), ["a"])
    assert.deepStrictEqual(Object.entries(state), [["__proto__", "a"], ["constructor", 1], ["toString", 1]])
    assert.strictEqual(Object.getPrototypeOf(state), Object.prototype)
  })
})
