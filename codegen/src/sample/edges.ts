// Values at the edges of what a schema admits: one plain value, and others that differ from it in one place.
// Read by the search for counterexamples and by `sample`.
import { canonicalText } from "../contract/canonical.ts"
import type { Json, NumberShape, Shape } from "../model.ts"
import { resolve, type ShapeOf } from "../upcast/open.ts"
import { rangeOf } from "../upcast/operations/scalar.ts"
import { textsOf } from "./texts.ts"

/** The first value is the plain one. Empty where no value is known, of a pattern for instance that no text is made from. */
export const edgesOf = (shape: Shape, shapeOf: ShapeOf, depth = 0): ReadonlyArray<Json> => {
  if (depth > END) return []
  const known = resolve(shape, shapeOf)
  const inner = (of: Shape) => edgesOf(of, shapeOf, depth + 1).slice(0, MAX_INNER)
  switch (known._tag) {
    case "Null":
      return [null]
    case "Boolean":
      return [true, false]
    case "Literal":
      return known.values
    case "String":
      return textsOf(known)
    case "Number":
      return numbersOf(known)
    case "Nullable":
      return depth > MAX_DEPTH ? [null] : [...inner(known.shape), null]
    case "Record": {
      const values = depth > MAX_DEPTH ? [] : inner(known.values)
      return [...values.slice(0, MAX_EACH).map((value) => ({ key: value })), {}]
    }
    case "Array":
      return arrays(known, depth > MAX_DEPTH ? [] : inner(known.items))
    case "Tuple":
      return changedInOnePlace(known.items.map((item, index) => [String(index), inner(item)] as const))
        .map((items) => Object.values(items))
    case "Union":
      return known.branches.flatMap(inner)
    case "Object": {
      const required = known.fields.filter((field) => field.required)
        .map((field) => [field.name, inner(field.shape)] as const)
      const optional = depth > MAX_DEPTH ? [] : known.fields.filter((field) => !field.required)
        .map((field) => [field.name, inner(field.shape)] as const).filter(([, values]) => values.length > 0)
      const bare = changedInOnePlace(required)
      const full = changedInOnePlace([...required, ...optional])
      const plain = full[0]
      const without = plain === undefined ? [] : optional.map(([name]) => omit(plain, name))
      return distinct([...full.slice(0, 1), ...bare.slice(0, 1), ...without, ...full.slice(1)])
    }
  }
}

/** Deeper, a schema that contains itself ends as soon as it can; and what does not end here has no value. */
const MAX_DEPTH = 4
const END = 9

/** Of what stands within something. */
const MAX_INNER = 40

/** Of what stands within arrays and records. */
const MAX_EACH = 6

type Fields = ReadonlyArray<readonly [name: string, values: ReadonlyArray<Json>]>

/** The first value of every place, then each place with its others. */
const changedInOnePlace = (fields: Fields): ReadonlyArray<{ readonly [name: string]: Json }> => {
  const plain = fields.flatMap(([name, [first]]) => first === undefined ? [] : [[name, first] as const])
  if (plain.length < fields.length) return []
  const base = Object.fromEntries(plain)
  return [base, ...fields.flatMap(([name, values]) => values.slice(1).map((value) => ({ ...base, [name]: value })))]
}

const omit = (object: { readonly [name: string]: Json }, name: string): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))

const arrays = (
  { maxItems = Infinity, minItems = 0, uniqueItems }: Extract<Shape, { _tag: "Array" }>,
  items: ReadonlyArray<Json>
): ReadonlyArray<Json> => {
  const ofLength = (length: number): ReadonlyArray<Json> =>
    uniqueItems ? items.slice(0, length) : Array.from({ length }, () => items[0] ?? null)
  const lengths = [Math.max(1, minItems), minItems, minItems + 1, maxItems, 2].filter((length) =>
    length >= minItems && length <= maxItems && length <= MAX_ITEMS && (length === 0 || items.length > 0)
  )
  const plain = distinct(lengths.map(ofLength)).filter((list) => Array.isArray(list) && list.length >= minItems)
  const padding = ofLength(Math.max(0, minItems - 1))
  const others = maxItems < 1 || uniqueItems && minItems > 1
    ? []
    : items.slice(1, MAX_EACH).map((item): Json => [item, ...padding])
  return [...plain, ...others]
}

const MAX_ITEMS = 50

const numbersOf = (shape: NumberShape): ReadonlyArray<Json> => {
  const range = rangeOf(shape)
  const step = shape.multipleOf ?? 1
  const [least, most] = [range?.least ?? 0, range?.most ?? 0]
  const within = (value: number) =>
    value >= least && value <= most
    && (shape.exclusiveMinimum === undefined || value > shape.exclusiveMinimum)
    && (shape.exclusiveMaximum === undefined || value < shape.exclusiveMaximum)
    && (shape.multipleOf === undefined || value % step === 0)
    && (!shape.integer || Number.isInteger(value))
  const middle = least / 2 + most / 2
  const candidates = [
    42,
    1,
    0,
    -1,
    Math.ceil(least / step) * step,
    Math.floor(most / step) * step,
    0.5,
    0.1234567,
    middle
  ]
  const plain = candidates.filter(within).map((value) => value === 0 ? 0 : value)
  return [...new Set(plain)]
}

const distinct = (values: ReadonlyArray<Json>): ReadonlyArray<Json> => [
  ...new Map(values.map((value) => [canonicalText(value), value])).values()
]
