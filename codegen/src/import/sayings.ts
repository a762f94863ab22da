// What a schema says that is no rule of values, and the rules that ours can't say. Read by `schema.ts`.
import type { Json } from "../model.ts"
import { type JsonObject, ownOf, textIn } from "./document.ts"
import type { Ours, SchemaContext } from "./ours.ts"
import { below, type Place } from "./place.ts"

/** Titles, descriptions, comments and marks. A default is noted: it has no place in a contract. */
export const sayings = (schema: JsonObject, place: Place, { isShared, notes }: SchemaContext): Ours => {
  const said: { [key: string]: Json } = {}
  for (const key of ["title", "description"] as const) {
    const text = textIn(schema, key)?.replaceAll("\0", "").trim()
    if (text !== undefined && text !== "") said[key] = text
  }
  const { comment, personal } = ownComment(textIn(schema, "$comment"))
  const marked = textIn(schema, "x-personal") ?? personal
  if (marked !== undefined && !isShared) said["x-personal"] = marked
  if (marked !== undefined && isShared) {
    const help = "mark the fields of the events that use it."
    notes.leftOut(place, "The mark of personal data in a type that several share.", help)
  }
  if (comment !== undefined) said["$comment"] = comment
  if (ownOf(schema, "deprecated") === true) said["deprecated"] = true
  const initial = ownOf(schema, "default")
  if (initial !== undefined) {
    notes.leftOut(
      place,
      `The default ${jsonText(initial)}: it would change how old events are read.`,
      "let decide write the value into new events, and an upcast into old ones."
    )
  }
  return said
}

const jsonText = (value: Json): string =>
  JSON.stringify(value, (_, of: unknown) => typeof of === "bigint" ? String(of) : of)

/** Comments that our own export writes: one of them is a mark, the others say what a pattern says. */
const ownComment = (
  comment: string | undefined
): { readonly comment?: string | undefined; readonly personal?: string | undefined } => {
  const personal = /Personal data of the person whose id is at (\/\S*)\.$/.exec(comment ?? "")?.[1]
  return comment === undefined || personal !== undefined || OWN_COMMENTS.test(comment) ? { personal } : { comment }
}

const OWN_COMMENTS =
  /^(Exported by deciduous;|A decimal of at most|An integer of any size, as text|An ISO 8601 duration of days|An e-mail address, as HTML|An absolute URL, as WHATWG)/

/** Keywords that limit values in ways that ours can't, and keywords that nobody knows. */
export const reportUnsayable = (schema: JsonObject, place: Place, { notes }: SchemaContext): void => {
  for (const key of Object.keys(schema)) {
    if (UNSAYABLE.has(key)) {
      const help = "check it in decide, before the event is written."
      notes.leftOut(below(place, key), `"${key}": the schema language has no such rule.`, help)
    } else if (UNHEARD.has(key)) {
      notes.said(place, `"${key}" is not kept: it says nothing of an event that is stored.`)
    } else if (!KNOWN.has(key)) {
      const what = key.startsWith("x-") ? "an extension that is not known here." : "no keyword of JSON Schema."
      notes.leftOut(below(place, key), `${JSON.stringify(key)}: ${what}`)
    }
  }
}

const words = (text: string): ReadonlyArray<string> => text.split(" ")

const UNSAYABLE: ReadonlySet<string> = new Set([
  ...words("not if then else dependentRequired dependentSchemas dependencies contains minContains maxContains"),
  ...words("propertyNames minProperties maxProperties unevaluatedItems contentEncoding contentMediaType contentSchema")
])

const UNHEARD: ReadonlySet<string> = new Set(["readOnly", "writeOnly", "externalDocs", "xml"])

const KNOWN: ReadonlySet<string> = new Set([
  ...words("type properties required additionalProperties patternProperties unevaluatedProperties items prefixItems"),
  ...words("additionalItems minItems maxItems uniqueItems enum const oneOf anyOf allOf pattern minLength maxLength"),
  ...words("minimum maximum exclusiveMinimum exclusiveMaximum multipleOf $ref format nullable"),
  ...words("title description default example examples deprecated discriminator $schema $id id $anchor $comment $defs"),
  ...words("definitions $vocabulary $dynamicAnchor x-personal x-brand x-type x-jsonb x-decimal"),
  // AsyncAPI's parser leaves this in what it has read
  "x-parser-schema-id"
])
