// What a schema file says before anything is known of its meaning: mappings, lists and scalars, each with its place.
// The YAML reader makes these nodes; everything else of `read/` looks at nodes and never at YAML.
import { quote } from "../diagnostic.ts"
import type { Json, Place } from "../model.ts"

export type Node = MapNode | ListNode | ScalarNode

export interface MapNode {
  readonly _tag: "Map"
  readonly place: Place
  /** In the order of the file; no key twice. */
  readonly entries: ReadonlyArray<Entry>
}

export interface Entry {
  /** A key that is no text arrives as its JSON text: `1:` as "1". */
  readonly key: string
  /** Where the key stands. */
  readonly place: Place
  readonly value: Node
}

export interface ListNode {
  readonly _tag: "List"
  readonly place: Place
  readonly items: ReadonlyArray<Node>
}

/** Integers arrive as bigint: a number would round 12345678901234567890. */
export interface ScalarNode {
  readonly _tag: "Scalar"
  readonly place: Place
  readonly value: null | boolean | number | bigint | string
}

export const entryOf = (map: MapNode, key: string): Entry | undefined => map.entries.find((entry) => entry.key === key)

export const textOf = (node: Node): string | undefined =>
  node._tag === "Scalar" && typeof node.value === "string" ? node.value : undefined

/** A number of any kind; an integer beyond 2^53 is rounded, as every reader of JSON would. */
export const numberOf = (node: Node): number | undefined =>
  node._tag !== "Scalar"
    ? undefined
    : typeof node.value === "bigint"
    ? Number(node.value)
    : typeof node.value === "number"
    ? node.value
    : undefined

/** Integers that a number holds exactly become numbers, so that only the others are bigint. */
export const jsonOf = (node: Node): Json => {
  switch (node._tag) {
    case "Map":
      return Object.fromEntries(node.entries.map((entry) => [entry.key, jsonOf(entry.value)]))
    case "List":
      return node.items.map(jsonOf)
    case "Scalar":
      return typeof node.value === "bigint" && isSafe(node.value) ? Number(node.value) : node.value
  }
}

/** The value in a sentence: as JSON where that is short, else by its kind. */
export const describe = (node: Node): string => {
  if (node._tag === "Scalar") return typeof node.value === "string" ? quote(node.value) : String(node.value)
  const json = node._tag === "Map"
    ? `{${node.entries.map(({ key, value }) => `${JSON.stringify(key)}: ${describe(value)}`).join(", ")}}`
    : `[${node.items.map(describe).join(", ")}]`
  return json.length <= MAX_SHOWN ? json : node._tag === "Map" ? "a mapping" : "a list"
}

/** More would push the sentence's end out of sight. */
const MAX_SHOWN = 40

/** Text that PostgreSQL's jsonb can't hold: U+0000, or half of a surrogate pair. */
export const isUnstorable = (text: string): boolean => text.includes("\0") || !text.isWellFormed()

const isSafe = (value: bigint): boolean =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
