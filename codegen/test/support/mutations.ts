// One change to a schema, as people make them between two versions: to see that the checks find what it breaks.
import type { ArrayShape, Field, ObjectShape, Shape } from "@deciduous/codegen/model"
import fc from "fast-check"
import { boolean, format, integer, nowhere, oneOf, text } from "./shapes.ts"

/** A schema that differs from `root` in one place; which one, and how, the numbers choose. */
export const mutated = (root: ObjectShape): fc.Arbitrary<ObjectShape> =>
  fc.tuple(fc.nat(1000), fc.nat(1000)).map(([place, change]) => {
    const places = count(root)
    let left = place % places
    const walk = (shape: Shape): Shape => left-- === 0 ? changed(shape, change) : inside(shape, walk)
    const result = walk(root)
    return result._tag === "Object" ? result : root
  })

const inside = (shape: Shape, f: (shape: Shape) => Shape): Shape => {
  switch (shape._tag) {
    case "Object":
      return { ...shape, fields: shape.fields.map((field) => ({ ...field, shape: f(field.shape) })) }
    case "Array":
      return { ...shape, items: f(shape.items) }
    case "Nullable":
      return { ...shape, shape: f(shape.shape) }
    case "Union":
      // the constants that tell branches apart stay as they are
      return {
        ...shape,
        branches: shape.branches.map((branch): Shape =>
          branch._tag !== "Object" ? branch : {
            ...branch,
            fields: branch.fields.map((field) => field.name === shape.tag ? field : { ...field, shape: f(field.shape) })
          }
        )
      }
    default:
      return shape
  }
}

const count = (shape: Shape): number => {
  let places = 0
  const walk = (of: Shape): Shape => {
    places++
    return inside(of, walk)
  }
  walk(shape)
  return places
}

const changed = (shape: Shape, choice: number): Shape => {
  const changes = changesOf(shape)
  return changes[choice % changes.length] ?? shape
}

const changesOf = (shape: Shape): ReadonlyArray<Shape> => {
  switch (shape._tag) {
    case "Object":
      return [
        { ...shape, fields: [...shape.fields, field("extra", text())] },
        { ...shape, fields: [...shape.fields, { ...field("extra", text()), required: false }] },
        ...shape.fields.flatMap((_, index): ReadonlyArray<Shape> => [
          { ...shape, fields: shape.fields.filter((_, other) => other !== index) },
          { ...shape, fields: shape.fields.map((of, other) => other === index ? { ...of, required: true } : of) },
          { ...shape, fields: shape.fields.map((of, other) => other === index ? { ...of, required: false } : of) }
        ])
      ]
    case "Array":
      return [
        ...[0, 1, 2].flatMap((
          of
        ): ReadonlyArray<ArrayShape> => [{ ...shape, minItems: of }, { ...shape, maxItems: of }]),
        text()
      ]
    case "Nullable":
      return [shape.shape]
    case "Union":
      return [{ ...shape, branches: shape.branches.slice(1) }, shape.branches[0]!, boolean]
    case "String":
      return [
        text({ maxLength: 2 }),
        text({ maxLength: 40 }),
        text({ minLength: 1 }),
        text({ pattern: "^[a-z]$" }),
        text(),
        format("date"),
        oneOf("x", "y"),
        integer()
      ]
    case "Number":
      return [
        integer(),
        { ...shape, minimum: 0 },
        { ...shape, maximum: 100 },
        { ...shape, exclusiveMinimum: 0 },
        text(),
        oneOf(1, 2)
      ]
    case "Literal":
      return [
        { ...shape, values: shape.values.slice(1) },
        { ...shape, values: [...shape.values, "new"] },
        text(),
        integer()
      ].filter((of) => of._tag !== "Literal" || of.values.length > 0)
    case "Boolean":
      return [oneOf(true), oneOf(true, false), text()]
    default:
      return [text()]
  }
}

const field = (name: string, shape: Shape): Field => ({
  name,
  required: true,
  deprecated: false,
  shape,
  place: nowhere
})
