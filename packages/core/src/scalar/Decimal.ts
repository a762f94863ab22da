// Exact numbers, stored as text: JSON's own numbers cannot hold them.
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { withShortcut } from "../internal/direct/shortcut.ts"
import { unfit } from "../internal/direct/step.ts"

/**
 * How many digits a decimal has at most, and how many of them stand after the point (`x-decimal`).
 *
 * @since 0.1.0
 * @category models
 */
export interface Digits {
  readonly precision: number
  readonly scale: number
}

/**
 * The text of a decimal: `-12.50`; no exponent, no leading zeros, no `-0`, at most so many digits.
 *
 * @since 0.1.0
 * @category scalars
 */
export const DecimalText = ({ precision, scale }: Digits): Schema.Codec<string, string> => {
  const whole = precision - scale
  const before = whole === 0 ? "0" : `(0|[1-9][0-9]{0,${whole - 1}})`
  const after = scale === 0 ? "" : `(\\.[0-9]{1,${scale}})?`
  return Schema.String.check(
    Schema.isPattern(new RegExp(`^(?!-0(\\.0+)?$)-?${before}${after}$`), {
      expected: `a decimal of at most ${precision} digits, ${scale} of them after the point`
    })
  )
}

/**
 * An exact decimal, as `BigDecimal`, stored as the shortest text of its value (`1.50` becomes `1.5` when written anew).
 *
 * @since 0.1.0
 * @category scalars
 */
export const Decimal = (digits: Digits): Schema.Codec<BigDecimal.BigDecimal, string> => {
  /** Above every value with so many digits after the point, none to all. */
  const limits = Array.from({ length: digits.scale + 1 }, (_, i) => 10n ** BigInt(digits.precision - digits.scale + i))
  const fits = (decimal: BigDecimal.BigDecimal): boolean => {
    // by its shortest form only where it is written with other digits than these
    const { scale, value } = limits[decimal.scale] === undefined ? BigDecimal.normalize(decimal) : decimal
    if (scale > digits.scale || scale < -digits.precision) return false
    const limit = limits[Math.max(scale, 0)]!
    const whole = scale < 0 ? value * 10n ** BigInt(-scale) : value
    return -limit < whole && whole < limit
  }
  const codec = DecimalText(digits).pipe(
    Schema.decodeTo(
      Schema.BigDecimal.check(
        Schema.makeFilter(fits, {
          expected: `a decimal of at most ${digits.precision} digits, ${digits.scale} of them after the point`
        })
      ),
      { decode: SchemaGetter.transform(fromText), encode: SchemaGetter.transform(toText) }
    )
  )
  return withShortcut(codec, {
    decode: (text) => (typeof text === "string" ? fromShortText(text, digits) : undefined) ?? unfit,
    encode: (decimal) => BigDecimal.isBigDecimal(decimal) && fits(decimal) ? toText(decimal) : unfit
  })
}

/** What a double holds exactly, whatever its digits are: bigints are several times slower. */
const shortLength = 15
const short = 10n ** BigInt(shortLength)

const minus = "-".charCodeAt(0)
const dot = ".".charCodeAt(0)
const zero = "0".charCodeAt(0)

/** Of a text with few digits that is one of a decimal, or `undefined`. */
const fromShortText = (text: string, { precision, scale }: Digits): BigDecimal.BigDecimal | undefined => {
  const isNegative = text.charCodeAt(0) === minus
  const first = isNegative ? 1 : 0
  if (text.length - first > shortLength) return undefined
  let value = 0
  let point = text.length
  for (let i = first; i < text.length; i++) {
    const digit = text.charCodeAt(i) - zero
    if (digit >= 0 && digit <= 9) value = value * 10 + digit
    else if (text.charCodeAt(i) === dot && point === text.length) point = i
    else return undefined
  }
  const whole = point - first
  const after = point === text.length ? 0 : text.length - point - 1
  const beginsWithZero = text.charCodeAt(first) === zero
  const isWellWritten = whole > 0 && point !== text.length - 1 && (beginsWithZero ? whole === 1 : true)
    && (value > 0 || !isNegative)
  return isWellWritten && after <= scale && (whole <= precision - scale || beginsWithZero)
    ? BigDecimal.make(BigInt(isNegative ? -value : value), after)
    : undefined
}

/** Of a text that is known to be one of a decimal; digits and a point need not be looked for again. */
const fromText = (text: string): BigDecimal.BigDecimal => {
  const point = text.indexOf(".")
  return point < 0
    ? BigDecimal.make(BigInt(text), 0)
    : BigDecimal.make(BigInt(text.slice(0, point) + text.slice(point + 1)), text.length - point - 1)
}

/** The shortest text of a decimal, never with an exponent. */
export function toText(decimal: BigDecimal.BigDecimal): string {
  const isShort = decimal.scale >= 0 && decimal.scale <= shortLength && decimal.value < short && decimal.value > -short
  const { scale, value } = isShort ? normalizeShort(decimal) : BigDecimal.normalize(decimal)
  const digits = String(value < 0 ? -value : value)
  const sign = value < 0 ? "-" : ""
  if (scale <= 0) return digits === "0" ? digits : sign + digits + "0".repeat(-scale)
  const padded = digits.padStart(scale + 1, "0")
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

/** As `BigDecimal.normalize`, in doubles. */
const normalizeShort = (decimal: BigDecimal.BigDecimal): { readonly scale: number; readonly value: number } => {
  let { scale } = decimal
  let value = Number(decimal.value)
  for (; scale > 0 && value % 10 === 0; scale--) value /= 10
  return { scale, value }
}

/**
 * The text of an integer of any size, without leading zeros and without `-0`.
 *
 * @since 0.1.0
 * @category scalars
 */
export const BigIntText: Schema.Codec<string, string> = Schema.String.check(
  Schema.isPattern(/^(0|-?[1-9][0-9]*)$/, { expected: "an integer as text" })
)

/**
 * An integer of any size, as `bigint`, stored as text.
 *
 * @since 0.1.0
 * @category scalars
 */
export const BigInt_: Schema.Codec<bigint, string> = BigIntText.pipe(
  Schema.decodeTo(Schema.BigInt, {
    decode: SchemaGetter.transform((text: string) => BigInt(text)),
    encode: SchemaGetter.transform(String)
  })
)
