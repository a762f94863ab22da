// One document of somebody else's, YAML or JSON, as plain data. Unlike our own files it may have aliases and merge keys.
import { parseDocument } from "yaml"
import type { Json } from "../model.ts"

/** A mapping of a document. Values are looked at one at a time, as nothing is known of them. */
export interface JsonObject {
  readonly [key: string]: Json
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What a key has, and not what every object inherits. */
export const ownOf = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

export const textIn = (object: JsonObject, key: string): string | undefined => {
  const value = ownOf(object, key)
  return typeof value === "string" ? value : undefined
}

/** Empty where there is none. */
export const objectIn = (object: JsonObject, key: string): JsonObject => {
  const value = ownOf(object, key)
  return isObject(value) ? value : {}
}

/** Empty where there is none. */
export const listIn = (object: JsonObject, key: string): ReadonlyArray<Json> => {
  const value = ownOf(object, key)
  return Array.isArray(value) ? value as ReadonlyArray<Json> : []
}

/** The data, or what is wrong with the text in one sentence. */
export const readDocument = (text: string): { readonly value: JsonObject } | { readonly problem: string } => {
  const document = parseDocument(text, {
    schema: "core",
    merge: true,
    intAsBigInt: true,
    resolveKnownTags: false,
    prettyErrors: true,
    logLevel: "silent"
  })
  const [first] = document.errors
  if (first?.message.includes("call stack") === true) return { problem: TOO_DEEP }
  if (first !== undefined) {
    const place = first.linePos === undefined ? "" : ` on line ${first.linePos[0].line}`
    const [reason = ""] = first.message.split(/ at line |:?\n/)
    return { problem: `It is neither YAML nor JSON: ${reason}${place}.` }
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 1_000 })
  } catch (cause) {
    return { problem: `It is neither YAML nor JSON: ${cause instanceof Error ? cause.message : String(cause)}.` }
  }
  const plain = plainOf(value, 0)
  if (plain === undefined) return { problem: TOO_DEEP }
  return isObject(plain) ? { value: plain } : { problem: "It is neither YAML nor JSON: it holds no mapping." }
}

const MAX_DEPTH = 200
const TOO_DEEP = `It is nested more than ${MAX_DEPTH} levels deep, or holds itself.`

/** Integers that a number holds are numbers; `undefined` where there is no end. */
const plainOf = (value: unknown, depth: number): Json | undefined => {
  if (depth > MAX_DEPTH) return undefined
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (value === null || typeof value === "boolean" || typeof value === "string") return value
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) {
    const items = value.map((item) => plainOf(item, depth + 1))
    return items.includes(undefined) ? undefined : items.filter((item) => item !== undefined)
  }
  if (typeof value !== "object") return null
  const entries: Array<readonly [string, Json]> = []
  for (const [key, inner] of Object.entries(value)) {
    const plain = plainOf(inner, depth + 1)
    if (plain === undefined) return undefined
    entries.push([key, plain])
  }
  return Object.fromEntries(entries)
}
