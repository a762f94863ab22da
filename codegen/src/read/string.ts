// `type: string`: formats, lengths, patterns and the extension keys of text.
import { error, quote } from "../diagnostic.ts"
import type { Format, NumberShape, StringShape } from "../model.ts"
import type { SchemaContext } from "./context.ts"
import { checkIdentifier, readCount, readKeys, readText, readWord, wrongValue } from "./keys.ts"
import { allowOnly, documentation, FORMATS } from "./keywords.ts"
import type { Keyword, Keywords } from "./keywords.ts"
import { textOf } from "./node.ts"
import { readCountRange } from "./range.ts"
import { didYouMean } from "./suggest.ts"

export const readString = (keywords: Keywords, context: SchemaContext): StringShape => {
  allowOnly(keywords, KEYWORDS_OF_TEXT, "with type: string", context)
  const format = readFormat(keywords, context)
  const keepText = readKeepText(keywords, context)
  if (context.owner.kind === "id") refuseConverted(format, keywords, context)
  else if (!keepText) refuseConstraints(format, keywords, context)
  const { least: minLength, most: maxLength } = readCountRange(keywords, "minLength", "maxLength", noText, context)
  reportUnreachable(format, { minLength, maxLength }, keywords, context)
  const shape: StringShape = {
    _tag: "String",
    format,
    decimal: readDecimal(format, keywords, context),
    brand: undefined,
    keepText,
    anyText: readAnyText(keywords, context),
    minLength,
    maxLength,
    pattern: readPattern(keywords, context),
    ...documentation(keywords),
    ...readExamples(keywords)
  }
  const brand = readBrand(keywords, shape, context)
  return brand === undefined ? shape : { ...shape, brand }
}

/** `x-brand`, of text and of integers alike. */
export const readBrand = (
  keywords: Keywords,
  shape: StringShape | NumberShape,
  context: SchemaContext
): string | undefined => {
  const entry = keywords.get("x-brand")
  const name = entry && readText(entry, context.report)
  if (entry === undefined || name === undefined || !checkIdentifier(name, entry.value.place, context.report)) {
    return undefined
  }
  context.found.brands.push({ name, shape, place: entry.value.place })
  return name
}

const KEYWORDS_OF_TEXT: ReadonlyArray<Keyword> = [
  "type",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "x-decimal",
  "x-brand",
  "x-type",
  "x-personal",
  "x-jsonb"
]

/** Formats whose value in TypeScript is no text. */
const CONVERTED: ReadonlySet<Format | undefined> = new Set(["date-time", "decimal", "bigint", "duration"])

const readFormat = (keywords: Keywords, context: SchemaContext): Format | undefined => {
  const entry = keywords.get("format")
  const name = entry && readText(entry, context.report)
  const format = FORMATS.find((known) => known === name)
  if (entry !== undefined && name !== undefined && format === undefined) {
    const help = didYouMean(name, FORMATS) ?? `the formats are ${FORMATS.join(", ")}.`
    context.report(error("UNKNOWN_FORMAT", entry.value.place, `${quote(name)} is not a format known here.`, help))
  }
  return format
}

/** An id stands in a stream's name as it is. */
const refuseConverted = (format: Format | undefined, keywords: Keywords, { report }: SchemaContext): void => {
  const entry = keywords.get("format")
  if (entry === undefined || !CONVERTED.has(format)) return
  wrongValue(entry, "uuid, date, email or uri in an id, which is text in TypeScript too", report)
}

/** A check of the text would have nothing to check once the text is a date or a number. */
const refuseConstraints = (format: Format | undefined, keywords: Keywords, context: SchemaContext): void => {
  if (!CONVERTED.has(format)) return
  for (const name of ["pattern", "minLength", "maxLength"] as const) {
    const entry = keywords.get(name)
    if (entry === undefined) continue
    const message = `"${name}" can't stand with format: ${format}, whose value is no text in TypeScript.`
    context.report(error("KEYWORD_MISPLACED", entry.place, message, "\"x-type: string\" keeps the text."))
  }
}

/** How long the texts of a format are, where that is known. */
const LENGTHS: ReadonlyMap<Format | undefined, readonly [least: number, most: number]> = new Map([
  ["uuid", [36, 36]],
  ["date", [10, 10]],
  ["date-time", [20, 35]]
])

