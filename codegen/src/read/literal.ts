// `enum` and `const`: a set of JSON scalars.
import { error } from "../diagnostic.ts"
import type { LiteralShape } from "../model.ts"
import type { SchemaContext } from "./context.ts"
import { readList } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import { describe, jsonOf } from "./node.ts"
import type { Entry, Node } from "./node.ts"
import { unstorableIn } from "./reserved.ts"
import { readType } from "./type.ts"

type Value = LiteralShape["values"][number]

export const readLiteral = (entry: Entry, keywords: Keywords, context: SchemaContext): LiteralShape | undefined => {
  allowOnly(
    keywords,
    ["type", "x-personal", entry.key as "enum" | "const"],
    `beside "${entry.key}", which says every value`,
    context
  )
  const nodes = entry.key === "const" ? [entry.value] : readList(entry, context.report)
  if (nodes === undefined) return undefined
  if (nodes.length === 0) context.report(error("ENUM_EMPTY", entry.value.place, "This enum has no value."))
  const values = nodes.map((node) => readValue(entry, node, context))
  const whole = values.filter((value) => value !== undefined)
  if (whole.length === 0 || whole.length < values.length) return undefined
  nodes.forEach((node, index) => {
    if (whole.indexOf(whole[index]!) === index) return
    context.report(error("ENUM_EMPTY", node.place, `${describe(node)} is in this enum already.`, "take it away."))
  })
  checkType(whole, nodes, keywords, context)
  return { _tag: "Literal", values: whole, ...documentation(keywords) }
}

const readValue = (entry: Entry, node: Node, { report }: SchemaContext): Value | undefined => {
  if (node._tag !== "Scalar") {
    const message = `An object or a list as a value of "${entry.key}" is not supported: it has no one TypeScript type.`
    report(error("UNSUPPORTED_KEYWORD", node.place, message, "write it as a schema with const for each property."))
    return undefined
  }
  const value = jsonOf(node)
  const fault = unstorableIn(value)
  if (fault !== undefined || typeof value === "bigint" || (typeof value === "object" && value !== null)) {
    report(error("KEYWORD_VALUE", node.place, `"${entry.key}" can't have the value ${describe(node)}.`, fault))
    return undefined
  }
  return value
}

/** A `type` may stand beside an enum, as most tools write one, where every value is of it. */
const checkType = (
  values: ReadonlyArray<Value>,
  nodes: ReadonlyArray<Node>,
  keywords: Keywords,
  context: SchemaContext
): void => {
  const entry = keywords.get("type")
  const type = entry && readType(keywords, context)
  if (entry === undefined || type === undefined) return
  const index = values.findIndex((value) => !isOfType(value, type.name) && !(value === null && type.nullable))
  if (index >= 0) {
    const said = type.nullable ? `${type.name} or null` : type.name
    context.report(
      error("KEYWORD_VALUE", nodes[index]!.place, `${describe(nodes[index]!)} is not of the type ${said}.`)
    )
  } else if (type.nullable && !values.includes(null)) {
    context.report(
      error(
        "KEYWORD_VALUE",
        entry.value.place,
        "\"type\" admits null, but null is none of the values.",
        "add null to the enum, or take it from the type."
      )
    )
  }
}

const isOfType = (value: Value, type: string): boolean =>
  value === null
    ? type === "null"
    : type === "integer"
    ? Number.isInteger(value)
    : typeof value === type
