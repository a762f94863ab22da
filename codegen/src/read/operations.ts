// The declarative upcast operations, from YAML to data. Whether they fit the schemas is asked in `upcast/`, not here.
import { error, quote } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Conversion, Json, Operation, Pointer } from "../model.ts"
import {
  readBoolean,
  readCount,
  readKeys,
  readList,
  readMap,
  readPointer,
  readText,
  readWord,
  wrongValue
} from "./keys.ts"
import { jsonOf, textOf } from "./node.ts"
import type { Entry } from "./node.ts"
import { reservedIn, unstorableIn } from "./reserved.ts"
import { didYouMean } from "./suggest.ts"

/** A list of operations. What is wrong in one of them is reported, and the others are still read. */
export const readOperations = (entry: Entry, report: Report): ReadonlyArray<Operation> | undefined =>
  readItems(entry, { report, inEach: false })

interface Context {
  readonly report: Report
  /** The pointers of `each`'s own operations may be empty: the item itself. */
  readonly inEach: boolean
}

type Reader = (entry: Entry, context: Context) => Operation | undefined

const readItems = (entry: Entry, context: Context): ReadonlyArray<Operation> | undefined => {
  const operations = readList(entry, context.report)?.map((value) =>
    readOperation({ key: entry.key, place: value.place, value }, context)
  )
  return whole(operations)
}

const readOperation = (item: Entry, context: Context): Operation | undefined => {
  const map = item.value._tag === "Map" ? item.value : undefined
  const entry = map?.entries[0]
  if (entry === undefined || map?.entries.length !== 1) {
    const help = "each step is one: - add: { at: /name, value: ... }"
    context.report(error("KEYWORD_VALUE", item.place, "A step is a mapping with one operation as its key.", help))
    return undefined
  }
  const reader = READERS.get(entry.key)
  if (reader !== undefined) return reader(entry, context)
  const help = didYouMean(entry.key, READERS.keys())
    ?? `${[...READERS.keys()].join(", ")}; what these can't say is code: true.`
  context.report(error("UPCAST_OP_UNKNOWN", entry.place, `${quote(entry.key)} is not an operation.`, help))
  return undefined
}

const rename: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["from", "to"], optional: [] }, context.report)
  const from = pointer(keys?.from, context)
  const to = pointer(keys?.to, context)
  const op = entry.key === "rename" ? "rename" : "move"
  return from && to && { op, from, to, place: entry.place }
}

const add: Reader = (entry, { inEach, report }) => {
  const keys = readKeys(entry, { required: ["at"], optional: ["value", "from", "ifMissing"] }, report)
  if (keys === undefined) return undefined
  const at = pointer(keys.at, { inEach, report })
  const ifMissing = keys.ifMissing === undefined ? false : readBoolean(keys.ifMissing, report)
  if ((keys.value === undefined) === (keys.from === undefined)) {
    report(error("KEY_MISSING", entry.place, "\"add\" needs either \"value\" or \"from\"."))
    return undefined
  }
  const value = keys.from === undefined ? literal(keys.value, report) : readWord(keys.from, ["$recordedAt"], report)
  if (at === undefined || ifMissing === undefined || value === undefined) return undefined
  return {
    op: "add",
    at,
    value: keys.from === undefined ? { _tag: "Value", value } : { _tag: "RecordedAt" },
    ifMissing,
    place: entry.place
  }
}

const remove: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["at"], optional: [] }, context.report)
  const at = pointer(keys?.at, context)
  const op = entry.key === "wrap" ? "wrap" : "remove"
  return at && { op, at, place: entry.place }
}

const map: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["at", "values"], optional: ["otherwise"] }, context.report)
  const at = pointer(keys?.at, context)
  const otherwise = optionalLiteral(keys?.otherwise, context.report)
  const values = keys?.values && readMap(keys.values, context.report)?.entries.map(
    ({ key, place, value }) => {
      const to = literal({ key, place, value }, context.report)
      return to === undefined ? undefined : [key, to] as const
    }
  )
  const all = whole(values)
  return at && all && otherwise && { op: "map", at, values: all, otherwise: otherwise.value, place: entry.place }
}

const convert: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["at", "using"], optional: ["otherwise"] }, context.report)
  const at = pointer(keys?.at, context)
  const using = keys?.using && readConversion(keys.using, context.report)
  const otherwise = optionalLiteral(keys?.otherwise, context.report)
  return at && using && otherwise && { op: "convert", at, using, otherwise: otherwise.value, place: entry.place }
}

