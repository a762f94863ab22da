// A schema as the expression that makes its codec. Read by the emitters of declarations.
import type { ArrayShape, Field, NumberShape, Shape, StringShape } from "../model.ts"
import { core, type Draft, shared } from "./draft.ts"
import { literal, propertyKey, regularExpression } from "./text.ts"

export const writeCodec = (draft: Draft, shape: Shape): void => {
  const { writer } = draft
  switch (shape._tag) {
    case "Object":
      return writeStruct(draft, shape.fields)
    case "Record":
      // a stricter schema of the keys would not refuse the others, but drop them
      writer.write(`${core(draft, "S", "Record")}(${core(draft, "R", "AnyText")}, `)
      writeCodec(draft, shape.values)
      writer.write(")")
      return
    case "Array":
      writer.write(`${core(draft, "S", "Array")}(`)
      writeCodec(draft, shape.items)
      writer.write(`)${checked(draft, arrayChecks(shape))}`)
      return
    case "Tuple":
      return writeList(draft, "Tuple", shape.items)
    case "Union":
      return writeList(draft, "Union", shape.branches)
    case "Nullable":
      writer.write(`${core(draft, "S", "NullOr")}(`)
      writeCodec(draft, shape.shape)
      writer.write(")")
      return
    case "Reference": {
      // a type that is declared further down, or is just being declared, is met when it is first used
      const isLater = draft.later.has(shape.typeName)
      writer.write(
        isLater ? `${core(draft, "S", "suspend")}(() => ${shape.typeName})` : shared(draft, shape.typeName, "value")
      )
      return
    }
    case "String":
      writer.write(shape.brand === undefined ? stringCodec(draft, shape) : shared(draft, shape.brand, "value"))
      return
    case "Number":
      writer.write(shape.brand === undefined ? numberCodec(draft, shape) : shared(draft, shape.brand, "value"))
      return
    case "Literal":
      writer.write(literalCodec(draft, shape.values))
      return
    case "Boolean":
      writer.write(core(draft, "S", "Boolean"))
      return
    case "Null":
      writer.write(core(draft, "S", "Null"))
  }
}

/** `S.Struct({...})`; `tag` is the line of `_tag`, where there is one. */
export const writeStruct = (draft: Draft, fields: ReadonlyArray<Field>, tag?: string): void => {
  const { writer } = draft
  if (fields.length === 0 && tag === undefined) {
    // a struct without fields would take any value but null
    writer.write(`${core(draft, "S", "Record")}(${core(draft, "R", "AnyText")}, ${core(draft, "S", "Never")})`)
    return
  }
  writer.write(`${core(draft, "S", "Struct")}(`)
  writer.inlineBlock(() => {
    if (tag !== undefined) writer.write(`_tag: ${tag}`)
    fields.forEach(({ name, required, shape }, index) => {
      if (index > 0 || tag !== undefined) writer.write(",").newLine()
      writer.write(`${propertyKey(name)}: `)
      if (!required) writer.write(`${core(draft, "S", "optionalKey")}(`)
      writeCodec(draft, shape)
      if (!required) writer.write(")")
    })
  })
  writer.write(")")
}

/** The codec of a text without its brand. */
export const stringCodec = (draft: Draft, shape: StringShape): string => {
  const { maxLength, minLength, pattern } = shape
  return core(draft, "R", scalarName(shape)) + checked(draft, [
    minLength === undefined ? undefined : ["isMinCodePoints", minLength],
    maxLength === undefined ? undefined : ["isMaxCodePoints", maxLength],
    pattern === undefined ? undefined : ["isPattern", regularExpression(pattern)]
  ])
}

/** The codec of a number without its brand. */
export const numberCodec = (draft: Draft, shape: NumberShape): string =>
  core(draft, "S", shape.integer ? "Int" : "Finite") + checked(draft, [
    bound("isGreaterThanOrEqualTo", shape.minimum),
    bound("isGreaterThan", shape.exclusiveMinimum),
    bound("isLessThanOrEqualTo", shape.maximum),
    bound("isLessThan", shape.exclusiveMaximum),
    bound("isMultipleOf", shape.multipleOf)
  ])

/** A check's name and argument; `undefined` where the schema does not ask for it. */
type Check = readonly [name: string, argument: string | number] | undefined

const bound = (name: string, value: number | undefined): Check => value === undefined ? undefined : [name, value]

const arrayChecks = ({ maxItems, minItems, uniqueItems }: ArrayShape): ReadonlyArray<Check> => [
  bound("isMinLength", minItems),
  bound("isMaxLength", maxItems),
  uniqueItems ? ["isUnique", ""] : undefined
]

const checked = (draft: Draft, checks: ReadonlyArray<Check>): string => {
  const calls = checks.filter((check) => check !== undefined)
    .map(([name, argument]) => `${core(draft, "S", name)}(${argument})`)
  return calls.length === 0 ? "" : `.check(${calls.join(", ")})`
}

const scalarName = ({ anyText, decimal, format, keepText }: StringShape): string => {
  const text = keepText ? "Text" : ""
  switch (format) {
    case undefined:
      return anyText ? "AnyText" : "Text"
    case "uuid":
      return "Uuid"
    case "email":
      return "Email"
    case "uri":
      return "Uri"
    case "date":
      return `PlainDate${text}`
    case "date-time":
      return `Timestamp${text}`
    case "bigint":
      return `BigInt${text}`
    case "duration":
      return `Duration${text}`
    case "decimal":
      return `Decimal${text}(${literal({ ...decimal })})`
  }
}

const literalCodec = (draft: Draft, values: ReadonlyArray<string | number | boolean | null>): string => {
  const others = values.filter((value) => value !== null)
  if (others.length === 0) return core(draft, "S", "Null")
  const codec = others.length === 1
    ? `${core(draft, "S", "Literal")}(${literal(others[0]!)})`
    : `${core(draft, "S", "Literals")}(${literal(others)})`
  return others.length === values.length ? codec : `${core(draft, "S", "NullOr")}(${codec})`
}

/** On one line, unless a member needs several or they are too many. */
const writeList = (draft: Draft, name: "Tuple" | "Union", members: ReadonlyArray<Shape>): void => {
  const { writer } = draft
  const isLong = members.some(({ _tag }) => _tag === "Object" || _tag === "Union")
  writer.write(`${core(draft, "S", name)}([`)
  const write = (separate: () => void) =>
    members.forEach((member, index) => {
      if (index > 0) separate()
      writeCodec(draft, member)
    })
  if (isLong) {
    writer.newLine().withIndentationLevel(
      writer.getIndentationLevel() + 1,
      () => write(() => writer.write(",").newLine())
    )
  } else write(() => writer.write(", "))
  if (isLong) writer.newLine()
  writer.write("])")
}
