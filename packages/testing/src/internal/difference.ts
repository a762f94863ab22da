// Where two values first differ, so that a reader of a failed spec need not search.
import * as Equal from "effect/Equal"
import { isPlain } from "./freeze.ts"
import { fieldsOf, kindOf, show } from "./show.ts"

/**
 * A sentence about the first difference: `at /amount/currency: expected "EUR", got "CZK"`. Who compares otherwise than
 * by `Equal.equals` says how.
 */
export const firstDifference = (
  expected: unknown,
  actual: unknown,
  equals: (left: unknown, right: unknown) => boolean = Equal.equals,
  path = ""
): string => {
  for (const key of keysToEnter(expected, actual)) {
    const [left, right] = [field(expected, key), field(actual, key)]
    if (!equals(left, right) || (left === missing) !== (right === missing)) {
      return firstDifference(left, right, equals, `${path}/${key}`)
    }
  }
  const [left, right] = [shown(expected), shown(actual)]
  const texts = left === right
    ? `expected ${left} (${kindOf(expected)}), got ${right} (${kindOf(actual)})`
    : `expected ${left}, got ${right}`
  return path === "" ? texts : `at ${path}: ${texts}`
}

const missing = Symbol("nothing")
const shown = (value: unknown): string => value === missing ? "nothing" : show(value)

/** The keys of both, if they are the same kind of thing; else the difference is the whole. */
const keysToEnter = (expected: unknown, actual: unknown): ReadonlyArray<string> => {
  if (!hasFields(expected) || !hasFields(actual) || Array.isArray(expected) !== Array.isArray(actual)) return []
  if (field(expected, "_tag") !== field(actual, "_tag")) return []
  return [...new Set([...fieldsOf(expected), ...fieldsOf(actual)].map(([key]) => key))]
}

const hasFields = (value: unknown): value is object => isPlain(value) || value instanceof Error

const field = (value: unknown, key: string): unknown =>
  Object.hasOwn(value as object, key) ? (value as { readonly [key: string]: unknown })[key] : missing
