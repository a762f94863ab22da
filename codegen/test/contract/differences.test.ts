// Every kind of difference between two schemas: its words, and that it does to the values what it says it does.
import { misfit } from "@deciduous/codegen/check/fits"
import { type Difference, differences } from "@deciduous/codegen/contract/compare"
import type { Json, NumberShape, Shape } from "@deciduous/codegen/model"
import { edgesOf } from "@deciduous/codegen/sample/edges"
import { assert, describe, it } from "vitest"
import * as S from "../support/shapes.ts"

const between = (before: Shape, after: Shape): ReadonlyArray<Difference> =>
  differences({ shape: before, find: () => undefined }, { shape: after, find: () => undefined })

const { array, boolean, decimal, format, integer, nullable, number, object, oneOf, text, union } = S

const tuple = (...items: ReadonlyArray<Shape>): Shape => ({
  _tag: "Tuple",
  items,
  description: undefined,
  place: S.nowhere
})
const record = (values: Shape): Shape => ({ _tag: "Record", values, description: undefined, place: S.nowhere })
const nothing: Shape = { _tag: "Null", description: undefined, place: S.nowhere }
const unique = (shape: Shape): Shape => shape._tag === "Array" ? { ...shape, uniqueItems: true } : shape
const circle = object({ kind: oneOf("circle"), radius: integer() })
const square = object({ kind: oneOf("square"), side: integer() })

/** Said forwards; backwards the words are turned around and the effect is the opposite. */
const pairs: ReadonlyArray<readonly [before: Shape, after: Shape, effect: Difference["effect"], said: string]> = [
  [text(), text({ minLength: 1 }), "narrows", "no minLength -> minLength 1"],
  [text({ minLength: 1 }), text({ minLength: 3 }), "narrows", "minLength 1 -> 3"],
  [text(), text({ maxLength: 5 }), "narrows", "no maxLength -> maxLength 5"],
  [text({ maxLength: 5 }), text({ maxLength: 3 }), "narrows", "maxLength 5 -> 3"],
  [text(), text({ pattern: "^a*$" }), "narrows", "pattern none -> ^a*$"],
  [text(), format("uuid"), "narrows", "format none -> uuid"],
  [text({ anyText: true }), text(), "narrows", "x-jsonb any taken away"],
  [format("uuid"), format("date"), "both", "format uuid -> date"],
  [decimal(5, 2), decimal(4, 2), "narrows", "x-decimal 5, 2 -> 4, 2"],
  [decimal(5, 2), decimal(4, 1), "narrows", "x-decimal 5, 2 -> 4, 1"],
  [decimal(5, 2), decimal(5, 1), "both", "x-decimal 5, 2 -> 5, 1"],
  [decimal(5, 2), decimal(5, 3), "both", "x-decimal 5, 2 -> 5, 3"],
  [number(), integer(), "narrows", "number -> integer"],
  [number(), number({ minimum: 1 }), "narrows", "no minimum -> minimum 1"],
  [number({ maximum: 3 }), number({ maximum: 2 }), "narrows", "maximum 3 -> 2"],
  [number({ minimum: 1 }), number({ exclusiveMinimum: 1 }), "narrows", "minimum 1 -> exclusiveMinimum 1"],
  [number({ maximum: 1 }), number({ exclusiveMaximum: 1 }), "narrows", "maximum 1 -> exclusiveMaximum 1"],
  [number({ exclusiveMinimum: 1 }), number({ minimum: 2 }), "narrows", "exclusiveMinimum 1 -> minimum 2"],
  [integer({ minimum: 1 }), integer({ exclusiveMinimum: 1 }), "narrows", "minimum 1 -> 2"],
  [integer({ maximum: 4 }), integer({ exclusiveMaximum: 4 }), "narrows", "maximum 4 -> 3"],
  [integer(), integer({ multipleOf: 3 }), "narrows", "multipleOf none -> 3"],
  [integer({ multipleOf: 3 }), integer({ multipleOf: 6 }), "narrows", "multipleOf 3 -> 6"],
  [integer({ multipleOf: 4 }), integer({ multipleOf: 6 }), "both", "multipleOf 4 -> 6"],
  [oneOf("a", "b"), oneOf("a"), "narrows", `no longer "b"`],
  [oneOf("a", "b"), oneOf("b"), "narrows", `no longer "a"`],
  [text(), oneOf("a", "b"), "narrows", "any text -> a list of values"],
  [number(), oneOf(1, 2), "narrows", "any number -> a list of values"],
  [boolean, oneOf(true), "narrows", "no longer false"],
  [oneOf(1, 2), oneOf("a"), "both", "one of 1, 2 -> \"a\""],
  [text(), integer(), "both", "text -> an integer"],
  [nullable(text()), text(), "narrows", "may no longer be null"],
  [oneOf("a", null), oneOf("a"), "narrows", "may no longer be null"],
  [nothing, text(), "both", "null -> text"],
  [array(text()), array(text(), { minItems: 1 }), "narrows", "minItems none -> 1"],
  [array(text(), { minItems: 1 }), array(text(), { minItems: 2 }), "narrows", "minItems 1 -> 2"],
  [array(text()), array(text(), { maxItems: 1 }), "narrows", "maxItems none -> 1"],
  [array(text(), { maxItems: 3 }), array(text(), { maxItems: 2 }), "narrows", "maxItems 3 -> 2"],
  [array(text()), unique(array(text())), "narrows", "uniqueItems false -> true"],
  [tuple(text()), tuple(text(), text()), "both", "an array of exactly 1 -> an array of exactly 2"],
  [array(text()), object({}), "both", "an array -> an object"]
]

