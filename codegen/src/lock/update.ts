// The next lock, out of the last one and of what the files say. Nothing that is locked changes, unless it is accepted.
import { canonicalText } from "../contract/canonical.ts"
import { differences } from "../contract/compare.ts"
import { shapeOfContract } from "../contract/locked.ts"
import type { Find } from "../contract/normal.ts"
import type { Json } from "../model.ts"
import { findDeclared } from "../walk.ts"
import type { Accepted, Lock, Locked } from "./model.ts"

/** `gone` are the lines of the last lock that were accepted to be missing, as `stream/key`. */
export const updateLock = (
  last: Lock,
  now: Lock,
  { accepted, gone }: { readonly accepted: ReadonlyArray<Accepted>; readonly gone: ReadonlySet<string> }
): Lock => {
  const streams = new Map<string, ReadonlyMap<string, Locked>>()
  for (const stream of new Set([...last.streams.keys(), ...now.streams.keys()])) {
    const lines = merged(last.streams.get(stream), now.streams.get(stream), (key) => gone.has(`${stream}/${key}`))
    if (lines.size > 0) streams.set(stream, lines)
  }
  const known = new Set(last.accepted.map((one) => canonicalText({ ...one })))
  return {
    accepted: [...last.accepted, ...accepted.filter((one) => !known.has(canonicalText({ ...one })))],
    types: merged(last.types, now.types, (key) => gone.has(`/${key}`)),
    streams,
    clashes: []
  }
}

/** A line that means the same stays as it is; one that differs has been accepted by whoever calls this. */
const merged = (
  last: ReadonlyMap<string, Locked> | undefined,
  now: ReadonlyMap<string, Locked> | undefined,
  isGone: (key: string) => boolean
): ReadonlyMap<string, Locked> => {
  const lines = new Map([...last ?? []].filter(([key]) => !isGone(key)))
  for (const [key, line] of now ?? []) {
    const before = lines.get(key)
    if (before === undefined || !isSame(before, line)) lines.set(key, line)
  }
  return lines
}

/** Whether two lines say the same, in whatever words. */
export const isSame = (a: Locked, b: Locked): boolean => {
  if (canonicalText(a.value as Json) === canonicalText(b.value as Json)) return true
  if (!("contract" in a.value) || !("contract" in b.value)) return false
  const [old, now] = [sideOf(a, "a"), sideOf(b, "b")]
  return old !== undefined && now !== undefined && differences(old, now).length === 0
}

/** A locked contract as a side of a comparison. */
export const sideOf = ({ place, value }: Locked, key: string) => {
  const locked = "contract" in value ? shapeOfContract(value.contract, { key, place }) : undefined
  if (locked === undefined) return undefined
  const find: Find = findDeclared(locked.declared)
  return { shape: locked.shape, find }
}
