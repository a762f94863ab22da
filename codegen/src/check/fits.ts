// Whether a JSON value is one of a shape's, and the first place where it is not, in words.
import { quote } from "../diagnostic.ts"
import { formatOf } from "../formats.ts"
import type {
  Json,
  NumberShape,
  ObjectShape,
  Pointer,
  ReferenceShape,
  Shape,
  StringShape,
  UnionShape
} from "../model.ts"
import { isUnstorable } from "../read/node.ts"

export interface Misfit {
  readonly path: Pointer
  /** What follows the place in a sentence: `must be a number, and is "1"`. */
  readonly fault: string
}

/** Finds what a reference leads to; nothing where it could not be read, and then anything fits it. */
export type TypeOf = (reference: ReferenceShape) => Shape | undefined

export const misfit = (value: Json, shape: Shape, typeOf: TypeOf, path: Pointer = []): Misfit | undefined => {
  const inner = (value: Json, shape: Shape, segment: string | number): Misfit | undefined =>
    misfit(value, shape, typeOf, [...path, String(segment)])
  const must = (what: string): Misfit => ({ path, fault: `must be ${what}, and is ${show(value)}` })
  const count = (wanted: string, items: ReadonlyArray<Json>): Misfit => ({
    path,
    fault: `must have ${wanted} ${wanted.endsWith(" 1") || wanted === "1" ? "item" : "items"}, and has ${items.length}`
  })
  switch (shape._tag) {
    case "Nullable":
      return value === null ? undefined : misfit(value, shape.shape, typeOf, path)
    case "Reference": {
      const target = typeOf(shape)
      return target && misfit(value, target, typeOf, path)
    }
    case "Null":
      return value === null ? undefined : must("null")
    case "Boolean":
      return typeof value === "boolean" ? undefined : must("true or false")
    case "String": {
      const what = textFault(value, shape)
      return what === undefined ? undefined : must(what)
    }
    case "Number": {
      const what = numberFault(value, shape)
      return what === undefined ? undefined : must(what)
    }
    case "Literal":
      return shape.values.some((known) => known === value) ? undefined : must(oneOf(shape.values))
    case "Object":
      return isObject(value) ? objectMisfit(value, shape, path, inner) : must("an object")
    case "Record":
      return isObject(value)
        ? first(Object.entries(value), ([key, item]) => inner(item, shape.values, key))
        : must("an object")
    case "Array":
      if (!isList(value)) return must("a list")
      if (value.length < (shape.minItems ?? 0)) return count(`at least ${shape.minItems}`, value)
      if (value.length > (shape.maxItems ?? Infinity)) return count(`at most ${shape.maxItems}`, value)
      if (shape.uniqueItems && new Set(value.map(canonical)).size < value.length) {
        return { path, fault: "has one item twice" }
      }
      return first([...value.entries()], ([index, item]) => inner(item, shape.items, index))
    case "Tuple":
      if (!isList(value)) return must("a list")
      if (value.length !== shape.items.length) return count(String(shape.items.length), value)
      return first([...value.entries()], ([index, item]) => inner(item, shape.items[index]!, index))
    case "Union":
      return isObject(value) ? unionMisfit(value, shape, typeOf, path) : must("an object")
  }
}

const objectMisfit = (
  value: { readonly [key: string]: Json },
  { fields }: ObjectShape,
  path: Pointer,
  inner: (value: Json, shape: Shape, segment: string) => Misfit | undefined
): Misfit | undefined => {
  const unknown = Object.keys(value).find((key) => !fields.some(({ name }) => name === key))
  if (unknown !== undefined) return { path: [...path, unknown], fault: "is no property" }
  return first(fields, ({ name, required, shape }) => {
    const item = Object.hasOwn(value, name) ? value[name] : undefined
    if (item !== undefined) return inner(item, shape, name)
    return required ? { path: [...path, name], fault: "is missing" } : undefined
  })
}

const unionMisfit = (
  value: { readonly [key: string]: Json },
  { branches, tag }: UnionShape,
  typeOf: TypeOf,
  path: Pointer
): Misfit | undefined => {
  const tags = branches.map((branch) => tagOf(branch, tag, typeOf))
  const index = tags.findIndex((known) => known !== undefined && Object.hasOwn(value, tag) && known === value[tag])
  const branch = branches[index]
  if (branch !== undefined) return misfit(value, branch, typeOf, path)
  if (tags.includes(undefined)) return undefined
  return Object.hasOwn(value, tag)
    ? { path: [...path, tag], fault: `must be ${oneOf(tags)}, and is ${show(value[tag])}` }
    : { path: [...path, tag], fault: "is missing" }
}

const tagOf = (branch: Shape, tag: string, typeOf: TypeOf): Json | undefined => {
  if (branch._tag === "Reference") {
    const target = typeOf(branch)
    return target && tagOf(target, tag, typeOf)
  }
  const shape = branch._tag === "Object" ? branch.fields.find(({ name }) => name === tag)?.shape : undefined
  return shape?._tag === "Literal" ? shape.values[0] : undefined
}

/** What the value would have to be, if it is not. */
const textFault = (value: Json, shape: StringShape): string | undefined => {
  if (typeof value !== "string") return "text"
  const format = formatOf(shape)
  if (format !== undefined && !format.accepts(value)) return format.must
  if (!shape.anyText && isUnstorable(value)) return "text without U+0000 and halves of surrogate pairs"
  const length = [...value].length
  if (length < (shape.minLength ?? 0)) return `text of at least ${shape.minLength} characters`
  if (length > (shape.maxLength ?? Infinity)) return `text of at most ${shape.maxLength} characters`
  return shape.pattern !== undefined && !new RegExp(shape.pattern, "u").test(value)
    ? `text like ${shape.pattern}`
    : undefined
}

const numberFault = (value: Json, shape: NumberShape): string | undefined => {
  if (typeof value !== "number" && (typeof value !== "bigint" || shape.integer)) {
    return shape.integer ? typeof value === "bigint" ? SAFE_INTEGER : "an integer" : "a number"
  }
  const number = Number(value)
  if (shape.integer && !Number.isSafeInteger(number)) return Number.isInteger(number) ? SAFE_INTEGER : "an integer"
  if (number < (shape.minimum ?? -Infinity)) return `at least ${shape.minimum}`
  if (number > (shape.maximum ?? Infinity)) return `at most ${shape.maximum}`
  if (number <= (shape.exclusiveMinimum ?? -Infinity)) return `above ${shape.exclusiveMinimum}`
  if (number >= (shape.exclusiveMaximum ?? Infinity)) return `below ${shape.exclusiveMaximum}`
  return number % (shape.multipleOf ?? 1) !== 0 && shape.multipleOf !== undefined
    ? `a multiple of ${shape.multipleOf}`
    : undefined
}

const SAFE_INTEGER = "an integer of at most 2^53 - 1"

const first = <A>(items: ReadonlyArray<A>, find: (item: A) => Misfit | undefined): Misfit | undefined => {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

const isList = (value: Json): value is ReadonlyArray<Json> => Array.isArray(value)

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !isList(value)

/** Equal values have equal text: keys sorted. */
const canonical = (value: Json): string =>
  isList(value)
    ? `[${value.map(canonical).join()}]`
    : isObject(value)
    ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join()}}`
    : show(value)

const oneOf = (values: ReadonlyArray<Json | undefined>): string => values.map(show).join(" or ")

const show = (value: Json | undefined): string =>
  typeof value === "string"
    ? quote(value)
    : typeof value !== "object" || value === null
    ? String(value)
    : isList(value)
    ? "a list"
    : "an object"
