// `convert`: the same information in another format. Read by `apply`.
import type { Conversion, Json, LiteralShape, NumberShape, Operation, StringShape } from "../../model.ts"
import { FIRST_MILLISECOND, isIntegerText, LAST_MILLISECOND, textToInteger } from "../conversions.ts"
import type { Here } from "../place.ts"
import { type Absent, choice, constant, type Expression, expression, type Slot, type Value } from "../slot.ts"
import { chosen } from "./map.ts"
import { notTotal, refuse } from "./refuse.ts"
import { integer, type Range, rangeOf, scalarOf, text, textsOf } from "./scalar.ts"

type Convert = Extract<Operation, { op: "convert" }>
type ScalarShape = StringShape | NumberShape | LiteralShape

export const convertValue = (here: Here, end: Absent | Value, operation: Convert): Slot => {
  if (end._tag === "Absent" || (end._tag === "Constant" && end.value === null)) return end
  const { using } = operation
  const scalar = scalarOf(end)
  const refused = () => refuse(here, end, TAKES[using], using)
  if (scalar === undefined) return refused()
  const { code, shape } = scalar
  const range = rangeOf(shape)
  const call = `R.convert[${JSON.stringify(using)}](${code})`
  switch (using) {
    case "date-to-start-of-day-utc":
      return shape._tag === "String" && shape.format === "date"
        ? expression(call, text({ format: "date-time" }), here.by)
        : refused()
    case "cents-to-decimal":
      if (range?.integer !== true) return refused()
      return expression(call, decimal(Math.max(1, wholeDigits(range) - 2), 2), here.by)
    case "number-to-decimal": {
      if (range === undefined) return refused()
      const shape = decimal(wholeDigits(range), range.integer ? 0 : ANY_SCALE)
      const value: Expression = { ...expression(call, shape, here.by), unrounded: code }
      return value
    }
    case "epoch-millis-to-timestamp":
      if (range?.integer !== true) return refused()
      return orElse(here, operation, {
        isTotal: FIRST_MILLISECOND <= range.least && range.most <= LAST_MILLISECOND,
        condition: `${code} >= ${FIRST_MILLISECOND} && ${code} <= ${LAST_MILLISECOND}`,
        outside: "outside of the years 0001 to 9999",
        value: expression(call, text({ format: "date-time" }), here.by)
      })
    case "string-to-integer":
      if (textsOf(shape) === undefined) return refused()
      if (shape._tag === "Literal" && operation.otherwise !== undefined) {
        return eachOf(
          here,
          code,
          shape,
          (value) => isIntegerText(String(value)) ? textToInteger(String(value)) : operation.otherwise!
        )
      }
      return orElse(here, operation, {
        isTotal: holdsIntegers(shape),
        condition: `/^-?[0-9]+$/.test(${code}) && Number.isSafeInteger(Number(${code}))`,
        outside: "no integer, or one beyond 2^53 - 1",
        value: expression(call, integerOf(shape), here.by)
      })
    case "to-string": {
      if (shape._tag !== "Literal") return expression(call, textOf(shape, range), here.by)
      return shape.values.every((value) => typeof value === "string") ? end : eachOf(here, code, shape, String)
    }
  }
}

/** One constant for each value of an enum. */
const eachOf = (
  here: Here,
  code: string,
  { values }: LiteralShape,
  to: (value: string | number | boolean) => Json
): Slot => {
  const known = values.filter((value) => value !== null).map((value) => [value, to(value)] as const)
  const last = known.at(-1)
  return chosen(here, code, known.slice(0, -1), constant(last === undefined ? null : last[1], here.by))
}

const TAKES: Record<Conversion, string> = {
  "date-to-start-of-day-utc": "text of the format date",
  "cents-to-decimal": "an integer",
  "number-to-decimal": "a number",
  "epoch-millis-to-timestamp": "an integer",
  "string-to-integer": "text",
  "to-string": "text, a number or a boolean"
}

const orElse = (here: Here, { otherwise }: Convert, { condition, isTotal, outside, value }: {
  readonly isTotal: boolean
  readonly condition: string
  readonly outside: string
  readonly value: Expression
}): Slot => {
  if (isTotal) return value
  if (otherwise === undefined) notTotal(here, `"${here.base}" may be ${outside}.`)
  return otherwise === undefined
    ? value
    : choice({ subject: condition, equals: undefined }, value, constant(otherwise, here.by))
}

/** More places than the shortest text of any number has. */
const ANY_SCALE = 400

const decimal = (whole: number, scale: number): StringShape =>
  text({ format: "decimal", decimal: { precision: whole + scale, scale } })

/** How many digits stand before the point, after rounding too. */
const wholeDigits = ({ least, most }: Range): number =>
  BigInt(Math.ceil(Math.max(Math.abs(least), Math.abs(most)))).toString().length

const textOf = (shape: StringShape | NumberShape, range: Range | undefined): StringShape => {
  if (shape._tag === "String") return shape
  return range?.integer === true ? decimal(wholeDigits(range), 0) : text({ minLength: 1, maxLength: LONGEST_NUMBER })
}

/** `-1.2345678901234567e-300` */
const LONGEST_NUMBER = 24

/** Whether all of its texts are integers that a number holds exactly: at most 15 digits. */
const holdsIntegers = (shape: ScalarShape): boolean => {
  const texts = textsOf(shape)
  return texts === "any" ? digitsOf(shape) <= 15 : texts?.every(isIntegerText) === true
}

/** The integers that its texts are, as far as its pattern says. */
const integerOf = (shape: ScalarShape): NumberShape => {
  if (shape._tag !== "String" || !holdsIntegers(shape)) return integer
  const most = 10 ** digitsOf(shape) - 1
  return { ...integer, minimum: shape.pattern?.startsWith("^-") === true ? -most : 0, maximum: most }
}

/** The most digits of a text that is nothing but digits, with a sign or without. */
const digitsOf = (shape: ScalarShape): number => {
  if (shape._tag !== "String" || shape.pattern === undefined) return Infinity
  const digits = mostDigits(shape.pattern)
  return digits === undefined ? Infinity : Math.min(digits, shape.maxLength ?? Infinity)
}

/** Of an anchored pattern of digit classes only: the most digits that it admits. */
const mostDigits = (pattern: string): number | undefined => {
  const body = /^\^(?:-\??)?(.*)\$$/.exec(pattern)?.[1]
  if (body === undefined) return undefined
  const atoms = [...body.matchAll(/(?:\[[0-9]-[0-9]\]|\\d|[0-9])(\{(\d+)(,(\d*))?\}|[+*?])?/g)]
  if (atoms.length === 0 || atoms.map(([atom]) => atom).join("") !== body) return undefined
  const counts = atoms.map(([, quantifier, least, upTo, most]) => count(quantifier, least, upTo, most))
  const fewest = counts.reduce((sum, [low]) => sum + low, 0)
  return fewest === 0 ? undefined : counts.reduce((sum, [, high]) => sum + high, 0)
}

const count = (quantifier = "", least = "", upTo = "", most = ""): readonly [low: number, high: number] => {
  if (quantifier === "") return [1, 1]
  if (quantifier === "?") return [0, 1]
  if (quantifier === "*") return [0, Infinity]
  if (quantifier === "+") return [1, Infinity]
  return [Number(least), upTo === "" ? Number(least) : most === "" ? Infinity : Number(most)]
}
