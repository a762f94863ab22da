// Values as TypeScript that makes them anew, to be pasted into a test.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import { isPlain } from "../../internal/freeze.ts"
import { block, fieldsOf, show, shownKey } from "../../internal/show.ts"

export const code = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return show(value)
  if (BigDecimal.isBigDecimal(value)) return `BigDecimal.fromStringUnsafe(${show(value)})`
  if (DateTime.isDateTime(value)) return `DateTime.makeUnsafe(${show(value)})`
  if (Duration.isDuration(value)) return `Duration.millis(${Duration.toMillis(value)})`
  if (value instanceof Date) return `new Date(${show(value)})`
  if (Array.isArray(value)) return block("[", value.map(code), "]")
  if (value instanceof Set) return `new Set(${code([...value])})`
  if (value instanceof Map) return `new Map(${code([...value])})`
  if (isPlain(value)) return fields(Object.entries(value))
  return value instanceof Error ? instance(value) : show(value)
}

/** Errors of the domain are classes made of their fields; other errors, of a message. */
const instance = (error: Error): string => {
  const all = fieldsOf(error).filter(([key]) => key !== "_tag" && key !== "name")
  const isTagged = Object.hasOwn(error, "_tag") || "_tag" in error
  return isTagged
    ? `new ${error.constructor.name}(${all.length === 0 ? "" : fields(all)})`
    : `new ${error.constructor.name}(${JSON.stringify(error.message)})`
}

const fields = (entries: ReadonlyArray<readonly [key: string, field: unknown]>): string =>
  block("{", entries.map(([key, field]) => `${shownKey(key)}: ${code(field)}`), "}")
