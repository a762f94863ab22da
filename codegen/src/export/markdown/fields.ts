// The fields of a payload as a table: one row for each place that has a name. Read by the pages.
import type { Field, NumberShape, Shape, StringShape } from "../../model.ts"
import { pointerText } from "../../upcast/pointer.ts"
import { code, text } from "./text.ts"

/** A link to a shared type or a definition, by its name. */
export type LinkOf = (reference: Extract<Shape, { readonly _tag: "Reference" }>) => string

export const fieldTable = (payload: Shape, linkOf: LinkOf): string => {
  const rows = rowsOf(payload, "", linkOf)
  return rows.length === 0
    ? `${capital(typeText(payload, linkOf))}.`
    : ["| Field | Type | Required | Description |", "|---|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)]
      .join("\n")
}

type Row = readonly [field: string, type: string, required: string, description: string]

const rowsOf = (shape: Shape, path: string, linkOf: LinkOf): ReadonlyArray<Row> => {
  switch (shape._tag) {
    case "Object":
      return shape.fields.flatMap((field) => {
        const at = path === "" ? field.name : `${path}.${field.name}`
        return [rowOf(field, at, linkOf), ...rowsOf(field.shape, at, linkOf)]
      })
    case "Array":
      return rowsOf(shape.items, `${path}[]`, linkOf)
    case "Record":
      return rowsOf(shape.values, `${path}.*`, linkOf)
    case "Tuple":
      return shape.items.flatMap((item, index) => rowsOf(item, `${path}[${index}]`, linkOf))
    case "Nullable":
      return rowsOf(shape.shape, path, linkOf)
    case "Union":
      return shape.branches.flatMap((branch, index) =>
        rowsOf(branch, `${path}(${tagOf(branch, shape.tag) ?? index + 1})`, linkOf)
      )
    default:
      return []
  }
}

const rowOf = ({ deprecated, required, shape }: Field, at: string, linkOf: LinkOf): Row => {
  const personal = "personal" in shape && shape.personal !== undefined
    ? `**Personal data** of the person whose id is at ${code(pointerText(shape.personal))}.`
    : undefined
  const inner = shape._tag === "Nullable" ? shape.shape : shape
  const described = shape.description ?? inner.description
  const said = [
    deprecated ? "**Deprecated.**" : undefined,
    described === undefined ? undefined : text(described),
    personal
  ]
  return [code(at), typeText(shape, linkOf), required ? "yes" : "", said.filter(Boolean).join(" ")]
}

/** What a value is, in words. */
const typeText = (shape: Shape, linkOf: LinkOf): string => {
  const inner = (of: Shape) => typeText(of, linkOf)
  switch (shape._tag) {
    case "Object":
      return "object"
    case "Record":
      return `record of ${inner(shape.values)}`
    case "Array":
      return `${shape.uniqueItems ? "set" : "list"} of ${inner(shape.items)}${
        range(shape.minItems, shape.maxItems, "items")
      }`
    case "Tuple":
      return shape.items.map(inner).join(", then ")
    case "String":
      return textType(shape)
    case "Number":
      return numberType(shape)
    case "Boolean":
      return "true or false"
    case "Null":
      return "null"
    case "Literal":
      return shape.values.map((value) => code(JSON.stringify(value))).join(", ")
    case "Union":
      return `one of ${shape.branches.length}, told apart by ${code(shape.tag)}`
    case "Nullable":
      return `${typeText(shape.shape, linkOf)}, or null`
    case "Reference":
      return linkOf(shape)
  }
}

const textType = ({ brand, decimal, format, maxLength, minLength, pattern }: StringShape): string => {
  const what = format === "decimal"
    ? `decimal as text (${decimal?.precision} digits, ${decimal?.scale} after the point)`
    : format === "bigint"
    ? "integer as text"
    : format ?? "text"
  const named = brand === undefined ? what : `${text(brand)} (${what})`
  return `${named}${range(minLength, maxLength, "characters")}${pattern === undefined ? "" : `, like ${code(pattern)}`}`
}

const numberType = (shape: NumberShape): string => {
  const { brand, exclusiveMaximum, exclusiveMinimum, integer, maximum, minimum, multipleOf } = shape
  const what = integer ? "integer" : "number"
  const bounds = [
    minimum === undefined ? undefined : `at least ${minimum}`,
    exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`,
    maximum === undefined ? undefined : `at most ${maximum}`,
    exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`,
    multipleOf === undefined ? undefined : `a multiple of ${multipleOf}`
  ]
  return [brand === undefined ? what : `${text(brand)} (${what})`, ...bounds].filter(Boolean).join(", ")
}

const range = (least: number | undefined, most: number | undefined, what: string): string => {
  const counted = (count: number) => `${count} ${count === 1 ? what.slice(0, -1) : what}`
  if (most === undefined) return least === undefined ? "" : `, at least ${counted(least)}`
  if (least === undefined) return `, at most ${counted(most)}`
  return least === most ? `, ${counted(most)}` : `, ${least} to ${counted(most)}`
}

const tagOf = (branch: Shape, tag: string): string | undefined => {
  const field = branch._tag === "Object" ? branch.fields.find(({ name }) => name === tag)?.shape : undefined
  return field?._tag === "Literal" ? `${tag}: ${String(field.values[0])}` : undefined
}

const capital = (of: string): string => of.slice(0, 1).toUpperCase() + of.slice(1)
