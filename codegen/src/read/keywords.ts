// The keywords of a schema, and what is said of those that aren't taken. Every key of a schema meets this table.
import { error, quote } from "../diagnostic.ts"
import type { Diagnostic } from "../diagnostic.ts"
import type { Format, Place } from "../model.ts"
import type { SchemaContext } from "./context.ts"
import { checkIdentifier, wrongValue } from "./keys.ts"
import type { Entry, MapNode, Node } from "./node.ts"
import { isUnstorable, jsonOf, textOf } from "./node.ts"
import { didYouMean } from "./suggest.ts"

/** The keywords of one schema by name, all of them known here. */
export interface Keywords {
  readonly get: (name: Keyword) => Entry | undefined
  readonly entries: ReadonlyArray<Entry>
  /** Where the mapping stands. */
  readonly place: MapNode["place"]
  /** Some key was refused: what seems to be missing may be what it meant. */
  readonly refused: boolean
}

/** Reports the keys that are refused, and gives the others. */
export const readKeywords = (map: MapNode, context: SchemaContext): Keywords => {
  const entries = map.entries.filter((entry) => KEYWORDS.has(entry.key))
  for (const entry of map.entries) if (!KEYWORDS.has(entry.key)) context.report(refusal(entry, context))
  for (const entry of entries) if (DOCUMENTATION.has(entry.key)) checkDocumentation(entry, context)
  return {
    get: (name) => entries.find((entry) => entry.key === name),
    entries,
    place: map.place,
    refused: entries.length < map.entries.length
  }
}

/** Reports every keyword that is neither in `allowed` nor documentation. `why` ends the sentence. */
export const allowOnly = (
  keywords: Keywords,
  allowed: ReadonlyArray<Keyword>,
  why: string,
  context: SchemaContext
): void => {
  for (const { key, place, value } of keywords.entries) {
    if (DOCUMENTATION.has(key) || (allowed as ReadonlyArray<string>).includes(key)) continue
    const what = key === "format" ? otherThanText(keywords) : undefined
    if (what !== undefined) {
      const message = `"format: ${textOf(value) ?? "..."}" is for strings, but ${
        context.path?.at(-1) ?? "this"
      } is ${what}.`
      context.report(error("FORMAT_TYPE", place, message))
      continue
    }
    const code = key.startsWith("x-") ? "EXTENSION_MISPLACED" : "KEYWORD_MISPLACED"
    context.report(error(code, place, `"${key}" can't stand ${why}.`))
  }
}

/** What the values are, in words, where `type` says that they are no strings. */
const otherThanText = (keywords: Keywords): string | undefined => {
  const type = keywords.get("type")?.value
  const words = type?._tag === "List"
    ? type.items.map(textOf).filter((word) => word !== "null")
    : [type && textOf(type)]
  const [word] = words
  return word === undefined || word === "string" ? undefined : `${/^[aio]/.test(word) ? "an" : "a"} ${word}`
}

/** What every shape carries. */
export const documentation = (
  keywords: Keywords
): { readonly description: string | undefined; readonly place: Place } => {
  const description = keywords.get("description")?.value
  return { description: description && textOf(description), place: keywords.place }
}

export const isDeprecated = (node: Node): boolean =>
  node._tag === "Map"
  && node.entries.some(({ key, value }) => key === "deprecated" && value._tag === "Scalar" && value.value === true)

export type Keyword = (typeof NAMES)[number]

/** Says nothing of which values are valid; allowed in every schema, though some at its top only. */
const DOCUMENTATION: ReadonlySet<string> = new Set([
  "title",
  "description",
  "examples",
  "deprecated",
  "$comment",
  "$schema",
  "$defs"
])

const NAMES = [
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "uniqueItems",
  "enum",
  "const",
  "oneOf",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "$ref",
  "format",
  "x-decimal",
  "x-brand",
  "x-type",
  "x-personal",
  "x-jsonb",
  "title",
  "description",
  "examples",
  "deprecated",
  "$comment",
  "$schema",
  "$defs"
] as const

const KEYWORDS: ReadonlySet<string> = new Set(NAMES)

const WRITE_OUT = "write the joined object out, or $ref a type."
const NO_TYPE = "it has no one TypeScript type."

/** The formats of text. */
export const FORMATS: ReadonlyArray<Format> = [
  "uuid",
  "date",
  "date-time",
  "decimal",
  "bigint",
  "duration",
  "email",
  "uri"
]

