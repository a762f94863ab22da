// The numbers, texts and times inside a value, and the same value with one of them replaced.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import { isPlain } from "../../internal/freeze.ts"

export type Kind = "text" | "number" | "bigint" | "decimal" | "time"

export interface Leaf {
  readonly kind: Kind
  readonly value: unknown
  readonly path: Path
}

export type Path = ReadonlyArray<string>

/** All leaves but tags, which say what a value is. */
export const leavesOf = (value: unknown, path: Path = []): ReadonlyArray<Leaf> => {
  const kind = kindOf(value)
  return kind !== undefined
    ? path.at(-1) === "_tag" ? [] : [{ kind, value, path }]
    : partsOf(value).flatMap(([key, part]) => leavesOf(part, [...path, key]))
}

/** The places of its lists. */
export const listsOf = (value: unknown, path: Path = []): ReadonlyArray<Path> =>
  isPlain(value)
    ? [
      ...(Array.isArray(value) ? [path] : []),
      ...Object.entries(value).flatMap(([key, part]) => listsOf(part, [...path, key]))
    ]
    : []

export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, key) => (part as { readonly [key: string]: unknown } | undefined)?.[key], value)

/** The same value with another part at the end of the path; without that part where it is `removed`. */
export const replaced = (value: unknown, [key, ...rest]: Path, part: unknown): unknown => {
  if (key === undefined) return part
  const parts = Object.entries(value as object).flatMap(([name, old]) => {
    const now = name === key ? replaced(old, rest, part) : old
    return now === removed ? [] : [[name, now] as const]
  })
  return Array.isArray(value) ? parts.map(([, item]) => item) : Object.fromEntries(parts)
}

export const removed = Symbol("removed")

/** The insides of collections. Paths lead through plain objects and arrays only; no command is replaced elsewhere. */
const partsOf = (value: unknown): ReadonlyArray<readonly [key: string, part: unknown]> =>
  value instanceof Map || value instanceof Set
    ? [["", [...value]]]
    : isPlain(value)
    ? Object.entries(value)
    : []

const kindOf = (value: unknown): Kind | undefined =>
  typeof value === "string"
    ? "text"
    : typeof value === "number"
    ? "number"
    : typeof value === "bigint"
    ? "bigint"
    : BigDecimal.isBigDecimal(value)
    ? "decimal"
    : DateTime.isDateTime(value) && DateTime.isUtc(value)
    ? "time"
    : undefined