const opposite = { narrows: "widens", widens: "narrows", both: "both", none: "none" } as const

const fits = (value: Json, shape: Shape): boolean => misfit(value, shape, S.noTypes) === undefined

/** Whether some value of one shape is none of the other: an edge, or one of some that are no edges. */
const hasMore = (of: Shape, other: Shape): boolean =>
  [...edgesOf(of, S.noTypes), "a\0", 1.5, 3].some((value) => fits(value, of) && !fits(value, other))

const heldAgainstValues = (before: Shape, after: Shape, { effect }: Difference): void => {
  assert.equal(hasMore(before, after), effect === "narrows" || effect === "both", "some value before is none any more")
  assert.equal(hasMore(after, before), effect === "widens" || effect === "both", "some value is new")
}

describe("a difference", () => {
  for (const [before, after, effect, said] of pairs) {
    it(`${said}: ${effect}`, () => {
      const [forwards, ...more] = between(before, after)
      assert.deepEqual([forwards?.text, forwards?.effect, more], [said, effect, []])
      heldAgainstValues(before, after, forwards!)
      const [backwards, ...others] = between(after, before)
      assert.deepEqual([backwards?.effect, others], [opposite[effect], []])
      heldAgainstValues(after, before, backwards!)
    })
  }

  it("of parts is said where it is: in fields, items, values and branches", () => {
    const [one, other] = [text(), text({ minLength: 1 })]
    const wholes: ReadonlyArray<readonly [pointer: string, around: (part: Shape) => Shape]> = [
      ["/a", (part) => object({ a: part })],
      ["/*", array],
      ["/1", (part) => tuple(integer(), part)],
      ["/*", record],
      ["/a/*/0", (part) => object({ a: array(tuple(part)) })],
      ["/a", (part) => union("kind", circle, object({ kind: oneOf("other"), a: part }))]
    ]
    for (const [pointer, around] of wholes) {
      assert.deepEqual(
        between(around(one), around(other)).map((found) => [found.pointer, found.text, found.effect]),
        [[pointer, "no minLength -> minLength 1", "narrows"]]
      )
      assert.deepEqual(between(around(one), around(one)), [])
    }
  })

  it("of fields is one for each that is gone, has come, or is required now or no longer", () => {
    const said = (before: Shape, after: Shape) =>
      between(before, after).map(({ effect, kind, pointer, required, text }) => [kind, pointer, text, effect, required])
    assert.deepEqual(
      said(
        object({ a: text(), "b?": text(), c: text(), "d?": text() }),
        object({ "a?": text(), b: text(), e: text(), "f?": text() })
      ),
      [
        ["Requirement", "/a", "required -> optional", "widens", undefined],
        ["Requirement", "/b", "optional -> required", "narrows", undefined],
        ["FieldRemoved", "/c", "text (required) -> nothing", "both", true],
        ["FieldRemoved", "/d", "text (optional) -> nothing", "both", false],
        ["FieldAdded", "/e", "nothing -> text (required)", "both", true],
        ["FieldAdded", "/f", "nothing -> text (optional)", "both", false]
      ]
    )
  })

  it("of branches is one for each that is gone or has come, also where an object becomes a union", () => {
    const said = (before: Shape, after: Shape) =>
      between(before, after).map(({ effect, kind, text }) => [kind, text, effect])
    const both = union("kind", circle, square)
    assert.deepEqual(said(both, union("kind", square, circle)), [])
    assert.deepEqual(said(both, circle), [["BranchRemoved", `no longer kind "square"`, "narrows"]])
    assert.deepEqual(said(square, both), [["BranchAdded", `also kind "circle"`, "widens"]])
    assert.deepEqual(said(object({ side: integer() }), both).map(([kind]) => kind), ["Type"])
    assert.deepEqual(said(both, array(text())).map(([kind]) => kind), ["Type"])
  })

  it("of bounds that say the same otherwise is none", () => {
    const same: ReadonlyArray<readonly [Partial<NumberShape>, Partial<NumberShape>]> = [
      [{ minimum: 1 }, { exclusiveMinimum: 0 }],
      [{ minimum: 0.5 }, { minimum: 1 }],
      [{ exclusiveMinimum: 0.5 }, { minimum: 1 }],
      [{ minimum: 1, exclusiveMinimum: -5 }, { minimum: 1 }],
      [{ maximum: 3 }, { exclusiveMaximum: 4 }],
      [{ maximum: 3.5 }, { maximum: 3 }],
      [{ exclusiveMaximum: 3.5 }, { maximum: 3 }],
      [{ maximum: 3, exclusiveMaximum: 9 }, { maximum: 3 }],
      [{ multipleOf: 1 }, {}],
      [{ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, {}]
    ]
    for (const [one, other] of same) {
      assert.deepEqual(between(integer(one), integer(other)), [], JSON.stringify([one, other]))
    }
    assert.deepEqual(between(number({ minimum: 1, exclusiveMinimum: 1 }), number({ exclusiveMinimum: 1 })), [])
    assert.deepEqual(between(number({ minimum: 2, exclusiveMinimum: 1 }), number({ minimum: 2 })), [])
    assert.deepEqual(between(number({ maximum: 1, exclusiveMaximum: 1 }), number({ exclusiveMaximum: 1 })), [])
    assert.deepEqual(between(number({ maximum: 1, exclusiveMaximum: 2 }), number({ maximum: 1 })), [])
    assert.deepEqual(between(text({ minLength: 0 }), text()), [])
    assert.deepEqual(between(array(text(), { minItems: 0 }), array(text())), [])
    assert.deepEqual(between(boolean, oneOf(true, false)), [])
    assert.deepEqual(between(nullable(oneOf("a")), oneOf("a", null)), [])
    assert.deepEqual(between(nothing, oneOf(null)), [])
  })

  it("of marks changes no value: who is meant, and what it is called in code", () => {
    const said = (before: Shape, after: Shape) =>
      between(before, after).map(({ effect, kind, text }) => [kind, text, effect])
    const personal = (...pointer: ReadonlyArray<string>) => text({ personal: pointer })
    assert.deepEqual(said(text(), personal("id")), [["Personal", "x-personal /id added", "none"]])
    assert.deepEqual(said(personal("id"), text()), [["Personal", "x-personal /id taken away", "none"]])
    assert.deepEqual(said(personal("id"), personal("owner", "id")), [[
      "Personal",
      "x-personal /id -> /owner/id",
      "none"
    ]])
    assert.deepEqual(said(text(), text({ brand: "Name" })), [["Brand", "x-brand none -> Name", "none"]])
    assert.deepEqual(said(integer({ brand: "Age" }), integer({ brand: "Years" })), [[
      "Brand",
      "x-brand Age -> Years",
      "none"
    ]])
    assert.deepEqual(said(text({ brand: "Name" }), text({ brand: "Name" })), [])
  })
})
