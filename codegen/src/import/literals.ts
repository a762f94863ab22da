// `const` and `enum`: sets of JSON scalars. Read by `schema.ts` and by whoever looks for the constant of a branch.
import type { Json } from "../model.ts"
import { unstorableIn } from "../read/reserved.ts"
import { type JsonObject, ownOf } from "./document.ts"
import { listOf, same } from "./gather.ts"
import type { Ours, SchemaContext } from "./ours.ts"
import type { Place } from "./place.ts"

/** The values that `const` or `enum` say. */
export const literalsOf = (schema: JsonObject): ReadonlyArray<Json> | undefined => {
  const constant = ownOf(schema, "const")
  if (constant !== undefined) return [constant]
  const values = ownOf(schema, "enum")
  return Array.isArray(values) ? values as ReadonlyArray<Json> : undefined
}

export const convertLiterals = (
  given: ReadonlyArray<Json>,
  schema: JsonObject,
  place: Place,
  { notes }: SchemaContext
): Ours | undefined => {
  const values = given.filter((value, index) => given.findIndex((other) => same(other, value)) === index)
  if (values.some((value) => unstorableIn(value) !== undefined || (typeof value === "object" && value !== null))) {
    return notes.leftOut(
      place,
      "One of its values is a list, a mapping, an integer beyond 2^53 - 1 or holds U+0000, and so is no value of an enum.",
      "describe it by a type, and import it again; or add the field by hand."
    )
  }
  const types = listOf(ownOf(schema, "type"))
  const admitsNull = ownOf(schema, "nullable") === true
  const fitting = values.filter((value) =>
    types.length === 0 || types.some((type) => isOf(value, type)) || (value === null && admitsNull)
  )
  if (fitting.length === 0) return notes.leftOut(place, "None of its values is of its type.")
  const whole = admitsNull && !fitting.includes(null) && ownOf(schema, "const") === undefined
    ? [...fitting, null]
    : fitting
  return whole.length === 1 ? { const: whole[0]! } : { enum: whole }
}

const isOf = (value: Json, type: Json): boolean =>
  type === "null"
    ? value === null
    : type === "integer"
    ? Number.isInteger(value)
    : type !== "array" && type !== "object" && typeof value === type
