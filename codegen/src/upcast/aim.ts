// Makes a slot ready for the place in which it ends, which only the next version knows: decimals are rounded to its
// scale, and an object that is to be one of a union is told apart by its tag. Read by the emitter and by `fit`.
import { literal } from "../emit/text.ts"
import type { Shape, UnionShape } from "../model.ts"
import { open, resolve, type ShapeOf, tagOf } from "./open.ts"
import { choice, type Expression, expression, type Made, mapEnds, type Slot } from "./slot.ts"

export const aim = (slot: Slot, to: Shape | undefined, shapeOf: ShapeOf): Slot => {
  const shape = to && notNull(to, shapeOf)
  if (shape === undefined) return slot
  const field = (object: Shape | undefined, name: string): Shape | undefined =>
    object?._tag === "Object"
      ? object.fields.find((of) => of.name === name)?.shape
      : object?._tag === "Record"
      ? object.values
      : undefined
  const item = (index: number): Shape | undefined =>
    shape._tag === "Array" ? shape.items : shape._tag === "Tuple" ? shape.items[index] : undefined

  const aimed = (object: Made, into: Shape | undefined): Made => ({
    ...object,
    fields: new Map([...object.fields].map(([name, of]) => [name, aim(of, field(into, name), shapeOf)]))
  })
  return mapEnds(slot, (end) => {
    switch (end._tag) {
      case "Expression":
        return rounded(end, shape)
      case "List":
        return { ...end, items: end.items.map((of, index) => aim(of, item(index), shapeOf)) }
      case "Items":
        return { ...end, each: aim(end.each, item(0), shapeOf) }
      case "Made":
        return shape._tag === "Union"
          ? mapEnds(
            toldApart(end, shape.tag, shapeOf),
            (one) => one._tag === "Made" ? aimed(one, branchOf(one, shape, shapeOf)) : one
          )
          : aimed(end, shape)
      default:
        return end
    }
  })
}

/** An object as a choice between objects whose tag is one constant each. */
export const toldApart = (object: Made, tag: string, shapeOf: ShapeOf): Slot => {
  const lift = (of: Slot): Slot =>
    of._tag === "Choice"
      ? choice(of.test, lift(of.yes), lift(of.no))
      : { ...object, fields: new Map(object.fields).set(tag, of) }
  const field = object.fields.get(tag)
  return field === undefined
    ? object
    : lift(mapEnds(open(field, shapeOf), (end) => end._tag === "Expression" ? oneByOne(end) : end))
}

/** The branch that an object of one tag belongs to; `undefined` where there is none, or its tag is not one. */
export const branchOf = (object: Made, union: UnionShape, shapeOf: ShapeOf): Shape | undefined => {
  const tag = object.fields.get(union.tag)
  const value = tag?._tag === "Constant"
    ? literal(tag.value)
    : tag?._tag === "Expression" && tag.shape._tag === "Literal" && tag.shape.values.length === 1
    ? literal(tag.shape.values[0] ?? null)
    : undefined
  const branch = union.branches.find((of) => tagOf(union, of, shapeOf) === value)
  return branch && resolve(branch, shapeOf)
}

/** What a shape is where it is not null. */
export const notNull = (shape: Shape, shapeOf: ShapeOf): Exclude<Shape, { _tag: "Reference" | "Nullable" }> => {
  const resolved = resolve(shape, shapeOf)
  return resolved._tag === "Nullable" ? notNull(resolved.shape, shapeOf) : resolved
}

/** An enum as a choice between its values. */
const oneByOne = (value: Expression): Slot => {
  const { by, code, shape } = value
  if (shape._tag !== "Literal") return value
  return shape.values.reduceRight<Slot | undefined>((others, one) => {
    const single = expression(code, { ...shape, values: [one] }, by)
    return others === undefined ? single : choice({ subject: code, equals: literal(one) }, single, others)
  }, undefined) ?? value
}

const rounded = (value: Expression, into: Shape): Expression => {
  const target = into._tag === "String" ? into.decimal : undefined
  const { shape, unrounded } = value
  if (unrounded === undefined || target === undefined || shape._tag !== "String" || shape.decimal === undefined) {
    return value
  }
  const whole = shape.decimal.precision - shape.decimal.scale
  const scale = Math.min(shape.decimal.scale, target.scale)
  const code = `R.convert["number-to-decimal"](${unrounded}, ${target.scale})`
  return { ...value, code, shape: { ...shape, decimal: { precision: whole + scale, scale } }, unrounded: undefined }
}
