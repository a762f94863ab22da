// The values that a history has met, and others near to them: what makes commands meet the state that they speak of.
import { plus, unit } from "./amount.ts"
import { type Kind, type Leaf, leavesOf } from "./leaf.ts"
import type { Random } from "./random.ts"
import { alike, hard } from "./text.ts"

/** The newest first; older ones are forgotten. */
export type Seen = ReadonlyArray<Leaf>

const remembered = 120

export const none: Seen = []

export const remember = (seen: Seen, ...values: ReadonlyArray<unknown>): Seen =>
  [...values.flatMap((value) => leavesOf(value)), ...seen].slice(0, remembered)

/** A value like `leaf`, seen before or near to one; nothing where none of its kind was seen. */
export const like = (seen: Seen, leaf: Leaf, random: Random): unknown => {
  if (leaf.kind === "text" && random.chance(1, 10)) return random.pick(hard)
  const ofKind = seen.filter(({ kind }) => kind === leaf.kind)
  if (ofKind.length === 0) return undefined
  // ids meet ids: a field of the same name is more often what is meant
  const sameField = ofField(ofKind, leaf)
  const { kind, value } = random.pick(sameField.length > 0 && random.chance(1, 2) ? sameField : ofKind)
  if (kind === "text") return random.chance(4, 5) ? value : random.pick(alike(value as string))
  const base = kind !== "time" && random.chance(1, 6)
    ? plus(kind, value, random.pick(ofKind).value, random.chance(1, 2) ? 1 : -1)
    : value
  return random.chance(1, 2) ? base : neighbour(kind, base, leaf.value, random)
}

/** What was seen in a field of the same name. */
export const ofField = (seen: Seen, { path }: Leaf): Seen => seen.filter((other) => other.path.at(-1) === path.at(-1))

const neighbour = (kind: Kind, value: unknown, replaced: unknown, random: Random): unknown => {
  const step = kind === "decimal" && random.chance(1, 2) ? unit(kind) : unit(kind, value, replaced)
  return plus(kind, value, step, random.chance(1, 2) ? 1 : -1)
}
