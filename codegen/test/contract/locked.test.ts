// What stands in a lock and is no contract, as after an edit by hand, is said to be none; and contracts have one spelling.
import { canonicalText } from "@deciduous/codegen/contract/canonical"
import { contractOf } from "@deciduous/codegen/contract/contract"
import { shapeOfContract } from "@deciduous/codegen/contract/locked"
import type { Json } from "@deciduous/codegen/model"
import { assert, describe, it } from "vitest"
import { integer, nowhere, object, oneOf, text, union } from "../support/shapes.ts"

const read = (field: Json) =>
  shapeOfContract({ type: "object", properties: { field }, required: ["field"] }, { key: "Locked", place: nowhere })

describe("a contract in the lock", () => {
  it("is read as the shape that it is of", () => {
    assert.deepInclude(read({ type: "string", minLength: 1 })?.shape, { _tag: "Object" })
    assert.isDefined(read({ enum: ["a", 1, true, null] }))
    assert.isDefined(read({ type: "string", format: "decimal", "x-decimal": { precision: 5, scale: 2 } }))
  })

  it.each<readonly [string, Json]>([
    ["null", null],
    ["a text", "string"],
    ["a list", []],
    ["of no type", {}],
    ["of another type", { type: "strange" }],
    ["values that are no list", { enum: "a" }],
    ["values that are objects", { enum: [{}] }],
    ["values that are lists", { enum: [[]] }],
    ["branches that are no list", { oneOf: {} }],
    ["branches without a tag", { oneOf: [{ type: "object", properties: {} }, { type: "object", properties: {} }] }],
    ["a bound that is a text", { type: "string", minLength: "1" }],
    ["digits that are no object", { type: "string", "x-decimal": 5 }],
    ["digits that are texts", { type: "string", "x-decimal": { precision: "5", scale: 2 } }],
    ["a mark that is no pointer", { type: "string", "x-personal": 1 }],
    ["items that are none", { type: "array", items: "string" }]
  ])("is none with a field that is %s", (_, field) => {
    assert.isUndefined(read(field))
  })

  it("is the same in whatever order branches and fields are written", () => {
    const one = object({ kind: oneOf("one"), a: text(), b: integer() })
    const turned = object({ b: integer(), a: text(), kind: oneOf("one") })
    const other = object({ kind: oneOf("other") })
    const written = (shape: Parameters<typeof contractOf>[0]) => canonicalText(contractOf(shape, () => undefined))
    assert.equal(written(one), written(turned))
    assert.equal(written(union("kind", one, other)), written(union("kind", other, turned)))
  })
})
