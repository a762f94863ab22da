// A schema as TypeScript's type of it, in memory (`Type`) or as stored (`Encoded`). Read by the emitters of declarations.
import type { Field, Shape, StringShape } from "../model.ts"
import { coreType, type Draft, effectType, shared, writeDoc } from "./draft.ts"
import { literal, propertyKey } from "./text.ts"

/** Which side of a codec. */
export type Form = "Type" | "Encoded"

export const writeType = (draft: Draft, shape: Shape, form: Form): void => {
  const { writer } = draft
  switch (shape._tag) {
    case "Object":
      if (shape.fields.length === 0) writer.write("{}")
      else writer.inlineBlock(() => writeFields(draft, shape.fields, form))
      return
    case "Record":
      writer.write("{ readonly [key: string]: ")
      writeType(draft, shape.values, form)
      writer.write(" }")
      return
    case "Array":
      writer.write("ReadonlyArray<")
      writeType(draft, shape.items, form)
      writer.write(">")
      return
    case "Tuple":
      writer.write("readonly [")
      writeJoined(draft, shape.items, ", ", form)
      writer.write("]")
      return
    case "Union":
      return writeJoined(draft, shape.branches, " | ", form)
    case "Nullable":
      writeType(draft, shape.shape, form)
      writer.write(" | null")
      return
    case "Reference":
      writer.write(shared(draft, form === "Type" ? shape.typeName : encodedName(shape.typeName), "type"))
      return
    case "String":
      writer.write(form === "Type" ? stringType(draft, shape) : "string")
      return
    case "Number":
      writer.write(form === "Type" && shape.brand !== undefined ? shared(draft, shape.brand, "type") : "number")
      return
    case "Literal":
      writer.write(shape.values.map(literal).join(" | "))
      return
    case "Boolean":
      writer.write("boolean")
      return
    case "Null":
      writer.write("null")
  }
}

/** The members of an interface. Only the type in memory is documented, as nobody reads the other one in an editor. */
export const writeFields = (draft: Draft, fields: ReadonlyArray<Field>, form: Form): void => {
  for (const { deprecated, name, required, shape } of fields) {
    if (form === "Type") writeDoc(draft, shape.description, deprecated ? ["@deprecated"] : [])
    draft.writer.write(`readonly ${propertyKey(name)}${required ? "" : "?"}: `)
    writeType(draft, shape, form)
    draft.writer.newLine()
  }
}

export const encodedName = (typeName: string): string => `${typeName}Encoded`

/** What a format becomes in memory, without its brand. */
export const unbrandedType = (draft: Draft, { format, keepText }: StringShape): string => {
  if (keepText) return "string"
  switch (format) {
    case "date":
      return coreType(draft, "PlainDate")
    case "date-time":
      return effectType(draft, "DateTime", "Utc")
    case "decimal":
      return effectType(draft, "BigDecimal", "BigDecimal")
    case "duration":
      return effectType(draft, "Duration", "Duration")
    case "bigint":
      return "bigint"
    default:
      return "string"
  }
}

const stringType = (draft: Draft, shape: StringShape): string =>
  shape.brand === undefined ? unbrandedType(draft, shape) : shared(draft, shape.brand, "type")

const writeJoined = (draft: Draft, shapes: ReadonlyArray<Shape>, separator: string, form: Form): void =>
  shapes.forEach((shape, index) => {
    if (index > 0) draft.writer.write(separator)
    writeType(draft, shape, form)
  })
