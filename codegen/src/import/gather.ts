// A schema in one piece: `allOf` and references with neighbours are taken together before anything is read of it.
// Read by `schema.ts`. What can't be said together is noted.
import type { Json } from "../model.ts"
import { isObject, type JsonObject, listIn, ownOf, textIn } from "./document.ts"
import type { Library } from "./library.ts"
import type { Notes } from "./notes.ts"
import { below, type Place } from "./place.ts"

export interface GatherContext {
  readonly library: Library
  readonly notes: Notes
}

/** A schema without `allOf` and `$ref`; `undefined` where a reference leads nowhere. */
export const gathered = (
  schema: JsonObject,
  context: GatherContext,
  above: ReadonlyArray<JsonObject> = []
): JsonObject | undefined => {
  const { library } = context
  const place = library.placeOf(schema)
  if (above.includes(schema)) return library.report(place, "This schema is a part of itself, by allOf or $ref.")
  const parts: Array<JsonObject> = []
  const reference = textIn(schema, "$ref")
  const target = reference === undefined ? undefined : library.follow(reference, place)
  if (reference !== undefined && target === undefined) return undefined
  for (const part of [target?.value, ...listIn(schema, "allOf")]) {
    if (!isObject(part)) continue
    const whole = gathered(part, context, [...above, schema])
    if (whole === undefined) return undefined
    parts.push(whole)
  }
  if (parts.length === 0) return schema
  const { $ref: _ref, allOf: _all, ...own } = schema
  // what the schema says of itself comes before what its parts say of themselves
  return library.placed([...parts, own].reduce((whole, part) => together(whole, part, place, context), {}), place)
}

/** A schema that says nothing of values but by its reference; in older drafts `allOf` stands around that. */
export const plainReference = (schema: JsonObject): (JsonObject & { readonly $ref: string }) | undefined => {
  const { allOf, ...others } = schema
  const [only, ...more] = listOf(allOf)
  const isWrapped = isObject(only) && more.length === 0 && ownOf(schema, "$ref") === undefined
  const whole = isWrapped ? { ...only, ...others } : schema
  const reference = textIn(whole, "$ref")
  const isPlain = Object.keys(whole).every((key) => BESIDE_REFERENCES.has(key) || key.startsWith("x-"))
  return reference === undefined || !isPlain ? undefined : { ...whole, $ref: reference }
}

const BESIDE_REFERENCES = new Set(
  "$ref description title deprecated $comment nullable default example examples readOnly writeOnly externalDocs".split(
    " "
  )
)

/** What both take. The second one's sayings count. */
export const together = (a: JsonObject, b: JsonObject, place: Place, context: GatherContext): JsonObject => {
  const all: { [key: string]: Json } = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const other = ownOf(a, key)
    const isOne = other === undefined || SAYINGS.has(key) || same(other, value)
    all[key] = isOne ? value : bothOf(key, other, value, place, context)
  }
  return all
}

/** Keywords that say nothing of which values are valid. */
const SAYINGS: ReadonlySet<string> = new Set([
  ..."title description default example examples deprecated readOnly writeOnly externalDocs xml discriminator".split(
    " "
  ),
  ..."$schema $id id $anchor $comment $defs definitions $vocabulary".split(" ")
])

const bothOf = (key: string, a: Json, b: Json, place: Place, context: GatherContext): Json => {
  const largest = typeof a === "number" && typeof b === "number" ? Math.max(a, b) : b
  const smallest = typeof a === "number" && typeof b === "number" ? Math.min(a, b) : b
  switch (key) {
    case "required":
      return [...new Set([...listOf(a), ...listOf(b)])]
    case "properties":
    case "patternProperties":
      return isObject(a) && isObject(b) ? fieldsOf(a, b, below(place, key), context) : b
    case "type":
      return commonType(listOf(a), listOf(b), place, context)
    case "pattern":
      // which of them are formats of ours is known where text is read
      return [...listOf(a), ...listOf(b)]
    case "enum":
      return listOf(a).filter((value) => listOf(b).some((other) => same(value, other)))
    case "minimum":
    case "exclusiveMinimum":
    case "minLength":
    case "minItems":
      return largest
    case "maximum":
    case "exclusiveMaximum":
    case "maxLength":
    case "maxItems":
      return smallest
    case "uniqueItems":
      return a === true || b === true
    case "nullable":
      return a === true && b === true
    case "additionalProperties":
      // each of the joined schemas knows its own properties only, so closing one of them would refuse the others'
      return a === false || b === false ? false : isObject(a) ? a : b
    case "items":
      return isObject(a) && isObject(b) ? context.library.placed({ allOf: [a, b] }, below(place, key)) : b
    default:
      context.notes.leftOut(
        place,
        `Two schemas that are joined here both say "${key}", and only the second one is kept.`,
        "write the joined schema out."
      )
      return b
  }
}

const fieldsOf = (a: JsonObject, b: JsonObject, place: Place, context: GatherContext): JsonObject =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => {
      const [left, right] = [ownOf(a, name), ownOf(b, name)]
      const isOne = left === undefined || right === undefined || same(left, right)
      return !isOne && isObject(left) && isObject(right)
        ? [name, context.library.placed({ allOf: [left, right] }, below(place, name))]
        : [name, right ?? left ?? true]
    })
  )

/** Integers are numbers too. */
const commonType = (a: ReadonlyArray<Json>, b: ReadonlyArray<Json>, place: Place, { notes }: GatherContext): Json => {
  const within = (type: Json, others: ReadonlyArray<Json>) =>
    others.includes(type) || (type === "integer" && others.includes("number"))
  const both = [...new Set([...a.filter((type) => within(type, b)), ...b.filter((type) => within(type, a))])]
  const types = both.includes("integer") ? both.filter((type) => type !== "number") : both
  if (types.length === 0) notes.leftOut(place, "No value is of all the types that are joined here.")
  return types.length === 1 ? types[0]! : types
}

export const listOf = (value: Json | undefined): ReadonlyArray<Json> =>
  value === undefined ? [] : Array.isArray(value) ? value as ReadonlyArray<Json> : [value]

export const same = (a: Json, b: Json): boolean => text(a) === text(b)

const text = (value: Json): string => JSON.stringify(value, (_, of: unknown) => typeof of === "bigint" ? `${of}n` : of)
