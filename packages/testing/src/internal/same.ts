// Equality as laws need it: `Equal.equals`, and strict about what JSON blurs (-0, NaN, undefined, kinds of collections).
import * as Equal from "effect/Equal"
import { isPlain } from "./freeze.ts"

/** Whether two values are the same; the order of keys does not count. */
export const same = (left: unknown, right: unknown): boolean => {
  if (Object.is(left, right)) return true
  if (!isObject(left) || !isObject(right)) return false
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right)
  if (isPlain(left)) return isPlain(right) && !Array.isArray(right) && sameFields(left, right)
  if (left instanceof Map) return right instanceof Map && sameEntries(left, right)
  if (left instanceof Date) return right instanceof Date && Object.is(left.getTime(), right.getTime())
  if (left instanceof Set) return right instanceof Set && left.size === right.size && sameMembers(left, right)
  return Equal.equals(left, right)
}

/** The same value with plain objects, arrays, maps and sets of its own; what else it holds stays shared. */
export const copy = <A>(value: A): A => copyOf(value) as A

const copyOf = (value: unknown): unknown => {
  if (!isObject(value)) return value
  if (Array.isArray(value)) return value.map(copyOf)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copyOf(key), copyOf(item)]))
  if (value instanceof Set) return new Set([...value].map(copyOf))
  if (value instanceof Date) return new Date(value)
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copyOf(field)])) : value
}

/** Whether it holds what freezing does not reach, so that only a copy is safe from those who change it. */
export const hasCollections = (value: unknown): boolean => {
  if (value instanceof Map || value instanceof Set || value instanceof Date) return true
  if (!isPlain(value) || settled.has(value)) return false
  if (Object.values(value).some(hasCollections)) return true
  if (Object.isFrozen(value)) settled.add(value)
  return false
}

/** Frozen values in which there are none: a state is asked for many times. */
const settled = new WeakSet<object>()

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const sameItems = (left: ReadonlyArray<unknown>, right: ReadonlyArray<unknown>): boolean =>
  left.length === right.length && left.every((item, i) => same(item, right[i]))

type Fields = { readonly [key: string]: unknown }

const sameFields = (left: Fields, right: Fields): boolean => {
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length
    && keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
}

const sameEntries = (left: ReadonlyMap<unknown, unknown>, right: ReadonlyMap<unknown, unknown>): boolean =>
  left.size === right.size
  && [...left].every(([key, item]) =>
    isObject(key) ? [...right].some((entry) => same([key, item], entry)) : right.has(key) && same(item, right.get(key))
  )

const sameMembers = (left: ReadonlySet<unknown>, right: ReadonlySet<unknown>): boolean =>
  [...left].every((item) => right.has(item) || (isObject(item) && [...right].some((other) => same(item, other))))
