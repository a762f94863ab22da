// Exact numbers as text: decimals and integers of any size.
import type { Digits } from "@deciduous/core/Scalar"
import { BigIntText, DecimalText } from "@deciduous/core/Scalar"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { edged } from "./edged.ts"
import { limited, type Limits } from "./matching.ts"

/** The text of a decimal: `-12.50`, sometimes with zeros that its value does not need. */
export const decimal = (digits: Digits, limits: Limits = {}): fc.Arbitrary<string> => {
  const { precision, scale } = digits
  const most = 10n ** BigInt(precision) - 1n
  const whole = 10n ** BigInt(scale)
  const units = edged(
    fc.oneof(upTo(least(most, 1_000n * whole)), upTo(most)),
    [0n, 1n, -1n, most, -most, whole, -whole].filter((edge) => -most <= edge && edge <= most)
  )
  // the first one makes the shortest text
  const zeros = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(scale) })
  const made = fc.tuple(units, zeros).map(([value, fraction]) => decimalText(value, scale, fraction))
  return limited(made, limits, Schema.is(DecimalText(digits)))
}

/** The text of an integer of any size; those at the ends of what machines count with are frequent. */
export const bigint = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(
    edged(fc.oneof(upTo(1_000n), upTo(10n ** 30n)), [53n, 63n, 64n].flatMap((bits) => [2n ** bits, -(2n ** bits)])).map(
      String
    ),
    limits,
    Schema.is(BigIntText)
  )

const upTo = (most: bigint): fc.Arbitrary<bigint> => fc.bigInt({ min: -most, max: most })

const least = (a: bigint, b: bigint): bigint => a < b ? a : b

/** `units` of the last place, with as many digits after the point as needed, and at least `fraction`. */
const decimalText = (units: bigint, scale: number, fraction: number): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0")
  const [before, after] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale)]
  const shortest = after.replace(/0+$/, "")
  const shown = after.slice(0, Math.max(shortest.length, fraction))
  // no minus before zero
  return `${units < 0n ? "-" : ""}${before}${shown === "" ? "" : `.${shown}`}`
}
