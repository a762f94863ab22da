// `type: integer` and `type: number`: bounds, and whether any number lies within them.
import { error } from "../diagnostic.ts"
import type { NumberShape } from "../model.ts"
import type { SchemaContext } from "./context.ts"
import { wrongValue } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keyword, Keywords } from "./keywords.ts"
import { describe, numberOf } from "./node.ts"
import { readBrand } from "./string.ts"

export const readNumber = (type: "integer" | "number", keywords: Keywords, context: SchemaContext): NumberShape => {
  const integer = type === "integer"
  const bounds: ReadonlyArray<Keyword> = ["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
  allowOnly(
    keywords,
    [...bounds, ...(integer ? ["multipleOf", "x-brand"] as const : [])],
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

/** The smallest and the largest number that all bounds admit; integers are safe integers. */
const reportEmpty = (shape: NumberShape, keywords: Keywords, { report }: SchemaContext): void => {
  const entry =
    (["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] as const).flatMap((name) =>
      keywords.get(name) ?? []
    )[0]
  if (entry === undefined || !isEmpty(shape)) return
  // as they are written: a number this large may have been rounded
  const said = WORDS.flatMap(([word, name]) => {
    const bound = shape[name] === undefined ? undefined : keywords.get(name)
    return bound === undefined ? [] : [`${word} ${describe(bound.value)}`]
  })
  const help = shape.integer && (shape.minimum ?? 0) > Number.MAX_SAFE_INTEGER
    ? "a larger integer is text: { type: string, format: bigint }."
    : undefined
  report(
    error("EMPTY_RANGE", entry.place, `No ${shape.integer ? "integer" : "number"} is ${said.join(" and ")}.`, help)
  )
}

const WORDS = [
  ["at least", "minimum"],
  ["above", "exclusiveMinimum"],
  ["at most", "maximum"],
  ["below", "exclusiveMaximum"],
  ["a multiple of", "multipleOf"]
] as const

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
