// Looks into what the old schema says of a value: the alternatives of a union, the fields of an object.
import { literal, property } from "../emit/text.ts"
import type { Catalog, ReferenceShape, Shape, UnionShape } from "../model.ts"
import { declaredIn, findDeclared } from "../walk.ts"
import {
  absent,
  choice,
  type Constant,
  constant,
  type Expression,
  expression,
  type Made,
  made,
  mapEnds,
  type Slot,
  type Test,
  type Value
} from "./slot.ts"

/** What a `$ref` leads to. */
export type ShapeOf = (reference: ReferenceShape) => Shape

/** A catalog holds every type and definition that it refers to. */
export const shapesOf = (catalog: Catalog): ShapeOf => {
  const find = findDeclared(declaredIn(catalog))
  return (reference) => {
    const declared = find(reference)
    if (declared === undefined) throw new Error(`The catalog refers to ${reference.typeName}, and has no such type`)
    return declared.shape
  }
}

/** The same slot with null, and each branch of a union, an end of its own. */
export const open = (slot: Slot, shapeOf: ShapeOf): Slot =>
  mapEnds(slot, (end) => end._tag === "Expression" ? openShape(end, shapeOf) : end)

/** A value's fields, or `undefined` where it has none that a pointer can name. */
export const fieldsOf = (value: Value): Made | undefined => {
  switch (value._tag) {
    case "Made":
      return value
    case "Constant":
      return fieldsOfConstant(value)
    case "Expression":
      return value.shape._tag === "Object"
        ? made(
          value.shape.fields.map(({ name, required, shape }) => [name, field(value, name, required, shape)]),
          value.by
        )
        : undefined
    default:
      return undefined
  }
}

/** `undefined` and null, as tests ask for them. */
export const isUndefined = (subject: string): Test => ({ subject, equals: "undefined" })
const isNull = (subject: string): Test => ({ subject, equals: "null" })

/** What a reference leads to, in the end. */
export const resolve = (shape: Shape, shapeOf: ShapeOf): Exclude<Shape, { _tag: "Reference" }> =>
  shape._tag === "Reference" ? resolve(shapeOf(shape), shapeOf) : shape

/** The constant that tells a branch of a union from the others. */
export const tagOf = (union: UnionShape, branch: Shape, shapeOf: ShapeOf): string => {
  const object = resolve(branch, shapeOf)
  const tag = object._tag === "Object" ? object.fields.find(({ name }) => name === union.tag) : undefined
  const value = tag?.shape._tag === "Literal" ? tag.shape.values[0] : undefined
  return literal(value ?? null)
}

const openShape = (value: Expression, shapeOf: ShapeOf): Slot => {
  const { by, code, shape } = value
  switch (shape._tag) {
    case "Reference":
      return openShape({ ...value, shape: resolve(shape, shapeOf) }, shapeOf)
    case "Nullable":
      return choice(isNull(code), constant(null, by), openShape({ ...value, shape: shape.shape }, shapeOf))
    case "Null":
      return constant(null, by)
    case "Literal": {
      const others = shape.values.filter((literal) => literal !== null)
      if (others.length === shape.values.length) return value
      return others.length === 0
        ? constant(null, by)
        : choice(isNull(code), constant(null, by), { ...value, shape: { ...shape, values: others } })
    }
    case "Union":
      return shape.branches.reduceRight<Slot | undefined>((others, branch) => {
        const chosen = openShape({ ...value, shape: branch }, shapeOf)
        const test = { subject: property(code, shape.tag), equals: tagOf(shape, branch, shapeOf) }
        return others === undefined ? chosen : choice(test, chosen, others)
      }, undefined) ?? value
    default:
      return value
  }
}

const field = (object: Expression, name: string, required: boolean, shape: Shape): Slot => {
  const code = property(object.code, name)
  const there = expression(code, shape, object.by)
  return required ? there : choice(isUndefined(code), absent(object.by), there)
}

const fieldsOfConstant = ({ by, value }: Constant): Made | undefined =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? made(Object.entries(value).map(([name, of]) => [name, constant(of, by)]), by)
    : undefined
