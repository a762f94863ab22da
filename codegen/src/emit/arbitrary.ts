// A schema as the expression that makes its stored JSON at random. Read by the emitters of arbitraries; `codec.ts` is
// its twin for codecs.
import type { ArrayShape, Field, NumberShape, Shape, StringShape, UnionShape } from "../model.ts"
import { writeCodec } from "./codec.ts"
import { type Draft, neighbour, testing } from "./draft.ts"
import type { HeightOf } from "./height.ts"
import { literal, propertyKey, regularExpression } from "./text.ts"

/** The module of the arbitraries of brands and shared types, without its ending. */
export const SHARED_ARBITRARIES = "./arbitraries.gen"

export const writeArbitrary = (draft: Draft, shape: Shape, heightOf: HeightOf): void => {
  const { writer } = draft
  const write = (inner: Shape): void => writeArbitrary(draft, inner, heightOf)
  switch (shape._tag) {
    case "Object":
      return writeRecord(draft, shape.fields, heightOf)
    case "Record":
      return writeCall(draft, "dictionary", () => write(shape.values))
    case "Array":
      return writeArray(draft, shape, write)
    case "Tuple":
      return writeCall(draft, "tuple", () => writeList(draft, shape.items, write))
    case "Union":
      return writeCall(draft, "union", () => writeList(draft, simplestFirst(shape, heightOf), write))
    case "Nullable":
      return writeCall(draft, "nullable", () => write(shape.shape))
    case "Reference":
      writer.write(storedShared(draft, shape.typeName))
      return
    case "String":
      writer.write(shape.brand === undefined ? stringArbitrary(draft, shape) : storedShared(draft, shape.brand))
      return
    case "Number":
      writer.write(shape.brand === undefined ? numberArbitrary(draft, shape) : storedShared(draft, shape.brand))
      return
    case "Literal":
      writer.write(literals(draft, shape.values))
      return
    case "Boolean":
      writer.write(`${testing(draft, "boolean")}()`)
      return
    case "Null":
      writer.write(literals(draft, [null]))
  }
}

/** `Arb.record({ what is always there }, { what may be })`; `tag` is the line of `_tag`, where there is one. */
export const writeRecord = (draft: Draft, fields: ReadonlyArray<Field>, heightOf: HeightOf, tag?: string): void => {
  const members = (of: ReadonlyArray<Field>) =>
    of.map(({ name, shape }) => () => {
      draft.writer.write(`${propertyKey(name)}: `)
      writeArbitrary(draft, shape, heightOf)
    })
  const required = members(fields.filter((field) => field.required))
  const optional = members(fields.filter((field) => !field.required))
  const tagged = tag === undefined
    ? required
    : [() => draft.writer.write(`_tag: ${literals(draft, [tag])}`), ...required]
  writeCall(draft, "record", () => {
    writeMembers(draft, tagged)
    if (optional.length === 0) return
    draft.writer.write(", ")
    writeMembers(draft, optional)
  })
}

/** The constant that makes what is stored under a name: `storedMoney`. */
export const storedConstant = (name: string): string => `stored${name}`

/** Of a text without its brand. */
export const stringArbitrary = (draft: Draft, shape: StringShape): string => {
  const { decimal, examples, maxLength, minLength, pattern } = shape
  const limits = object([
    ["minLength", minLength],
    ["maxLength", maxLength],
    ["pattern", pattern && regularExpression(pattern)],
    ["examples", examples && literal(examples)]
  ])
  const digits = decimal === undefined ? [] : [literal({ ...decimal })]
  return `${testing(draft, generatorOf(shape))}(${[...digits, ...limits].join(", ")})`
}

/** Of a number without its brand. */
export const numberArbitrary = (draft: Draft, shape: NumberShape): string => {
  const { exclusiveMaximum, exclusiveMinimum, integer, maximum, minimum, multipleOf } = shape
  const bounds = object(Object.entries({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }))
  return `${testing(draft, integer ? "integer" : "number")}(${bounds.join("")})`
}

/** A brand or shared type; one that is declared further down, or is just being declared, is met when it is used. */
const storedShared = (draft: Draft, name: string): string => {
  const constant = storedConstant(name)
  if (draft.later.has(constant)) return `${testing(draft, "suspend")}(() => ${constant})`
  return draft.own.has(constant) ? constant : neighbour(draft, SHARED_ARBITRARIES, constant, "value")
}

const generatorOf = ({ anyText, format, keepText }: StringShape): string => {
  switch (format) {
    case undefined:
      return anyText ? "anyText" : "text"
    case "date-time":
      return keepText ? "timestampText" : "timestamp"
    case "duration":
      return keepText ? "durationText" : "duration"
    // a text of these formats is the same whether it is kept or decoded
    default:
      return format
  }
}

const literals = (draft: Draft, values: ReadonlyArray<string | number | boolean | null>): string =>
  `${testing(draft, "literals")}(${literal(values)})`

const writeArray = (draft: Draft, shape: ArrayShape, write: (inner: Shape) => void): void => {
  const { items, maxItems, minItems, uniqueItems } = shape
  writeCall(draft, uniqueItems ? "uniqueArray" : "array", () => {
    write(items)
    if (uniqueItems) {
      // which items are one is said of their values, not of their texts
      draft.writer.write(", ")
      writeCodec(draft, items)
    }
    for (const bounds of object([["minItems", minItems], ["maxItems", maxItems]])) draft.writer.write(`, ${bounds}`)
  })
}

/** An object's text, or nothing where none of its members is there. */
const object = (members: ReadonlyArray<readonly [name: string, value: string | number | undefined]>) => {
  const present = members.filter(([, value]) => value !== undefined)
  return present.length === 0 ? [] : [`{ ${present.map(([name, value]) => `${name}: ${value}`).join(", ")} }`]
}

const simplestFirst = ({ branches }: UnionShape, heightOf: HeightOf): ReadonlyArray<Shape> =>
  branches.toSorted((a, b) => heightOf(a) - heightOf(b))

const writeCall = (draft: Draft, name: string, writeArguments: () => void): void => {
  draft.writer.write(`${testing(draft, name)}(`)
  writeArguments()
  draft.writer.write(")")
}

const writeMembers = (draft: Draft, members: ReadonlyArray<() => void>): void => {
  if (members.length === 0) {
    draft.writer.write("{}")
    return
  }
  draft.writer.inlineBlock(() =>
    members.forEach((write, index) => {
      if (index > 0) draft.writer.write(",").newLine()
      write()
    })
  )
}

/** On one line, unless a member needs several. */
const writeList = (draft: Draft, members: ReadonlyArray<Shape>, write: (inner: Shape) => void): void => {
  const { writer } = draft
  const isLong = members.some(({ _tag }) => _tag === "Object" || _tag === "Union")
  const writeMembers = (separate: () => void) =>
    members.forEach((member, index) => {
      if (index > 0) separate()
      write(member)
    })
  writer.write("[")
  if (isLong) {
    writer.newLine().withIndentationLevel(
      writer.getIndentationLevel() + 1,
      () => writeMembers(() => writer.write(",").newLine())
    )
    writer.newLine()
  } else writeMembers(() => writer.write(", "))
  writer.write("]")
}
