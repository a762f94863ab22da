// Arithmetic on leaves of one kind, to make values near to those that were seen.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import type { Kind, Leaf } from "./leaf.ts"

/** The least step from a value: the last digit of either decimal, a millisecond, one. */
export const unit = (kind: Kind, ...values: ReadonlyArray<unknown>): unknown => {
  switch (kind) {
    case "bigint":
      return 1n
    case "decimal":
      return BigDecimal.make(1n, Math.max(0, ...values.map((value) => (value as BigDecimal.BigDecimal).scale)))
    default:
      return 1
  }
}

/** `value` and `times` as much as `amount`; texts stay as they are, times move by milliseconds. */
export const plus = (kind: Kind, value: unknown, amount: unknown, times: 1 | -1 = 1): unknown => {
  switch (kind) {
    case "text":
      return value
    case "number":
      return (value as number) + times * (amount as number)
    case "bigint":
      return (value as bigint) + BigInt(times) * (amount as bigint)
    case "decimal": {
      const by = times === 1 ? BigDecimal.sum : BigDecimal.subtract
      return by(value as BigDecimal.BigDecimal, amount as BigDecimal.BigDecimal)
    }
    case "time":
      return DateTime.makeUnsafe((value as DateTime.Utc).epochMilliseconds + times * (amount as number))
  }
}

/** A part of an amount, with no more digits; one stays one, and texts and times stay as they are. */
export const divided = ({ kind, value }: Leaf, by: number): unknown => {
  switch (kind) {
    case "number": {
      const part = Math.trunc((value as number) / by)
      return Number.isInteger(value) ? part || Math.sign(value as number) + 0 : value
    }
    case "bigint":
      return (value as bigint) / BigInt(by) || value
    case "decimal":
      return BigDecimal.truncate(
        BigDecimal.multiply(value as BigDecimal.BigDecimal, BigDecimal.fromStringUnsafe(String(1 / by))),
        Math.max((value as BigDecimal.BigDecimal).scale, 0)
      )
    default:
      return value
  }
}
