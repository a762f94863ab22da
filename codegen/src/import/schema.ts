// One schema of somebody else's as one of ours, or nothing where ours can't say it; then that is noted. Any draft of JSON
// Schema, AsyncAPI's and OpenAPI's dialects among them. Start here; what is of one type stands beside this file.
import type { Json } from "../model.ts"
import { convertAlternatives } from "./alternatives.ts"
import { convertArray } from "./array.ts"
import { isObject, type JsonObject, ownOf } from "./document.ts"
import { gathered, listOf, plainReference } from "./gather.ts"
import { convertLiterals, literalsOf } from "./literals.ts"
import { convertNumber } from "./number.ts"
import { convertObject } from "./object.ts"
import { type Ours, SAY_IT, type SchemaContext, SPLIT_IT, withNull } from "./ours.ts"
import type { Place } from "./place.ts"
import { reportUnsayable, sayings } from "./sayings.ts"
import { convertString } from "./string.ts"

export const convertSchema = (schema: Json | undefined, at: Place, context: SchemaContext): Ours | undefined => {
  if (!isObject(schema)) {
    return schema === false ? undefined : context.notes.leftOut(at, `Any value is allowed here${NO_SUCH_TYPE}`, SAY_IT)
  }
  const place = context.library.placeOf(schema) || at
  const shared = sharedBy(schema, place, context)
  if (shared !== undefined) return shared === "None" ? undefined : shared
  return context.once(schema, () => {
    const whole = gathered(schema, context)
    return whole === undefined ? undefined : convertWhole(whole, place, context)
  })
}

const NO_SUCH_TYPE = ", and the schema language has no such type."

/** `undefined` where there is no reference, or it has to be written out with what stands beside it. */
const sharedBy = (given: JsonObject, place: Place, context: SchemaContext): Ours | "None" | undefined => {
  const schema = plainReference(given)
  if (schema === undefined) return undefined
  const target = context.library.follow(schema.$ref, place)
  if (target === undefined) return "None"
  const shared = context.sharedType(target.place)
  if (shared._tag !== "Shared") return shared._tag === "None" ? "None" : undefined
  const documented = sayings(schema, place, context)
  return ownOf(schema, "nullable") === true
    ? { ...documented, oneOf: [{ $ref: shared.$ref }, { type: "null" }] }
    : { $ref: shared.$ref, ...documented }
}

const convertWhole = (schema: JsonObject, place: Place, context: SchemaContext): Ours | undefined => {
  const documented = sayings(schema, place, context)
  reportUnsayable(schema, place, context)
  const converted = convertAlternatives(schema, place, context) ?? convertOne(schema, place, context)
  return converted === undefined || converted === "None" ? undefined : { ...documented, ...converted }
}

/** A schema without alternatives. */
const convertOne = (schema: JsonObject, place: Place, context: SchemaContext): Ours | undefined => {
  const values = literalsOf(schema)
  if (values !== undefined) return convertLiterals(values, schema, place, context)
  const types = typesOf(schema, place, context)
  const nullable = types.includes("null") || ownOf(schema, "nullable") === true
  const [type, ...others] = types.filter((one) => one !== "null")
  if (type === undefined && types.includes("null")) return { type: "null" }
  const only = others.length === 0
    ? type
    : [type, ...others].every((one) => one === "integer" || one === "number")
    ? "number"
    : undefined
  if (only === undefined && others.length > 0) {
    return context.notes.leftOut(
      place,
      `It may be ${[type, ...others].join(" or ")}, and a type is one of them.`,
      SPLIT_IT
    )
  }
  const converted = convertType(only, schema, place, context)
  return converted === undefined ? undefined : nullable ? withNull(converted) : converted
}

const convertType = (
  type: string | undefined,
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): Ours | undefined => {
  switch (type) {
    case "string":
      return convertString(schema, place, context)
    case "integer":
    case "number":
      return convertNumber(type, schema, place, context)
    case "boolean":
      return { type: "boolean" }
    case "array":
      return convertArray(schema, place, context)
    case "object":
      return convertObject(schema, place, context)
    case undefined:
      return context.notes.leftOut(place, `No type is said, so any value is allowed here${NO_SUCH_TYPE}`, SAY_IT)
    default:
      return context.notes.leftOut(place, `JSON Schema has no type ${JSON.stringify(type)}.`, SAY_IT)
  }
}

/** What the type is, also where none is said. */
const typesOf = (schema: JsonObject, place: Place, { notes }: SchemaContext): ReadonlyArray<string> => {
  const said = listOf(ownOf(schema, "type")).filter((type) => typeof type === "string")
  const guess = GUESSES.find(([, keys]) => keys.some((key) => ownOf(schema, key) !== undefined))
  if (said.length > 0 || guess === undefined) return said
  notes.said(place, `No type is said, and its rules are of the type ${guess[0]}, which it has here.`)
  return [guess[0]]
}

const GUESSES = [
  ["object", ["properties", "additionalProperties", "patternProperties", "required"]],
  ["array", ["items", "prefixItems"]],
  ["string", ["pattern", "minLength", "maxLength", "format"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]]
] as const
