// Text: formats that are enforced here, patterns that have to compile under `u`, and lengths.
import { formatOfPattern } from "../export/textPatterns.ts"
import type { Format, Json } from "../model.ts"
import { isObject, type JsonObject, listIn, ownOf, textIn } from "./document.ts"
import { listOf } from "./gather.ts"
import { brandOf, type Ours, type SchemaContext } from "./ours.ts"
import type { Place } from "./place.ts"

export const convertString = (schema: JsonObject, place: Place, context: SchemaContext): Ours => {
  const patterns = listOf(ownOf(schema, "pattern")).filter((pattern) => typeof pattern === "string")
  const own = patterns.map(formatOfPattern).find((known) => known !== undefined)
  const format = own ?? formatOf(schema, place, context)
  const others = patterns.filter((pattern) =>
    formatOfPattern(pattern) === undefined && !(format?.format === "bigint" && ANY_INTEGER.has(pattern))
  )
  const pattern = patternOf(others, place, context)
  const lengths = lengthsOf(schema)
  const isLimited = pattern !== undefined || Object.keys(lengths).length > 0
  // where the value is no text in TypeScript, nothing is left that a pattern could look at
  const keepText = format !== undefined
    && (format.keepText === true || ownOf(schema, "x-type") === "string" || (isLimited && CONVERTED.has(format.format)))
  const examples = listIn(schema, "examples").filter((example) => typeof example === "string")
  return {
    type: "string",
    ...(format !== undefined && { format: format.format }),
    ...(format?.decimal !== undefined && { "x-decimal": { ...format.decimal } }),
    ...(keepText && { "x-type": "string" }),
    ...(format === undefined && ownOf(schema, "x-jsonb") === "any" && { "x-jsonb": "any" }),
    ...brandOf(schema),
    ...lengths,
    ...(pattern !== undefined && { pattern, ...(examples.length > 0 && { examples }) })
  }
}

/** What others write of an integer as text. */
const ANY_INTEGER: ReadonlySet<string> = new Set(["^-?\\d+$", "^-?[0-9]+$"])

type KnownFormat = NonNullable<ReturnType<typeof formatOfPattern>>

const formatOf = (schema: JsonObject, place: Place, { notes }: SchemaContext): KnownFormat | undefined => {
  const name = textIn(schema, "format")
  if (name === undefined) return undefined
  if (name === "decimal") {
    const decimal = decimalOf(ownOf(schema, "x-decimal"))
    return decimal === undefined
      ? notes.approximated(
        place,
        "\"format: decimal\" needs its number of digits here: text of any kind.",
        "add x-decimal: { precision: 19, scale: 4 } and the format to the schema file."
      )
      : { format: "decimal", decimal }
  }
  const format = FORMATS.get(name)
  if (format === undefined) {
    return notes.approximated(place, `"format: ${name}" is not known here: text of any kind.`, "a pattern can say it.")
  }
  notes.said(place, `"format: ${name}" is enforced here: ${ENFORCED[format]}`)
  return { format }
}

const FORMATS: ReadonlyMap<string, keyof typeof ENFORCED> = new Map([
  ["uuid", "uuid"],
  ["date", "date"],
  ["date-time", "date-time"],
  ["duration", "duration"],
  ["email", "email"],
  ["uri", "uri"],
  ["url", "uri"],
  ["bigint", "bigint"]
])

const ENFORCED = {
  uuid: "a UUID in lower case.",
  date: "a day that the calendar has.",
  "date-time": "a time as in RFC 3339, to the millisecond; finer ones need \"x-type: string\".",
  duration: "days, hours, minutes and seconds, but no years, months or weeks.",
  email: "an e-mail address as HTML takes it.",
  uri: "an absolute URL.",
  bigint: "an integer as text."
} as const

/** Whose value in TypeScript is no text. */
const CONVERTED: ReadonlySet<Format> = new Set(["date-time", "decimal", "bigint", "duration"])

const decimalOf = (value: Json | undefined): KnownFormat["decimal"] => {
  if (!isObject(value)) return undefined
  const { precision, scale } = value
  return typeof precision === "number" && typeof scale === "number" ? { precision, scale } : undefined
}

const lengthsOf = (schema: JsonObject): Ours => {
  const [least, most] = [ownOf(schema, "minLength"), ownOf(schema, "maxLength")]
  return {
    ...(typeof least === "number" && least > 0 && { minLength: least }),
    ...(typeof most === "number" && { maxLength: most })
  }
}

const patternOf = (
  [first, second]: ReadonlyArray<string>,
  place: Place,
  { notes }: SchemaContext
): string | undefined => {
  if (second !== undefined) {
    const help = "write both as one, with a look-ahead."
    notes.leftOut(place, `One of two patterns, ${JSON.stringify(second)}: text has one.`, help)
  }
  if (first === undefined || compiles(first)) return first
  const bare = withoutNeedlessEscapes(first)
  if (compiles(bare)) return bare
  const what = `The pattern ${JSON.stringify(first)}, which is no regular expression of JavaScript with the u flag.`
  return notes.leftOut(place, what, "write it in the words of JavaScript.")
}

/** Other dialects escape signs that mean nothing, which `u` forbids: a dash means something within brackets only. */
const withoutNeedlessEscapes = (pattern: string): string => {
  let isInBrackets = false
  return pattern.replace(/\\.|[[\]]/gsu, (part) => {
    if (part === "[" || part === "]") isInBrackets = part === "["
    const sign = part.slice(1)
    const isNeedless = part.length > 1
      && (sign === "-" ? !isInBrackets : !/[\p{L}\p{N}\s^$\\.*+?()[\]{}|/]/u.test(sign))
    return isNeedless ? sign : part
  })
}

const compiles = (pattern: string): boolean => {
  try {
    new RegExp(pattern, "u")
    return true
  } catch {
    return false
  }
}
