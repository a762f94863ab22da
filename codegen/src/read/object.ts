// `type: object`: named properties, or a record of values that share one schema.
import { error, quote } from "../diagnostic.ts"
import type { Field, ObjectShape, RecordShape } from "../model.ts"
import { inside } from "./context.ts"
import type { SchemaContext } from "./context.ts"
import { readMap, wrongValue } from "./keys.ts"
import { allowOnly, documentation, isDeprecated } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import { describe, isUnstorable, textOf } from "./node.ts"
import type { Entry } from "./node.ts"
import { INHERITED, RESERVED } from "./reserved.ts"
import { didYouMean } from "./suggest.ts"

export const readObject = (keywords: Keywords, context: SchemaContext): ObjectShape | RecordShape | undefined => {
  const additional = keywords.get("additionalProperties")
  if (additional?.value._tag === "Map") return readRecord(additional, keywords, context)
  allowOnly(
    keywords,
    ["type", "properties", "required", "additionalProperties", "x-personal"],
    "with type: object",
    context
  )
  const isClosed = additional?.value._tag === "Scalar" && additional.value.value === false
  if (!isClosed && !keywords.refused) reportOpen(keywords, additional, context)
  const properties = keywords.get("properties")
  const entries = properties === undefined ? [] : readMap(properties, context.report)?.entries
  const required = readRequired(keywords, entries, context)
  if (entries === undefined || required === undefined) return undefined
  const fields = entries.map((entry) => readField(entry, required.has(entry.key), context))
  const whole = fields.filter((field) => field !== undefined)
  return isClosed && whole.length === fields.length
    ? { _tag: "Object", fields: whole, ...documentation(keywords) }
    : undefined
}

const readRecord = (additional: Entry, keywords: Keywords, context: SchemaContext): RecordShape | undefined => {
  allowOnly(
    keywords,
    ["type", "additionalProperties", "x-personal"],
    "beside a schema of all values (an object is either properties or a record)",
    context
  )
  const values = context.read(additional.value, inside(context, undefined))
  return values && { _tag: "Record", values, ...documentation(keywords) }
}

const readField = (entry: Entry, required: boolean, context: SchemaContext): Field | undefined => {
  const named = checkName(entry, required, context)
  const shape = context.read(entry.value, inside(context, entry.key))
  if (!named || shape === undefined) return undefined
  return { name: entry.key, required, deprecated: isDeprecated(entry.value), shape, place: entry.place }
}

const checkName = ({ key, place }: Entry, required: boolean, { isRoot, owner, report }: SchemaContext): boolean => {
  const isTag = key === "_tag" && isRoot && owner.kind !== "type"
  if (isTag) {
    const message = `"_tag" is set by the library (to ${quote(owner.name)}).`
    report(error("FIELD_RESERVED", place, message, "choose another name."))
  } else if (RESERVED.has(key)) {
    report(error("FIELD_RESERVED", place, `"${key}" means something else on every object.`, "choose another name."))
  } else if (!required && INHERITED.has(key)) {
    const message = `"${key}" can't be optional: every object has one, so it would never be absent.`
    report(error("FIELD_RESERVED", place, message, "require it, or choose another name."))
  } else if (isUnstorable(key)) {
    const message = "A property's name can't hold U+0000 or half of a surrogate pair."
    report(error("FIELD_RESERVED", place, message, "choose another name."))
  } else return true
  return false
}

const reportOpen = (keywords: Keywords, additional: Entry | undefined, context: SchemaContext): void => {
  const message =
    "Say \"additionalProperties: false\", or give the schema of the other values. Open objects cannot be checked for compatibility."
  const isOpen = additional === undefined || (additional.value._tag === "Scalar" && additional.value.value === true)
  if (!isOpen) return wrongValue(additional, "false or a schema", context.report)
  context.report(error("OBJECT_OPEN", keywords.get("type")?.place ?? keywords.place, message))
}

const readRequired = (
  keywords: Keywords,
  properties: ReadonlyArray<Entry> | undefined,
  context: SchemaContext
): ReadonlySet<string> | undefined => {
  const required = new Set<string>()
  const entry = keywords.get("required")
  if (entry === undefined) return required
  if (entry.value._tag !== "List") return wrongValue(entry, "a list of names", context.report)
  const names = properties?.map((property) => property.key) ?? []
  for (const item of entry.value.items) {
    const name = textOf(item)
    if (name === undefined) {
      context.report(error("KEYWORD_VALUE", item.place, `"required" lists names, and ${describe(item)} is none.`))
    } else if (required.has(name)) {
      context.report(error("KEYWORD_VALUE", item.place, `${quote(name)} is listed twice.`))
    } else if (!names.includes(name) && properties !== undefined && !keywords.refused) {
      const message = `${quote(name)} is required, but there is no such property.`
      context.report(error("REQUIRED_UNKNOWN", item.place, message, didYouMean(name, names)))
    }
    required.add(name ?? "")
  }
  return required
}
