// Values as a person reads them: JSON-like, with exact numbers and times as their text, never their insides.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { isPlain } from "./freeze.ts"

const width = 100

/** A value as text, on several lines where it is too long for one. */
export const show = (value: unknown): string => render(value, [])

/** What kind of value it is, where two kinds look alike as text. */
export const kindOf = (value: unknown): string =>
  BigDecimal.isBigDecimal(value)
    ? "BigDecimal"
    : DateTime.isDateTime(value)
    ? "DateTime"
    : typeof value === "object" && value !== null
    ? Object.getPrototypeOf(value)?.constructor.name ?? "Object"
    : typeof value

/** The fields of an object or error that a reader cares about. */
export const fieldsOf = (value: object): ReadonlyArray<readonly [key: string, field: unknown]> => {
  const fields = Object.entries(value)
  // the message of a plain error is not enumerable, and is all it says; that of a tagged error is made of its fields
  return value instanceof Error && Object.hasOwn(value, "message") && value.message !== ""
    ? [["message", value.message], ...fields.filter(([key]) => key !== "message")]
    : fields
}

const render = (value: unknown, above: ReadonlyArray<unknown>): string => {
  if (typeof value === "string") return JSON.stringify(value)
  if (typeof value === "bigint") return `${value}n`
  if (typeof value === "function") return `[Function ${value.name}]`
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value)
  const text = textOf(value)
  if (text !== undefined) return text
  if (above.includes(value)) return "[Circular]"
  const inner = (part: unknown) => render(part, [...above, value])
  if (Array.isArray(value)) return block("[", value.map(inner), "]")
  if (value instanceof Set) return `Set ${block("{", [...value].map(inner), "}")}`
  if (value instanceof Map) return `Map ${block("{", [...value].map(([k, v]) => `${inner(k)} => ${inner(v)}`), "}")}`
  const name = nameOf(value)
  const fields = fieldsOf(value).filter(([key]) => key !== "_tag" || name === undefined)
  if (name !== undefined && fields.length === 0) return name
  return (name === undefined ? "" : `${name} `)
    + block("{", fields.map(([key, field]) => `${shownKey(key)}: ${inner(field)}`), "}")
}

/** The text of values that have one of their own. */
const textOf = (value: object): string | undefined => {
  if (BigDecimal.isBigDecimal(value)) return JSON.stringify(BigDecimal.format(BigDecimal.normalize(value)))
  if (DateTime.isDateTime(value)) {
    return JSON.stringify(DateTime.isZoned(value) ? DateTime.formatIsoZoned(value) : DateTime.formatIso(value))
  }
  if (Duration.isDuration(value)) {
    return JSON.stringify(Option.getOrElse(Duration.formatIso(value), () => String(value)))
  }
  if (value instanceof Date) return JSON.stringify(value) ?? "Invalid Date"
  if (value instanceof Error || isPlain(value) || value instanceof Map || value instanceof Set) return undefined
  const text = String(value)
  return text.startsWith("[object ") ? undefined : text
}

const nameOf = (value: object): string | undefined => {
  const tag = Object.hasOwn(value, "_tag") ? (value as { readonly _tag: unknown })._tag : undefined
  return typeof tag === "string" && identifier.test(tag)
    ? tag
    : value instanceof Error
    ? value.name
    : isPlain(value)
    ? undefined
    : kindOf(value)
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
/** A key as it stands in an object literal. */
export const shownKey = (key: string): string => identifier.test(key) ? key : JSON.stringify(key)

/** Parts between brackets, on several lines where one is too long for them. */
export const block = (open: string, parts: ReadonlyArray<string>, close: string): string => {
  if (parts.length === 0) return open + close
  const pad = open === "{" ? " " : ""
  const line = `${open}${pad}${parts.join(", ")}${pad}${close}`
  if (line.length <= width && !line.includes("\n")) return line
  return `${open}\n${parts.map((part) => indent(part, "  ")).join(",\n")}\n${close}`
}

/** Every line of a text moved to the right. */
export const indent = (text: string, by: string): string => text.replaceAll(/^/gm, by)
