// Whether every value of one scalar's schema is a value of another's, and if not, why. Patterns are not reasoned about.
// Read by `fit`.
import { misfit } from "../check/fits.ts"
import type { Format, NumberShape, Shape, StringShape } from "../model.ts"
import { describeShape } from "./operations/refuse.ts"

/**
 * The reasons why not, as they follow the place in a sentence: `has no pattern, but v2 wants the pattern ^a$`.
 * `undefined` where no value of the one can be of the other, which is of another JSON type.
 */
export const scalarNarrows = (from: Shape, to: Shape, next: string): ReadonlyArray<string> | undefined => {
  const wants = `is ${describeShape(from)}, but ${next} wants ${describeShape(to)}`
  if (from._tag === "Literal") {
    const wrong = from.values.filter((value) => misfit(value, to, () => undefined) !== undefined)
    if (wrong.length === 0) return []
    return wrong.every((value) => isOfType(value, to))
      ? [`may be ${wrong.map((value) => JSON.stringify(value)).join(" or ")}, but ${next} wants ${describeShape(to)}`]
      : undefined
  }
  if (from._tag === "String" && to._tag === "String") return textNarrows(from, to, next)
  if (from._tag === "Number" && to._tag === "Number") return numberNarrows(from, to, next)
  if (from._tag === "Boolean" && to._tag === "Boolean") return []
  if (to._tag !== "Literal") return undefined
  if (from._tag === "Boolean" && to.values.includes(true) && to.values.includes(false)) return []
  return to.values.some((value) => isOfType(value, from)) ? [wants] : undefined
}

const isOfType = (value: string | number | boolean | null, shape: Shape): boolean =>
  shape._tag === "Literal"
    ? shape.values.some((other) => typeof other === typeof value)
    : typeof value === JSON_TYPES.get(shape._tag)

const JSON_TYPES: ReadonlyMap<Shape["_tag"], string> = new Map([
  ["String", "string"],
  ["Number", "number"],
  ["Boolean", "boolean"]
])

const textNarrows = (from: StringShape, to: StringShape, next: string): ReadonlyArray<string> => {
  const reasons: Array<string> = []
  const check = (isWithin: boolean, is: string, wanted: string) => {
    if (!isWithin) reasons.push(`${is}, but ${next} wants ${wanted}`)
  }
  if (to.format !== undefined && to.format !== from.format && !(isInteger(from) && to.format === "bigint")) {
    check(false, `is ${describeShape(from)}`, `the format ${to.format}`)
    return reasons
  }
  const [shortest, longest] = lengths(from)
  const [has, wants] = [from.decimal, to.decimal]
  if (has !== undefined && wants !== undefined) {
    check(has.scale <= wants.scale && whole(has) <= whole(wants), `may have ${digits(has)}`, `at most ${digits(wants)}`)
  }
  check(
    to.keepText || !from.keepText || to.format !== "date-time",
    "keeps any fraction of a second",
    "milliseconds at most"
  )
  check(
    (to.minLength ?? 0) <= shortest,
    shortest === 0 ? "may be empty" : `has minLength ${shortest}`,
    `minLength ${to.minLength}`
  )
  check(longest <= (to.maxLength ?? Infinity), stated("maxLength", longest), `maxLength ${to.maxLength}`)
  check(
    to.pattern === undefined || to.pattern === from.pattern,
    stated("pattern", from.pattern),
    `pattern ${to.pattern}`
  )
  check(to.anyText || !from.anyText, "admits any text", "text without U+0000")
  return reasons
}

const numberNarrows = (from: NumberShape, to: NumberShape, next: string): ReadonlyArray<string> => {
  const reasons: Array<string> = []
  const check = (isWithin: boolean, is: string, wanted: string) => {
    if (!isWithin) reasons.push(`${is}, but ${next} wants ${wanted}`)
  }
  check(from.integer || !to.integer, "is a number", "an integer")
  for (const limits of [MINIMUM, MAXIMUM]) {
    const [has, wants] = [boundOf(from, limits), boundOf(to, limits)]
    const isWithin = wants === undefined
      || (has !== undefined
        && (has.value > wants.value || (has.value === wants.value && (has.isOpen || !wants.isOpen))))
    check(isWithin, `has ${has?.text ?? `no ${limits.closed}`}`, wants?.text ?? "")
  }
  const { multipleOf } = to
  check(
    multipleOf === undefined || (from.multipleOf ?? 1) % multipleOf === 0,
    stated("multipleOf", from.multipleOf),
    `multipleOf ${multipleOf}`
  )
  return reasons
}

const MINIMUM = { closed: "minimum", open: "exclusiveMinimum", sign: 1 } as const
const MAXIMUM = { closed: "maximum", open: "exclusiveMaximum", sign: -1 } as const

/** A minimum, or a maximum with its sign turned. Of integers it is one itself, so that 0 and "more than -1" are alike. */
interface Bound {
  readonly value: number
  readonly isOpen: boolean
  readonly text: string
}

const boundOf = (shape: NumberShape, { closed, open, sign }: typeof MINIMUM | typeof MAXIMUM): Bound | undefined => {
  const bounds = [{ name: closed, isOpen: false }, { name: open, isOpen: true }].flatMap(
    ({ isOpen, name }): ReadonlyArray<Bound> => {
      const stated = shape[name]
      if (stated === undefined) return []
      const [value, text] = [stated * sign, `${name} ${stated}`]
      if (!shape.integer) return [{ value, isOpen, text }]
      return [{ value: isOpen ? Math.floor(value) + 1 : Math.ceil(value), isOpen: false, text }]
    }
  )
  return bounds.sort((a, b) => b.value - a.value || Number(b.isOpen) - Number(a.isOpen))[0]
}

/** `has maxLength 200`, `has no maxLength`. */
const stated = (keyword: string, value: string | number | undefined): string =>
  value === undefined || value === Infinity ? `has no ${keyword}` : `has ${keyword} ${value}`

const isInteger = ({ decimal }: StringShape): boolean => decimal?.scale === 0

type Digits = NonNullable<StringShape["decimal"]>

const whole = ({ precision, scale }: Digits): number => precision - scale

const digits = (decimal: Digits): string => {
  const before = whole(decimal)
  return `${before} ${before === 1 ? "digit" : "digits"} before the point and ${decimal.scale} after it`
}

/** In code points. */
const lengths = (
  { decimal, format, maxLength, minLength }: StringShape
): readonly [shortest: number, longest: number] => {
  const [shortest, most] = FORMAT_LENGTHS.get(format) ?? [0, Infinity]
  // a sign, a point, and a zero before it
  const longest = decimal === undefined ? most : decimal.precision + 3
  return [Math.max(minLength ?? 0, shortest), Math.min(maxLength ?? Infinity, longest)]
}

const FORMAT_LENGTHS: ReadonlyMap<Format | undefined, readonly [number, number]> = new Map([
  ["uuid", [36, 36]],
  ["date", [10, 10]],
  ["date-time", [20, 35]],
  ["decimal", [1, Infinity]],
  ["bigint", [1, Infinity]],
  ["duration", [3, Infinity]],
  ["email", [3, Infinity]],
  ["uri", [2, Infinity]]
])
