// The schema that takes all that a slot may be, and as little else as can be said: the next version of a random step.
import type { Field, Json, Shape } from "@deciduous/codegen/model"
import { fieldsOf, open } from "@deciduous/codegen/upcast/open"
import { ends, mayBeAbsent } from "@deciduous/codegen/upcast/slot"
import type { Made, Slot } from "@deciduous/codegen/upcast/slot"
import { array, boolean, integer, noTypes, nowhere, nullable, number, object, oneOf, text, union } from "./shapes.ts"

/** `undefined` where one schema cannot say it: text or else a number, for instance. */
export const widest = (slot: Slot): Shape | undefined => {
  const present = ends(open(slot, noTypes)).filter((end) => end._tag !== "Absent")
  const shapes = present.map((end): Shape | undefined => {
    switch (end._tag) {
      case "Constant":
        return ofConstant(end.value)
      case "Expression":
        return end.shape._tag === "Object" ? ofObjects([fieldsOf(end)!]) : end.shape
      case "Made":
        return ofObjects([end])
      case "List": {
        const items = end.items.map(widest)
        return merged(items, undefined) && array(merged(items, undefined)!)
      }
      case "Items": {
        const item = widest(end.each)
        return item && array(item)
      }
    }
  })
  const objects = present.flatMap((end) => fieldsOf(end) ?? [])
  return objects.length > 1 && objects.length === present.filter((end) => !isNull(end)).length
    ? withNull(ofObjects(objects), present.some(isNull))
    : merged(shapes, undefined)
}

const isNull = (slot: Slot): boolean => slot._tag === "Constant" && slot.value === null

const withNull = (shape: Shape | undefined, hasNull: boolean): Shape | undefined =>
  shape === undefined || !hasNull ? shape : nullable(shape)

/** A union where one field is a different constant in each, else one object with what all of them may have. */
const ofObjects = (objects: ReadonlyArray<Made>): Shape | undefined => {
  const names = [...new Set(objects.flatMap(({ fields }) => [...fields.keys()]))]
  const constantOf = (of: Made, name: string): string | undefined => {
    const slot = of.fields.get(name)
    const shape = slot && widest(slot)
    return slot !== undefined && !mayBeAbsent(slot) && shape?._tag === "Literal" && shape.values.length === 1
      ? JSON.stringify(shape.values[0])
      : undefined
  }
  const tag = objects.length < 2 ? undefined : names.find((name) => {
    const constants = objects.map((of) => constantOf(of, name))
    return !constants.includes(undefined) && new Set(constants).size === objects.length
  })
  if (tag !== undefined) {
    const branches = objects.map((of) => ofObjects([of]))
    return branches.includes(undefined) ? undefined : union(tag, ...branches.flatMap((branch) => branch ?? []))
  }
  const fields: Array<Field> = []
  for (const name of names) {
    const slots = objects.flatMap(({ fields }) => fields.get(name) ?? [])
    if (slots.every((slot) => ends(slot).every((end) => end._tag === "Absent"))) continue
    const shape = merged(slots.filter((slot) => ends(slot).some((end) => end._tag !== "Absent")).map(widest), undefined)
    if (shape === undefined) return undefined
    const required = slots.length === objects.length && !slots.some(mayBeAbsent)
    fields.push({ name, required, deprecated: false, shape, place: nowhere })
  }
  return { ...object({}), fields }
}

const ofConstant = (value: Json): Shape | undefined => {
  if (value === null) return { ...boolean, _tag: "Null" }
  if (typeof value !== "object" && typeof value !== "bigint") return oneOf(value)
  if (Array.isArray(value)) {
    const items = merged(value.map(ofConstant), text())
    return items && array(items)
  }
  const shapes = Object.entries(value).map(([name, of]) => [name, ofConstant(of)] as const)
  return shapes.some(([, shape]) => shape === undefined)
    ? undefined
    : object(Object.fromEntries(shapes.map(([name, shape]) => [name, shape!])))
}

/** One for all; `otherwise` for none. */
const merged = (shapes: ReadonlyArray<Shape | undefined>, otherwise: Shape | undefined): Shape | undefined => {
  if (shapes.includes(undefined)) return undefined
  const known = shapes.flatMap((shape) => shape ?? [])
  const hasNull = known.some(({ _tag }) => _tag === "Null" || _tag === "Nullable")
  const others = known.filter(({ _tag }) => _tag !== "Null").map((shape) =>
    shape._tag === "Nullable" ? shape.shape : shape
  )
  const [first] = others
  if (first === undefined) return known[0] ?? otherwise
  return withNull(others.slice(1).reduce<Shape | undefined>((a, b) => a && both(a, b), first), hasNull)
}

const both = (a: Shape, b: Shape): Shape | undefined => {
  if (bare(a) === bare(b)) return a
  if (a._tag === "Literal" && b._tag === "Literal") return oneOf(...new Set([...a.values, ...b.values]))
  const types = new Set([typeOf(a), typeOf(b)])
  if (types.size > 1) return undefined
  if (types.has("string")) return text()
  if (types.has("integer")) return integer()
  if (types.has("number")) return number()
  if (types.has("boolean")) return boolean
  return undefined
}

const bare = (shape: Shape): string =>
  JSON.stringify(shape, (key, value: unknown) => key === "place" || key === "description" ? undefined : value)

const typeOf = (shape: Shape): string => {
  if (shape._tag === "String") return "string"
  if (shape._tag === "Number") return shape.integer ? "integer" : "number"
  if (shape._tag !== "Literal") return shape._tag.toLowerCase()
  const types = new Set(
    shape.values.map((value) => typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value)
  )
  return types.size === 1 ? [...types][0]! : "mixed"
}
