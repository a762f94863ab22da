// Where two JSON values first differ, by a pointer. The order of keys says nothing, that of a list does.
import type { Json } from "./toJson.ts"

export interface JsonDifference {
  /** `/limits/0/amount`; empty for the whole. */
  readonly pointer: string
  /** `undefined` where there is nothing. */
  readonly before: Json | undefined
  readonly after: Json | undefined
}

export const jsonDifference = (
  before: Json | undefined,
  after: Json | undefined,
  pointer = ""
): JsonDifference | undefined => {
  if (before === after) return undefined
  if (!isEntered(before) || !isEntered(after) || Array.isArray(before) !== Array.isArray(after)) {
    return { pointer, before, after }
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const found = jsonDifference(at(before, key), at(after, key), `${pointer}/${escaped(key)}`)
    if (found !== undefined) return found
  }
  return undefined
}

type Entered = ReadonlyArray<Json> | { readonly [key: string]: Json }

const isEntered = (value: Json | undefined): value is Entered => typeof value === "object" && value !== null

const at = (value: Entered, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json })[key] : undefined

const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1")
