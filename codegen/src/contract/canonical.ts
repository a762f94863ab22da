// One text for JSON values that mean the same, and its hash. Read by the lock and by everything that compares with it.
import { createHash } from "node:crypto"
import type { Json } from "../model.ts"

/** Keys sorted, no spaces. A bigint is its digits, as it stands in a file. */
export const canonicalText = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`
  if (typeof value === "bigint") return String(value)
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  const object = value as { readonly [key: string]: Json }
  return `{${
    Object.keys(object).sort().map((key) => `${JSON.stringify(key)}:${canonicalText(object[key] ?? null)}`).join(",")
  }}`
}

/** SHA-256 of the canonical text, in base64. */
export const hashOf = (value: Json): string => hashOfText(canonicalText(value))

export const hashOfText = (text: string): string => createHash("sha256").update(text).digest("base64")

/** Sorted by canonical text: for lists whose order says nothing. */
export const sorted = (values: ReadonlyArray<Json>): ReadonlyArray<Json> =>
  values.map((value) => [canonicalText(value), value] as const)
    .sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0).map(([, value]) => value)