const reportUnreachable = (
  format: Format | undefined,
  { maxLength = Infinity, minLength = 0 }: { minLength: number | undefined; maxLength: number | undefined },
  keywords: Keywords,
  { report }: SchemaContext
): void => {
  const [least, most] = LENGTHS.get(format) ?? [0, Infinity]
  const entry = minLength > most ? keywords.get("minLength") : maxLength < least ? keywords.get("maxLength") : undefined
  if (entry === undefined) return
  const length = least === most ? `${least}` : `${least} to ${most}`
  report(error("EMPTY_RANGE", entry.place, `No ${format} has that length: each has ${length} characters.`))
}

const readDecimal = (
  format: Format | undefined,
  keywords: Keywords,
  { owner, report }: SchemaContext
): StringShape["decimal"] => {
  const entry = keywords.get("x-decimal")
  if (entry === undefined) {
    const place = keywords.get("format")?.place ?? keywords.place
    if (format === "decimal" && !keywords.refused && owner.kind !== "id") {
      const help = "add x-decimal: { precision: 19, scale: 4 } (all digits, and those after the point)."
      report(
        error(
          "DECIMAL_UNBOUNDED",
          place,
          "\"format: decimal\" needs \"x-decimal\", which says how many digits there are.",
          help
        )
      )
    }
    return undefined
  }
  if (format !== "decimal") {
    if (!keywords.refused) {
      report(error("EXTENSION_MISPLACED", entry.place, "\"x-decimal\" stands with \"format: decimal\" only."))
    }
    return undefined
  }
  const keys = readKeys(entry, { required: ["precision", "scale"], optional: [] }, report)
  const precision = keys?.precision && readCount(keys.precision, 1, report)
  const scale = keys?.scale && readCount(keys.scale, 0, report)
  if (precision === undefined || scale === undefined || keys === undefined) return undefined
  if (precision > MAX_PRECISION) return wrongValue(keys.precision!, `at most ${MAX_PRECISION}`, report)
  if (scale > precision) return wrongValue(keys.scale!, `at most the precision (${precision})`, report)
  return { precision, scale }
}

/** PostgreSQL's numeric(precision, scale) ends here. */
const MAX_PRECISION = 1000

const readKeepText = (keywords: Keywords, { report }: SchemaContext): boolean => {
  const entry = keywords.get("x-type")
  if (entry === undefined) return false
  if (keywords.get("format") === undefined && !keywords.refused) {
    report(
      error("EXTENSION_MISPLACED", entry.place, "\"x-type\" stands with \"format\" only: without one, text is text.")
    )
  }
  return readWord(entry, ["string"], report) !== undefined
}

const readAnyText = (keywords: Keywords, { report }: SchemaContext): boolean => {
  const entry = keywords.get("x-jsonb")
  if (entry === undefined) return false
  if (keywords.get("format") !== undefined) {
    report(
      error("EXTENSION_MISPLACED", entry.place, "\"x-jsonb\" is for text without a format: no format admits U+0000.")
    )
  }
  return readWord(entry, ["any"], report) !== undefined
}

const readPattern = (keywords: Keywords, { report }: SchemaContext): string | undefined => {
  const entry = keywords.get("pattern")
  if (entry === undefined) return undefined
  const pattern = textOf(entry.value)
  if (pattern === undefined) return wrongValue(entry, "a regular expression as text", report)
  const fault = patternFault(pattern)
  if (fault === undefined) return pattern
  report(error("PATTERN_INVALID", entry.value.place, `Not a valid regular expression with the u flag: ${fault}.`))
  return undefined
}

const patternFault = (pattern: string): string | undefined => {
  try {
    new RegExp(pattern, "u")
    return undefined
  } catch (cause) {
    // The engine says "Invalid regular expression: /[/u: Unterminated character class".
    return cause instanceof Error ? cause.message.slice(cause.message.lastIndexOf("/u: ") + 4) : String(cause)
  }
}

/** Whether they fit is checked with all other examples. */
const readExamples = (keywords: Keywords): { readonly examples?: ReadonlyArray<string> } => {
  const constrained = (["pattern", "minLength", "maxLength"] as const).some((name) => keywords.get(name) !== undefined)
  const list = keywords.get("examples")?.value
  if (!constrained || list?._tag !== "List") return {}
  const examples = list.items.flatMap((item) => textOf(item) ?? [])
  return examples.length === 0 ? {} : { examples }
}

const noText = (least: number, most: number): string =>
  `No text is at least ${least} and at most ${most} characters long.`
