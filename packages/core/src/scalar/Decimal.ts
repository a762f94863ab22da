// Exact numbers, stored as text: JSON's own numbers cannot hold them.
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

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
  const limit = 10n ** BigInt(digits.precision)
  const fits = (decimal: BigDecimal.BigDecimal): boolean => {
    const { scale, value } = BigDecimal.normalize(decimal)
    if (scale > digits.scale || scale < -digits.precision) return false
    const scaled = value * 10n ** BigInt(digits.scale - scale)
    return -limit < scaled && scaled < limit
  }
  return DecimalText(digits).pipe(
    Schema.decodeTo(
      Schema.BigDecimal.check(
        Schema.makeFilter(fits, {
          expected: `a decimal of at most ${digits.precision} digits, ${digits.scale} of them after the point`
        })
      ),
      { decode: SchemaGetter.transform(BigDecimal.fromStringUnsafe), encode: SchemaGetter.transform(toText) }
    )
  )
}

/** The shortest text of a decimal, never with an exponent. */
export const toText = (decimal: BigDecimal.BigDecimal): string => {
  const { scale, value } = BigDecimal.normalize(decimal)
  const digits = (value < 0n ? -value : value).toString()
  const sign = value < 0n ? "-" : ""
  if (scale <= 0) return value === 0n ? "0" : sign + digits + "0".repeat(-scale)
  const padded = digits.padStart(scale + 1, "0")
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
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
