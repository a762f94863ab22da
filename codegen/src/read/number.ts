// `type: integer` and `type: number`: bounds, and whether any number lies within them.
import { error } from "../diagnostic.ts"
import type { NumberShape } from "../model.ts"
import type { SchemaContext } from "./context.ts"
import { wrongValue } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keyword, Keywords } from "./keywords.ts"
import { numberOf } from "./node.ts"
import { readBrand } from "./string.ts"

export const readNumber = (type: "integer" | "number", keywords: Keywords, context: SchemaContext): NumberShape => {
  const integer = type === "integer"
  const bounds: ReadonlyArray<Keyword> = ["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
  reportFormat(type, keywords, context)
  allowOnly(
    keywords,
    [...bounds, "format", ...(integer ? ["multipleOf", "x-brand"] as const : [])],
    `with type: ${type}`,
    context
  )
  const bound = (name: Keyword): number | undefined => {
    const entry = keywords.get(name)
    return entry && (numberOf(entry.value) ?? wrongValue(entry, "a number", context.report))
  }
  const shape: NumberShape = {
    _tag: "Number",
    integer,
    brand: undefined,
    minimum: bound("minimum"),
    maximum: bound("maximum"),
    exclusiveMinimum: bound("exclusiveMinimum"),
    exclusiveMaximum: bound("exclusiveMaximum"),
    multipleOf: integer ? readMultipleOf(keywords, context) : undefined,
    ...documentation(keywords)
  }
  reportEmpty(shape, keywords, context)
  const brand = integer ? readBrand(keywords, shape, context) : undefined
  return brand === undefined ? shape : { ...shape, brand }
}

const readMultipleOf = (keywords: Keywords, { report }: SchemaContext): number | undefined => {
  const entry = keywords.get("multipleOf")
  if (entry === undefined) return undefined
  const value = numberOf(entry.value)
  return value !== undefined && Number.isSafeInteger(value) && value >= 1
    ? value
    : wrongValue(entry, "a whole number from 1", report)
}

const reportFormat = (type: string, keywords: Keywords, { report, path }: SchemaContext): void => {
  const entry = keywords.get("format")
  if (entry === undefined) return
  const value = entry.value._tag === "Scalar" ? String(entry.value.value) : "..."
  const name = path?.at(-1) ?? "this"
  const message = `"format: ${value}" is for strings, but ${name} is ${type === "integer" ? "an integer" : "a number"}.`
  report(error("FORMAT_TYPE", entry.place, message))
}

/** The smallest and the largest number that all bounds admit; integers are safe integers. */
const reportEmpty = (shape: NumberShape, keywords: Keywords, { report }: SchemaContext): void => {
  const entry =
    (["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] as const).flatMap((name) =>
      keywords.get(name) ?? []
    )[0]
  if (entry === undefined || !isEmpty(shape)) return
  const words = [
    ["at least", shape.minimum],
    ["above", shape.exclusiveMinimum],
    ["at most", shape.maximum],
    ["below", shape.exclusiveMaximum],
    ["a multiple of", shape.multipleOf]
  ] as const
  const said = words.filter(([, value]) => value !== undefined).map(([word, value]) => `${word} ${value}`)
  report(error("EMPTY_RANGE", entry.place, `No ${shape.integer ? "integer" : "number"} is ${said.join(" and ")}.`))
}

const isEmpty = (shape: NumberShape): boolean => {
  const low = Math.max(shape.minimum ?? -Infinity, shape.exclusiveMinimum ?? -Infinity)
  const high = Math.min(shape.maximum ?? Infinity, shape.exclusiveMaximum ?? Infinity)
  if (!shape.integer) {
    return low > high || (low === high && (low === shape.exclusiveMinimum || high === shape.exclusiveMaximum))
  }
  const step = shape.multipleOf ?? 1
  const most = Number.MAX_SAFE_INTEGER
  const first = Math.max(-most, low === shape.exclusiveMinimum ? Math.floor(low) + 1 : Math.ceil(low))
  const last = Math.min(most, high === shape.exclusiveMaximum ? Math.ceil(high) - 1 : Math.floor(high))
  return Math.ceil(first / step) * step > last
}
