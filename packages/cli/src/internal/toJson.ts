// A state as JSON. It is whatever a decider folds, so it may hold what JSON has no word for.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** Exact numbers, times and durations are their text, as they are in stored events; maps are objects, sets are lists. */
export const toJson = (value: unknown): Json => convert(value, [])

const convert = (value: unknown, above: ReadonlyArray<object>): Json => {
  if (value === null || value === undefined) return null
  if (typeof value === "string" || typeof value === "boolean") return value
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value !== "object") return String(value)
  const text = textOf(value)
  if (text !== undefined) return text
  if (above.includes(value)) return "(circular)"
  const inner = (part: unknown) => convert(part, [...above, value])
  if (Option.isOption(value)) return Option.isSome(value) ? inner(value.value) : null
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, inner)
  if (value instanceof Map) return fromEntries([...value].map(([key, part]) => [keyOf(inner(key)), inner(part)]))
  return fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined).map(([key, part]) => [key, inner(part)])
  )
}

/** A key such as `__proto__` is a field like any other. */
const fromEntries = (entries: ReadonlyArray<readonly [string, Json]>): Json => Object.fromEntries(entries)

const keyOf = (key: Json): string => typeof key === "string" ? key : JSON.stringify(key)

const textOf = (value: object): string | undefined => {
  if (BigDecimal.isBigDecimal(value)) return BigDecimal.format(BigDecimal.normalize(value))
  if (DateTime.isDateTime(value)) {
    return DateTime.isZoned(value)
      ? DateTime.formatIsoZoned(value)
      : DateTime.formatIso(value)
  }
  if (Duration.isDuration(value)) return Option.getOrElse(Duration.formatIso(value), () => String(value))
  return value instanceof Date ? String(value.toJSON()) : undefined
}
