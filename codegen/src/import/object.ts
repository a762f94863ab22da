// Objects: named properties, or a record. Here an object is closed, so what else it may hold is told.
import type { Json } from "../model.ts"
import { isUnstorable } from "../read/node.ts"
import { INHERITED, RESERVED } from "../read/reserved.ts"
import { isObject, type JsonObject, listIn, objectIn, ownOf } from "./document.ts"
import { literalsOf } from "./literals.ts"
import { type Ours, SAY_IT, type SchemaContext } from "./ours.ts"
import { below, type Place } from "./place.ts"

export const convertObject = (schema: JsonObject, place: Place, context: SchemaContext): Ours | undefined => {
  const properties = Object.entries(objectIn(schema, "properties"))
  if (properties.length === 0) {
    const record = convertRecord(schema, place, context)
    if (record !== undefined) return record === "None" ? undefined : record
  }
  const required = listIn(schema, "required").filter((name) => typeof name === "string")
  const fields = properties.flatMap(([name, property]): ReadonlyArray<readonly [string, Ours]> => {
    const at = below(place, "properties", name)
    if (!isName(name, property, required.includes(name), at, context)) return []
    const read = context.read(property, at)
    return read === undefined ? [] : [[name, read]]
  })
  for (const name of required.filter((name) => !properties.some(([known]) => known === name))) {
    const what = `${JSON.stringify(name)} is required, and nothing says what it holds.`
    context.notes.leftOut(below(place, "required"), what, "add the property by hand, or to the document.")
  }
  reportOpen(schema, place, context)
  const kept = [...new Set(required)].filter((name) => fields.some(([field]) => field === name))
  return {
    type: "object",
    properties: Object.fromEntries(fields),
    ...(kept.length > 0 && { required: kept }),
    additionalProperties: false
  }
}

/** An object without properties: a record, any object (which can't be said), or nothing at all. */
const convertRecord = (schema: JsonObject, place: Place, context: SchemaContext): Ours | "None" | undefined => {
  const [key, values] = recordValues(schema)
  if (isObject(values) && Object.keys(values).length > 0) {
    if (key !== "additionalProperties") {
      context.notes.approximated(place, "Names that fit a pattern: names of any kind.", "check the names in decide.")
    }
    const read = context.read(values, below(place, key))
    return read === undefined ? "None" : { type: "object", additionalProperties: read }
  }
  if (values === false || ownOf(schema, "unevaluatedProperties") === false || context.isRoot) return undefined
  context.notes.leftOut(place, "Any object is allowed here, and the schema language has no such type.", SAY_IT)
  return "None"
}

const recordValues = (schema: JsonObject): readonly [key: string, values: Json] => {
  const [only, ...others] = Object.entries(objectIn(schema, "patternProperties"))
  return only !== undefined && others.length === 0
    ? ["patternProperties", only[1]]
    : ["additionalProperties", ownOf(schema, "additionalProperties") ?? true]
}

const reportOpen = (schema: JsonObject, place: Place, { notes }: SchemaContext): void => {
  const others = ownOf(schema, "additionalProperties")
  const help = "give them a property of their own, as a record."
  if (ownOf(schema, "patternProperties") !== undefined) {
    notes.leftOut(
      below(place, "patternProperties"),
      "Properties by the pattern of their names, beside named ones.",
      help
    )
  }
  if (others === false || (others === undefined && ownOf(schema, "unevaluatedProperties") === false)) return
  if (others === undefined) notes.said(place, "An object that allows other properties than it names is closed here.")
  else {
    const what = "Other properties than those that are named: an object is closed here."
    notes.leftOut(below(place, "additionalProperties"), what, help)
  }
}

const isName = (
  name: string,
  property: Json,
  isRequired: boolean,
  at: Place,
  { isRoot, notes }: SchemaContext
): boolean => {
  if (name === "_tag" && isRoot) {
    const isConstant = isObject(property) && literalsOf(property)?.length === 1
    if (isConstant) notes.said(at, "\"_tag\" is not stored here: the event's name says it.")
    else notes.leftOut(at, "\"_tag\": the name is the library's own.", "add the field by another name.")
    return false
  }
  if (RESERVED.has(name) || (INHERITED.has(name) && !isRequired) || isUnstorable(name)) {
    notes.leftOut(at, `${JSON.stringify(name)} can't be a field's name here.`, "add the field by another name.")
    return false
  }
  return true
}
