// Lists: items of one schema, or tuples in the words of any draft.
import type { Json } from "../model.ts"
import { type JsonObject, ownOf } from "./document.ts"
import { same } from "./gather.ts"
import type { Ours, SchemaContext } from "./ours.ts"
import { below, type Place } from "./place.ts"

export const convertArray = (schema: JsonObject, place: Place, context: SchemaContext): Ours | undefined => {
  const [items, prefix] = [ownOf(schema, "items"), ownOf(schema, "prefixItems")]
  if (Array.isArray(prefix)) return convertTuple(prefix, items, "prefixItems", schema, place, context)
  if (Array.isArray(items)) {
    return convertTuple(items, ownOf(schema, "additionalItems"), "items", schema, place, context)
  }
  const read = context.read(items ?? true, below(place, "items"))
  return read && { type: "array", items: read, ...countsOf(schema) }
}

const convertTuple = (
  given: ReadonlyArray<Json>,
  rest: Json | undefined,
  key: string,
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): Ours | undefined => {
  const isEnded = rest === false || ownOf(schema, "maxItems") === given.length
  if (!isEnded || ownOf(schema, "minItems") !== given.length) return convertOpen(given, rest, schema, place, context)
  const items = given.map((item, index) => context.read(item, below(place, key, index)))
  const whole = items.filter((item) => item !== undefined)
  return whole.length === items.length ? { type: "array", prefixItems: whole } : undefined
}

/** A list of which only the beginning is said, or which may be shorter: any of its items at any place. */
const convertOpen = (
  given: ReadonlyArray<Json>,
  rest: Json | undefined,
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): Ours | undefined => {
  const all = [...given, ...(rest === false ? [] : [rest ?? true])]
  const different = all.filter((item, index) => all.findIndex((other) => same(other, item)) === index)
  const [only, ...others] = different
  if (others.length > 0) {
    context.notes.approximated(
      place,
      "A list whose first items differ from its others, or may be missing: any of them at any place.",
      "a list of any length has one schema for all its items; a tuple has all of its items."
    )
  }
  const at = below(place, "items")
  const read = context.read(others.length === 0 ? only : context.library.placed({ anyOf: different }, at), at)
  return read && { type: "array", items: read, ...countsOf(schema) }
}

const countsOf = (schema: JsonObject): Ours => {
  const [least, most] = [ownOf(schema, "minItems"), ownOf(schema, "maxItems")]
  return {
    ...(typeof least === "number" && least > 0 && { minItems: least }),
    ...(typeof most === "number" && { maxItems: most }),
    ...(ownOf(schema, "uniqueItems") === true && { uniqueItems: true })
  }
}
