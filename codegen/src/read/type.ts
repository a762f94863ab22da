// The `type` of a schema: one word, or one word and "null".
import { error } from "../diagnostic.ts"
import type { SchemaContext } from "./context.ts"
import { wrongValue } from "./keys.ts"
import type { Keywords } from "./keywords.ts"
import { FORMATS } from "./keywords.ts"
import { describe, textOf } from "./node.ts"
import type { Node } from "./node.ts"
import { didYouMean } from "./suggest.ts"

export interface Type {
  readonly name: (typeof TYPES)[number]
  readonly nullable: boolean
}

const TYPES = ["string", "integer", "number", "boolean", "object", "array", "null"] as const

export const readType = (keywords: Keywords, context: SchemaContext): Type | undefined => {
  const entry = keywords.get("type")
  if (entry === undefined) {
    if (!keywords.refused) reportMissing(keywords, context)
    return undefined
  }
  if (entry.value._tag !== "List") {
    const name = readName(entry.value, context)
    return name && { name, nullable: false }
  }
  const names = entry.value.items.map((item) => readName(item, context))
  if (names.includes(undefined)) return undefined
  const [name] = names.filter((name) => name !== "null")
  if (names.length !== 2 || name === undefined || !names.includes("null")) {
    return wrongValue(entry, "one type, or one and \"null\"", context.report, "other unions are a oneOf.")
  }
  return { name, nullable: true }
}

const readName = (node: Node, context: SchemaContext): Type["name"] | undefined => {
  const text = textOf(node)
  const name = TYPES.find((known) => known === text)
  if (name !== undefined) return name
  const help = node._tag === "Scalar" && node.value === null
    ? "in quotes it is one: \"null\"."
    : FORMATS.some((format) => format === text)
    ? `it is a format: { type: string, format: ${text} }.`
    : didYouMean(ELSEWHERE.get(text?.toLowerCase() ?? "") ?? text ?? "", TYPES)?.concat(` (${TYPES.join(", ")})`)
      ?? `the types are ${TYPES.join(", ")}.`
  context.report(error("UNKNOWN_TYPE", node.place, `${describe(node)} is not a type.`, help))
  return undefined
}

/** What other languages call these types. */
const ELSEWHERE: ReadonlyMap<string, Type["name"]> = new Map([
  ["int", "integer"],
  ["long", "integer"],
  ["float", "number"],
  ["double", "number"],
  ["bool", "boolean"],
  ["str", "string"],
  ["text", "string"],
  ["map", "object"],
  ["list", "array"]
])

const reportMissing = (keywords: Keywords, context: SchemaContext): void => {
  const guess = GUESSES.find(([key]) => keywords.entries.some((entry) => entry.key === key))
  const help = guess === undefined ? `add one of ${TYPES.join(", ")}.` : `add "type: ${guess[1]}".`
  context.report(error("UNKNOWN_TYPE", keywords.place, "This schema has no type.", help))
}

const GUESSES = [
  ["properties", "object"],
  ["required", "object"],
  ["additionalProperties", "object"],
  ["items", "array"],
  ["prefixItems", "array"],
  ["format", "string"],
  ["pattern", "string"],
  ["minLength", "string"],
  ["maxLength", "string"]
] as const
