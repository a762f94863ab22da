// What generated upcasts call: total functions on stored JSON (event-schemas, "declarative upcast operations").

/**
 * What an upcaster may know beside the payload.
 *
 * @since 0.1.0
 * @category models
 */
export interface UpcastContext {
  /** The stream's name, `bank-account-42`. */
  readonly streamId: string
  readonly version: number
  /** RFC 3339 text in UTC, to the millisecond. */
  readonly recordedAt: string
}

/**
 * The parts of `text` between the first `limit - 1` places of `on`; the last part keeps the rest.
 *
 * @example
 * ```ts
 * import { Upcast } from "@deciduous/core"
 *
 * Upcast.splitText("Ada King Lovelace", " ", 2) // ["Ada", "King Lovelace"]
 * ```
 *
 * @since 0.1.0
 * @category operations
 */
export const splitText = (text: string, on: string, limit: number): readonly [string, ...Array<string>] => {
  const [first = "", ...others] = text.split(on)
  return others.length < limit
    ? [first, ...others]
    : limit === 1
    ? [text]
    : [first, ...others.slice(0, limit - 2), others.slice(limit - 2).join(on)]
}

/**
 * The parts that are there and not empty, with `between` between them; `undefined` where every part is absent.
 *
 * @since 0.1.0
 * @category operations
 */
export const joinText = (
  parts: ReadonlyArray<string | null | undefined>,
  between: string
): string | undefined => {
  const present = parts.filter((part) => part !== null && part !== undefined)
  return present.length === 0 ? undefined : present.filter((part) => part !== "").join(between)
}

/**
 * The conversions of `convert`, by the names that schema files use.
 *
 * @since 0.1.0
 * @category operations
 */
export const convert = {
  /** `2024-02-29` -> `2024-02-29T00:00:00.000Z` */
  "date-to-start-of-day-utc": (date: string): string => `${date}T00:00:00.000Z`,
  /** 0.1 -> `0.1`, 1e21 -> `1000000000000000000000`: the shortest text; rounded half to even where a scale is given. */
  "number-to-decimal": (number: number, scale?: number): string => decimalText(number, scale),
  /** 1234 -> `12.34` */
  "cents-to-decimal": (cents: number): string => {
    const digits = BigInt(Math.abs(cents)).toString().padStart(3, "0")
    return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`
  },
  /** 0 -> `1970-01-01T00:00:00.000Z` */
  "epoch-millis-to-timestamp": (milliseconds: number): string => new Date(milliseconds).toISOString(),
  /** `042` -> 42 */
  "string-to-integer": (text: string): number => Number(text) + 0,
  /** The text of a JSON scalar. */
  "to-string": (scalar: string | number | boolean): string => Object.is(scalar, -0) ? "0" : String(scalar)
} as const

const decimalText = (number: number, scale: number | undefined): string => {
  const [mantissa = "", exponent = "0"] = String(Math.abs(number)).split("e")
  const [whole = "", fraction = ""] = mantissa.split(".")
  // value = digits / 10^places
  let digits = BigInt(whole + fraction)
  let places = fraction.length - Number(exponent)
  if (places < 0) {
    digits *= 10n ** BigInt(-places)
    places = 0
  }
  if (scale !== undefined && places > scale) {
    digits = roundedHalfToEven(digits, 10n ** BigInt(places - scale))
    places = scale
  }
  const padded = digits.toString().padStart(places + 1, "0")
  const after = places === 0 ? "" : padded.slice(-places).replace(/0+$/, "")
  const text = padded.slice(0, padded.length - places) + (after === "" ? "" : `.${after}`)
  return number < 0 && digits !== 0n ? `-${text}` : text
}

const roundedHalfToEven = (digits: bigint, unit: bigint): bigint => {
  const quotient = digits / unit
  const twice = (digits % unit) * 2n
  return twice > unit || (twice === unit && quotient % 2n === 1n) ? quotient + 1n : quotient
}
