// Mappings with a fixed set of keys, and the plain values in them: for `aggregate.yaml`, where every key is one of ours.
import { error, quote } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Place, Pointer } from "../model.ts"
import { isIdentifier } from "./folder.ts"
import { describe, entryOf, textOf } from "./node.ts"
import type { Entry, MapNode, Node } from "./node.ts"
import { didYouMean } from "./suggest.ts"

/** A mapping's entries by key, after unknown and missing keys are reported; nothing where it is no mapping. */
export const readKeys = <const K extends string>(
  owner: Entry,
  keys: { readonly required: ReadonlyArray<K>; readonly optional: ReadonlyArray<K> },
  report: Report
): { readonly [key in K]?: Entry } | undefined => {
  const map = readMap(owner, report)
  if (map === undefined) return undefined
  const known: ReadonlyArray<string> = [...keys.required, ...keys.optional]
  const unknown = map.entries.filter((entry) => !known.includes(entry.key))
  for (const { key, place } of unknown) report(unknownKey(key, place, owner, known))
  const missing = keys.required.filter((key) => entryOf(map, key) === undefined)
  // A misspelt key is there, and said to be misspelt: that it is missing too would be a second report of one mistake.
  if (missing.length > unknown.length) {
    const names = missing.map((key) => JSON.stringify(key)).join(" and ")
    report(error("KEY_MISSING", owner.place, `${quote(owner.key)} needs ${names}.`))
  }
  // Every key of the object is one of the mapping's, so absent ones read as undefined.
  return Object.fromEntries(map.entries.map((entry) => [entry.key, entry])) as { readonly [key in K]?: Entry }
}

export const readMap = (entry: Entry, report: Report): MapNode | undefined =>
  entry.value._tag === "Map" ? entry.value : wrongValue(entry, "a mapping", report)

export const readList = (entry: Entry, report: Report): ReadonlyArray<Node> | undefined =>
  entry.value._tag === "List" ? entry.value.items : wrongValue(entry, "a list", report)

/** Text with at least one character. */
export const readText = (entry: Entry, report: Report): string | undefined => {
  const text = textOf(entry.value)
  return text === undefined || text.trim() === "" ? wrongValue(entry, "text", report) : text
}

export const readBoolean = (entry: Entry, report: Report): boolean | undefined =>
  entry.value._tag === "Scalar" && typeof entry.value.value === "boolean"
    ? entry.value.value
    : wrongValue(entry, "true or false", report)

/** A whole number from `least` to what a 32-bit integer holds: versions, lengths, counts. */
export const readCount = (entry: Entry, least: number, report: Report): number | undefined => {
  const value = entry.value._tag === "Scalar" ? entry.value.value : undefined
  const count = typeof value === "bigint" || typeof value === "number" ? Number(value) : Number.NaN
  return Number.isInteger(count) && count >= least && count < 2 ** 31
    ? count
    : wrongValue(entry, `a whole number from ${least}`, report)
}

/** One of a few words. */
export const readWord = <const W extends string>(
  entry: Entry,
  words: ReadonlyArray<W>,
  report: Report
): W | undefined => {
  const text = textOf(entry.value)
  const word = words.find((word) => word === text)
  const takes = words.length === 1 ? `only "${words[0]}"` : `one of ${words.join(", ")}`
  return word ?? wrongValue(entry, takes, report, didYouMean(text ?? "", words))
}

/** A JSON Pointer's segments. The empty pointer is for `each`, which allows it. */
export const readPointer = (entry: Entry, allowEmpty: boolean, report: Report): Pointer | undefined => {
  const text = textOf(entry.value)
  if (text === undefined || (text === "" && !allowEmpty)) {
    return wrongValue(entry, "a JSON Pointer like \"/name\"", report)
  }
  if (text !== "" && !text.startsWith("/")) {
    return wrongValue(entry, "a JSON Pointer", report, `it begins with a slash: ${quote(`/${text}`)}.`)
  }
  if (/~(?![01])/.test(text)) {
    return wrongValue(entry, "a JSON Pointer", report, "write \"~\" as \"~0\" and \"/\" within a name as \"~1\".")
  }
  return text.split("/").slice(1).map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
}

/** Names that TypeScript will have: events, brands, aggregates, commands. */
export const checkIdentifier = (name: string, place: Place, report: Report): boolean => {
  if (isIdentifier(name)) return true
  const help = "letters and digits without spaces, a letter first."
  report(error("KEYWORD_VALUE", place, `${quote(name)} can't be a name in TypeScript.`, help))
  return false
}

export const wrongValue = (entry: Entry, takes: string, report: Report, help?: string): undefined => {
  report(
    error(
      "KEYWORD_VALUE",
      entry.value.place,
      `${quote(entry.key)} takes ${takes}, and is ${describe(entry.value)}.`,
      help
    )
  )
}

export const unknownKey = (key: string, place: Entry["place"], owner: Entry, known: ReadonlyArray<string>) =>
  error(
    "UNKNOWN_KEY",
    place,
    `${quote(key)} is not a key of ${quote(owner.key)}.`,
    didYouMean(key, known)
      ?? (known.length > 1
        ? `its keys are ${known.join(", ")}.`
        : known.length === 1
        ? `its only key is ${known[0]}.`
        : undefined)
  )
