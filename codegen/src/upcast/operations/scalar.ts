// What is known of a scalar: the operations on scalars ask here. Read by them.
import { literal } from "../../emit/text.ts"
import type { LiteralShape, NumberShape, Place, StringShape } from "../../model.ts"
import type { Value } from "../slot.ts"

/** Shapes that no file states stand nowhere; messages point at the operations that made them. */
const NOWHERE: Place = { file: "", line: 0, column: 0 }

type Scalar = string | number | boolean

/** A scalar's shape and its TypeScript; `undefined` where it is none. Null is no scalar here: operations pass it. */
export const scalarOf = (value: Value): {
  readonly code: string
  readonly shape: StringShape | NumberShape | LiteralShape
} | undefined => {
  if (value._tag === "Constant") {
    const { value: of } = value
    return of === null || typeof of === "object" || typeof of === "bigint"
      ? undefined
      : { code: literal(of), shape: literals([of]) }
  }
  if (value._tag !== "Expression") return undefined
  const { code, shape } = value
  switch (shape._tag) {
    case "Boolean":
      return { code, shape: literals([true, false], shape.place) }
    case "String":
    case "Number":
    case "Literal":
      return { code, shape }
    default:
      return undefined
  }
}

/** The texts, where it is text: its possible values, or `"any"`. */
export const textsOf = (shape: StringShape | NumberShape | LiteralShape): ReadonlyArray<string> | "any" | undefined => {
  if (shape._tag === "String") return "any"
  if (shape._tag === "Number") return undefined
  const texts = shape.values.filter((value) => typeof value === "string")
  return texts.length === shape.values.length ? texts : undefined
}

/** The bounds of a number, or of an enum of numbers; `undefined` where it is something else. */
export const rangeOf = (shape: StringShape | NumberShape | LiteralShape): Range | undefined => {
  if (shape._tag === "String") return undefined
  if (shape._tag === "Literal") {
    const numbers = shape.values.filter((value) => typeof value === "number")
    return numbers.length === shape.values.length
      ? { least: Math.min(...numbers), most: Math.max(...numbers), integer: numbers.every(Number.isInteger) }
      : undefined
  }
  const { exclusiveMaximum, exclusiveMinimum, integer } = shape
  const limit = integer ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE
  const above = exclusiveMinimum === undefined ? -limit : integer ? Math.floor(exclusiveMinimum) + 1 : exclusiveMinimum
  const below = exclusiveMaximum === undefined ? limit : integer ? Math.ceil(exclusiveMaximum) - 1 : exclusiveMaximum
  return {
    least: Math.max(-limit, shape.minimum ?? -limit, above),
    most: Math.min(limit, shape.maximum ?? limit, below),
    integer
  }
}

export interface Range {
  readonly least: number
  readonly most: number
  readonly integer: boolean
}

export const literals = (values: ReadonlyArray<Scalar>, place: Place = NOWHERE): LiteralShape => ({
  _tag: "Literal",
  values,
  description: undefined,
  place
})

/** Text that an operation makes, of the widest kind unless more is known. */
export const text = (known: Partial<StringShape> = {}): StringShape => ({
  _tag: "String",
  format: undefined,
  decimal: undefined,
  brand: undefined,
  keepText: false,
  anyText: false,
  minLength: undefined,
  maxLength: undefined,
  pattern: undefined,
  description: undefined,
  place: NOWHERE,
  ...known
})

export const integer: NumberShape = {
  _tag: "Number",
  integer: true,
  brand: undefined,
  minimum: undefined,
  maximum: undefined,
  exclusiveMinimum: undefined,
  exclusiveMaximum: undefined,
  multipleOf: undefined,
  description: undefined,
  place: NOWHERE
}
