// Pieces of TypeScript from texts that users wrote: nothing here can end a string, a comment or a line early.
// Read by every emitter.
import type { Json } from "../model.ts"

/** A JSON value as a TypeScript expression on one line. */
export const literal = (value: Json): string => {
  if (typeof value === "bigint") return value.toString()
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`
  const entries = Object.entries(value)
  return entries.length === 0
    ? "{}"
    : `{ ${entries.map(([key, of]) => `${propertyKey(key)}: ${literal(of)}`).join(", ")} }`
}

/** A name as it stands before a colon: quoted where it is no identifier. */
export const propertyKey = (name: string): string => isIdentifier(name) ? name : JSON.stringify(name)

/** `e.branch`, or `e["branch-code"]`. */
export const property = (object: string, name: string): string =>
  isIdentifier(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`

/** A pattern as the literal that it is under the `u` flag. */
export const regularExpression = (pattern: string): string =>
  // half of a surrogate pair cannot be written to a file
  new RegExp(pattern, "u").toString().replace(/\p{Cs}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`)

/** A description's lines, harmless within a block comment. */
export const commentLines = (text: string): ReadonlyArray<string> =>
  text.toWellFormed().trim().split(/\r\n|[\r\n\u2028\u2029]/).map((line) =>
    line.replace(unprintable, " ").replaceAll("*/", "*\\/").trimEnd()
  )

/** A path within a comment of one line. */
export const commentPath = (path: string): string =>
  path.toWellFormed().replace(unprintable, " ").replaceAll("*/", "* /")

const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name)

/** Control characters, the other ends of a line, and the marks that turn the direction of text. */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu
