import { jsonDifference } from "#internal/jsonDifference"
import { describe, expect, it } from "vitest"

describe("the difference of two JSON values", () => {
  it("is nothing where only the order of keys differs", () => {
    expect(jsonDifference({ a: 1, b: { c: [1, { d: null }] } }, { b: { c: [1, { d: null }] }, a: 1 })).toBeUndefined()
    expect(jsonDifference([], [])).toBeUndefined()
    expect(jsonDifference(null, null)).toBeUndefined()
  })

  it("is the first place that differs, by a pointer", () => {
    expect(jsonDifference({ a: [1, { "b/c~d": "x" }] }, { a: [1, { "b/c~d": "y" }] })).toEqual({
      pointer: "/a/1/b~1c~0d",
      before: "x",
      after: "y"
    })
    expect(jsonDifference([1, 2], [1])).toEqual({ pointer: "/1", before: 2, after: undefined })
    expect(jsonDifference({}, { a: null })).toEqual({ pointer: "/a", before: undefined, after: null })
  })

  it("is the whole where they are of another kind", () => {
    expect(jsonDifference({ 0: 1 }, [1])).toEqual({ pointer: "", before: { 0: 1 }, after: [1] })
    expect(jsonDifference({ a: {} }, { a: null })).toEqual({ pointer: "/a", before: {}, after: null })
    expect(jsonDifference("1", 1)).toEqual({ pointer: "", before: "1", after: 1 })
  })

  it("knows fields such as __proto__ for what they are", () => {
    const own = JSON.parse(`{"__proto__":{"a":1}}`)
    expect(jsonDifference({}, own)).toEqual({ pointer: "/__proto__", before: undefined, after: { a: 1 } })
    expect(jsonDifference({ toString: 1 }, {})).toEqual({ pointer: "/toString", before: 1, after: undefined })
  })
})