/** JSON Schema's other keywords: why not, and what to do instead. */
const REFUSED: ReadonlyMap<string, readonly [why: string, help?: string]> = new Map([
  ["allOf", [NO_TYPE, WRITE_OUT]],
  ["anyOf", [NO_TYPE, "use oneOf, and tell its branches apart by a required property with const."]],
  ["not", [NO_TYPE]],
  ["if", [NO_TYPE, "use oneOf, and tell its branches apart by a required property with const."]],
  ["then", [NO_TYPE]],
  ["else", [NO_TYPE]],
  ["dependentRequired", [NO_TYPE, "use oneOf, with one branch for each case."]],
  ["dependentSchemas", [NO_TYPE, "use oneOf, with one branch for each case."]],
  ["dependencies", [NO_TYPE, "use oneOf, with one branch for each case."]],
  ["unevaluatedProperties", ["objects name all their properties.", "use additionalProperties: false."]],
  ["unevaluatedItems", ["arrays say what all their items are.", "use items or prefixItems."]],
  ["contains", [NO_TYPE]],
  ["minContains", [NO_TYPE]],
  ["maxContains", [NO_TYPE]],
  ["patternProperties", [NO_TYPE, "name the properties, or give additionalProperties the schema of all values."]],
  ["propertyNames", ["the names of a record are any text."]],
  ["minProperties", ["a record has any number of values."]],
  ["maxProperties", ["a record has any number of values."]],
  ["additionalItems", ["draft 2020-12 has no such keyword.", "prefixItems means exactly that many items."]],
  ["definitions", ["draft 2020-12 has no such keyword.", "use $defs."]],
  ["$id", ["a schema's name is its file's."]],
  ["$anchor", ["only whole files can be referred to."]],
  ["$dynamicRef", ["a reference always leads to the same file.", "use $ref."]],
  ["$dynamicAnchor", ["only whole files can be referred to."]],
  ["$vocabulary", ["there is one vocabulary, and it is fixed."]],
  ["nullable", ["JSON Schema has no such keyword.", "use type: [string, \"null\"]."]],
  ["discriminator", ["the tag of a oneOf is found by itself."]],
  ["readOnly", ["an event is never changed."]],
  ["writeOnly", ["an event is always read."]],
  ["contentEncoding", ["text is stored as it is."]],
  ["contentMediaType", ["text is stored as it is."]],
  ["contentSchema", ["text is stored as it is."]]
])

const refusal = (entry: Entry, context: SchemaContext): Diagnostic => {
  if (entry.key === "default") return defaultHere(entry, context)
  const refused = REFUSED.get(entry.key)
  if (refused !== undefined) {
    return error("UNSUPPORTED_KEYWORD", entry.place, `"${entry.key}" is not supported: ${refused[0]}`, refused[1])
  }
  const help = didYouMean(entry.key, KEYWORDS) ?? "notes of your own can stand in $comment."
  return error("UNKNOWN_KEYWORD", entry.place, `${quote(entry.key)} is not a keyword.`, help)
}

const defaultHere = (entry: Entry, { owner, path }: SchemaContext): Diagnostic => {
  const message = "A default here would change how old events are read."
  if (owner.kind === "command") {
    return error(
      "DEFAULT_HERE",
      entry.place,
      "A command has no defaults: what it leaves out was not said.",
      "make the field optional, and let decide choose."
    )
  }
  if (owner.kind !== "event" || owner.version === 1 || path === undefined) {
    return error(
      "DEFAULT_HERE",
      entry.place,
      message,
      "let decide write the value into new events, and an upcast into old ones."
    )
  }
  const value = JSON.stringify(
    jsonOf(entry.value),
    (_, json: unknown) => typeof json === "bigint" ? String(json) : json
  )
  const at = path.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")
  const step = `events.${owner.name}.upcasts.${owner.version - 1}`
  return error(
    "DEFAULT_HERE",
    entry.place,
    message,
    `put it into the upcast: aggregate.yaml, ${step}, "add: {at: ${at}, value: ${value}}".`
  )
}

const checkDocumentation = (entry: Entry, context: SchemaContext): void => {
  const { report } = context
  switch (entry.key) {
    case "deprecated":
      if (entry.value._tag !== "Scalar" || typeof entry.value.value !== "boolean") {
        wrongValue(entry, "true or false", report)
      }
      return
    case "$defs":
      return checkDefinitions(entry, context)
    case "examples":
      if (entry.value._tag !== "List") wrongValue(entry, "a list of values", report)
      return
    case "$schema":
      if (!context.isRoot) {
        report(error("KEYWORD_MISPLACED", entry.place, "\"$schema\" can stand at the top of a file only."))
      } else if (!/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/.test(textOf(entry.value) ?? "")) {
        wrongValue(
          entry,
          "https://json-schema.org/draft/2020-12/schema",
          report,
          "schemas are read as draft 2020-12 only."
        )
      }
      return
    default: {
      const text = textOf(entry.value)
      if (text === undefined || isUnstorable(text)) wrongValue(entry, "text", report)
    }
  }
}

/** `$defs` stands at the top, and its names become parts of names in TypeScript. */
const checkDefinitions = (entry: Entry, { isRoot, report }: SchemaContext): void => {
  if (!isRoot) {
    const message = "\"$defs\" can stand at the top of a schema only, where \"#/$defs/...\" leads."
    report(error("KEYWORD_MISPLACED", entry.place, message))
  } else if (entry.value._tag !== "Map") wrongValue(entry, "a mapping from names to schemas", report)
  else for (const { key, place } of entry.value.entries) checkIdentifier(key, place, report)
}
