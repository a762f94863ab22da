// Which field is told to be unknown, and what could have stood there.
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as UnknownField from "../../src/internal/unknownField.ts"

const unknownIn = <A>(schema: Schema.Codec<A, any>, value: unknown) =>
  UnknownField.compile(SchemaAST.toEncoded(schema.ast))(value)

const Point = Schema.Struct({ x: Schema.Int, y: Schema.Int })

interface Tree {
  readonly name: string
  readonly children: ReadonlyArray<Tree>
}
const Tree: Schema.Codec<Tree> = Schema.Struct({
  name: Schema.String,
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

describe("an unknown field", () => {
  it("is found in an object, with the names that its schema has", () => {
    assert.isUndefined(unknownIn(Point, { x: 1, y: 2 }))
    assert.deepStrictEqual(unknownIn(Point, { x: 1, z: 2 }), { path: ["z"], known: ["x", "y"] })
  })

  it("is found in lists, pairs and records, with the way to it", () => {
    const deep = Schema.Struct({ list: Schema.Array(Point), pair: Schema.Tuple([Schema.Int, Point]) })
    const path = (value: unknown) => unknownIn(deep, value)?.path
    assert.deepStrictEqual(path({ list: [{ x: 1 }, { z: 1 }] }), ["list", 1, "z"])
    assert.deepStrictEqual(path({ pair: [1, { z: 1 }] }), ["pair", 1, "z"])
    assert.isUndefined(path({ list: [{ x: 1 }], pair: [{ z: 1 }, { x: 1 }] }))
    const rest = Schema.TupleWithRest(Schema.Tuple([Schema.Int]), [Point])
    assert.deepStrictEqual(unknownIn(rest, [{ z: 1 }, { x: 1 }, { z: 1 }])?.path, [2, "z"])
    const record = Schema.Record(Schema.String, Point)
    assert.deepStrictEqual(unknownIn(record, { any: { x: 1 }, other: { z: 1 } })?.path, ["other", "z"])
    assert.isUndefined(unknownIn(Schema.Record(Schema.String, Schema.Int), { any: 1 }))
  })

  it("is found as deep as a schema that contains itself goes", () => {
    const leaf = { name: "b", children: [] }
    assert.isUndefined(unknownIn(Tree, { name: "a", children: [leaf] }))
    assert.deepStrictEqual(
      unknownIn(Tree, { name: "a", children: [leaf, { ...leaf, children: [{ nme: "c" }] }] }),
      { path: ["children", 1, "children", 0, "nme"], known: ["name", "children"] }
    )
  })

  it("is found in a branch that holds its own union, with only the branch behind a reference", () => {
    type Node = { readonly kind: "leaf" } | { readonly kind: "node"; readonly left: Node }
    const Node: Schema.Codec<Node> = Schema.Union([
      Schema.Struct({ kind: Schema.Literal("leaf") }),
      Schema.suspend((): Schema.Codec<Node> => Schema.Struct({ kind: Schema.Literal("node"), left: Node }))
    ])
    const node = (left: object) => ({ kind: "node", left })
    assert.isUndefined(unknownIn(Node, node(node({ kind: "leaf" }))))
    assert.deepStrictEqual(unknownIn(Node, node(node({ kind: "leaf", z: 1 })))?.path, ["left", "left", "z"])
  })

  it("is nothing that is looked for where a value is of another kind: what does not fit is said by the schema", () => {
    for (const value of [null, undefined, 1, "text", [], [{ z: 1 }]]) {
      assert.isUndefined(unknownIn(Point, value))
      assert.isUndefined(unknownIn(Schema.Record(Schema.String, Point), value))
    }
    for (const value of [null, 1, {}, { 0: { z: 1 }, length: 1 }]) {
      assert.isUndefined(unknownIn(Schema.Array(Point), value))
      assert.isUndefined(unknownIn(Schema.Union([Point, Schema.String]), typeof value === "object" ? null : value))
    }
  })
})

describe("an unknown field of a union", () => {
  const figures = Schema.Union([
    Schema.Struct({ kind: Schema.Literal("circle"), radius: Schema.Int }),
    Schema.Struct({ kind: Schema.Literals(["square", "rhombus"]), side: Schema.Int })
  ])

  it("is looked for in the branch that the tag names, also where a tag has several values", () => {
    assert.isUndefined(unknownIn(figures, { kind: "circle", radius: 1 }))
    assert.isUndefined(unknownIn(figures, { kind: "square", side: 1 }))
    assert.isUndefined(unknownIn(figures, { kind: "rhombus", side: 1 }))
    assert.deepStrictEqual(unknownIn(figures, { kind: "circle", side: 1 })?.known, ["kind", "radius"])
    assert.deepStrictEqual(unknownIn(figures, { kind: "rhombus", radius: 1 })?.known, ["kind", "side"])
  })

  it("is none where the tag names no branch, and none where one of several branches knows it", () => {
    assert.isUndefined(unknownIn(figures, { kind: "line", z: 1 }))
    const untagged = Schema.Union([Point, Schema.Struct({ z: Schema.Int })])
    assert.isUndefined(unknownIn(untagged, { x: 1 }))
    assert.isUndefined(unknownIn(untagged, { z: 1 }))
    assert.deepStrictEqual(unknownIn(untagged, { w: 1 })?.path, ["w"])
  })

  it("is not told by a tag that may be absent, nor by a field that admits more than literals", () => {
    const loose = Schema.Union([
      Schema.Struct({ kind: Schema.optionalKey(Schema.Literal("a")), a: Schema.Int }),
      Schema.Struct({ kind: Schema.Union([Schema.Literal("b"), Schema.Int]), b: Schema.Int })
    ])
    assert.isUndefined(unknownIn(loose, { kind: "b", b: 1 }))
    assert.isUndefined(unknownIn(loose, { a: 1 }))
    assert.isUndefined(unknownIn(loose, { kind: 5, b: 1 }))
  })

  it("is looked for in branches that are lists, and that stand behind a reference", () => {
    const branches = Schema.Union([
      Schema.Array(Point),
      Schema.suspend(() => Schema.Struct({ kind: Schema.Literal("one"), point: Point }))
    ])
    assert.deepStrictEqual(unknownIn(branches, [{ z: 1 }])?.path, [0, "z"])
    assert.deepStrictEqual(unknownIn(branches, { kind: "one", point: { z: 1 } })?.path, ["point", "z"])
    assert.isUndefined(unknownIn(branches, { kind: "two", z: 1 }))
  })

  it("is looked for beside a union within the union too", () => {
    const nested = Schema.Union([figures, Schema.Struct({ kind: Schema.Literal("point"), at: Point })])
    assert.isUndefined(unknownIn(nested, { kind: "rhombus", side: 1 }))
    assert.deepStrictEqual(unknownIn(nested, { kind: "rhombus", z: 1 })?.path, ["z"])
    assert.deepStrictEqual(unknownIn(nested, { kind: "point", at: { x: 1 }, z: 1 })?.path, ["z"])
  })
})
