// `type: array`: items of one schema, or a tuple.
import { error } from "../diagnostic.ts"
import type { ArrayShape, Shape, TupleShape } from "../model.ts"
import { inside } from "./context.ts"
import type { SchemaContext } from "./context.ts"
import { readBoolean, readList, wrongValue } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import type { Entry } from "./node.ts"
import { readCountRange } from "./range.ts"

export const readArray = (keywords: Keywords, context: SchemaContext): ArrayShape | TupleShape | undefined => {
  const prefix = keywords.get("prefixItems")
  if (prefix !== undefined) return readTuple(prefix, keywords, context)
  allowOnly(keywords, ["type", "items", "minItems", "maxItems", "uniqueItems"], "with type: array", context)
  const entry = keywords.get("items")
  if (entry === undefined && !keywords.refused) {
    const place = keywords.get("type")?.place ?? keywords.place
    context.report(error("KEY_MISSING", place, "An array says what its items are.", "add \"items\" with a schema."))
  }
  const items = entry && readItems(entry, context)
  const unique = keywords.get("uniqueItems")
  const uniqueItems = unique === undefined ? false : readBoolean(unique, context.report)
  const { least: minItems, most: maxItems } = readCountRange(keywords, "minItems", "maxItems", noArray, context)
  if (items === undefined || uniqueItems === undefined) return undefined
  const values = uniqueItems ? countOf(items) : Infinity
  if (minItems !== undefined && minItems > values) {
    const place = keywords.get("minItems")?.place ?? keywords.place
    const message = `There are only ${values} values, so no array has at least ${minItems} different items.`
    context.report(error("EMPTY_RANGE", place, message))
  }
  return { _tag: "Array", items, minItems, maxItems, uniqueItems, ...documentation(keywords) }
}

const readItems = (entry: Entry, context: SchemaContext): Shape | undefined =>
  entry.value._tag === "List"
    ? wrongValue(entry, "one schema", context.report, "prefixItems takes a list: one schema for each item.")
    : context.read(entry.value, inside(context, undefined))

/** How many values there are, where that is easily said. */
const countOf = (shape: Shape): number => {
  switch (shape._tag) {
    case "Null":
      return 1
    case "Boolean":
      return 2
    case "Literal":
      return shape.values.length
    case "Nullable":
      return countOf(shape.shape) + (shape.shape._tag === "Literal" && shape.shape.values.includes(null) ? 0 : 1)
    default:
      return Infinity
  }
}

/** A tuple has exactly its items. `items: false`, which JSON Schema needs to say so, may stand there. */
const readTuple = (prefix: Entry, keywords: Keywords, context: SchemaContext): TupleShape | undefined => {
  allowOnly(keywords, ["type", "prefixItems", "items", "minItems", "maxItems"], "beside prefixItems", context)
  const nodes = readList(prefix, context.report)
  if (nodes === undefined) return undefined
  if (nodes.length === 0) return wrongValue(prefix, "one schema or more", context.report)
  const rest = keywords.get("items")
  if (rest !== undefined && !(rest.value._tag === "Scalar" && rest.value.value === false)) {
    const message = "Beside \"prefixItems\", which means exactly that many items, \"items\" can only be false."
    context.report(error("KEYWORD_MISPLACED", rest.place, message))
  }
  for (const count of [keywords.get("minItems"), keywords.get("maxItems")]) {
    if (count === undefined || (count.value._tag === "Scalar" && Number(count.value.value) === nodes.length)) continue
    wrongValue(count, `the number of "prefixItems" (${nodes.length}), if it is said at all`, context.report)
  }
  const items = nodes.map((node) => context.read(node, inside(context, undefined)))
  const whole = items.filter((item) => item !== undefined)
  return whole.length === items.length ? { _tag: "Tuple", items: whole, ...documentation(keywords) } : undefined
}

const noArray = (least: number, most: number): string => `No array has at least ${least} and at most ${most} items.`