const split: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["from", "to", "on"], optional: ["limit"] }, context.report)
  const from = pointer(keys?.from, context)
  const to = pointers(keys?.to, context)
  const on = separator(keys?.on, 1, context.report)
  if (from === undefined || to === undefined || on === undefined) return undefined
  const limit = keys?.limit === undefined ? to.length : readCount(keys.limit, 1, context.report)
  if (limit === undefined) return undefined
  if (keys?.limit !== undefined && limit > to.length) {
    return wrongValue(keys.limit, `at most the number of targets (${to.length})`, context.report)
  }
  return { op: "split", from, to, on, limit, place: entry.place }
}

const join: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["from", "to", "with"], optional: [] }, context.report)
  const from = pointers(keys?.from, context)
  const to = pointer(keys?.to, context)
  const between = separator(keys?.with, 0, context.report)
  if (from === undefined || to === undefined || between === undefined) return undefined
  return { op: "join", from, to, with: between, place: entry.place }
}

const first: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["at"], optional: ["otherwise"] }, context.report)
  const at = pointer(keys?.at, context)
  const otherwise = optionalLiteral(keys?.otherwise, context.report)
  return at && otherwise && { op: "first", at, otherwise: otherwise.value, place: entry.place }
}

const each: Reader = (entry, context) => {
  const keys = readKeys(entry, { required: ["at", "ops"], optional: [] }, context.report)
  const at = pointer(keys?.at, context)
  const op = entry.key === "each" ? "each" : "in"
  const operations = keys?.ops && readItems(keys.ops, { ...context, inEach: op === "each" })
  return at && operations && { op, at, operations, place: entry.place }
}

const READERS: ReadonlyMap<string, Reader> = new Map([
  ["rename", rename],
  ["move", rename],
  ["add", add],
  ["remove", remove],
  ["map", map],
  ["convert", convert],
  ["split", split],
  ["join", join],
  ["wrap", remove],
  ["first", first],
  ["each", each],
  ["in", each]
])

const CONVERSIONS: ReadonlyArray<Conversion> = [
  "date-to-start-of-day-utc",
  "number-to-decimal",
  "cents-to-decimal",
  "epoch-millis-to-timestamp",
  "string-to-integer",
  "to-string"
]

const readConversion = (entry: Entry, report: Report): Conversion | undefined => {
  const name = readText(entry, report)
  const conversion = CONVERSIONS.find((known) => known === name)
  if (name !== undefined && conversion === undefined) {
    const help = didYouMean(name, CONVERSIONS) ?? `there are ${CONVERSIONS.join(", ")}.`
    report(error("UPCAST_OP_UNKNOWN", entry.value.place, `${quote(name)} is not a conversion.`, help))
  }
  return conversion
}

/** Nothing, where one of the items could not be read. */
const whole = <A>(items: ReadonlyArray<A | undefined> | undefined): ReadonlyArray<A> | undefined => {
  const read = items?.filter((item) => item !== undefined)
  return read?.length === items?.length ? read : undefined
}

const pointer = (entry: Entry | undefined, { inEach, report }: Context): Pointer | undefined => {
  const pointer = entry && readPointer(entry, inEach, report)
  const reserved = entry && pointer && reservedIn(pointer)
  if (reserved === undefined) return pointer
  report(error("FIELD_RESERVED", entry!.value.place, `${quote(reserved)} can't be a field's name.`))
  return undefined
}

const pointers = (entry: Entry | undefined, context: Context): ReadonlyArray<Pointer> | undefined => {
  const items = entry && readList(entry, context.report)
  if (entry !== undefined && items?.length === 0) return wrongValue(entry, "one pointer or more", context.report)
  return whole(items?.map((value) => pointer({ key: entry!.key, place: value.place, value }, context)))
}

/** What stands between the parts of a text: any text, a space too. */
const separator = (entry: Entry | undefined, least: 0 | 1, report: Report): string | undefined => {
  const text = entry && textOf(entry.value)
  if (entry === undefined || (text !== undefined && text.length >= least)) return text
  return wrongValue(entry, least === 0 ? "text" : "text of one character or more", report)
}

const literal = (entry: Entry | undefined, report: Report): Json | undefined => {
  const json = entry && jsonOf(entry.value)
  const fault = json === undefined ? undefined : unstorableIn(json)
  if (fault === undefined) return json
  return wrongValue(entry!, "a value that can be stored", report, fault)
}

const optionalLiteral = (
  entry: Entry | undefined,
  report: Report
): { readonly value: Json | undefined } | undefined => {
  const value = literal(entry, report)
  return entry !== undefined && value === undefined ? undefined : { value }
}
