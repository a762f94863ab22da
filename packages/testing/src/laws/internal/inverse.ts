// Holds the inverses of `map` to their word. fast-check believes an inverse that it is given: one that answers where it
// should throw vouches for values that its `map` never makes, and a law would fail for a command that nobody can send.
import * as fc from "fast-check"
import { same } from "../../internal/same.ts"

/** Whether an arbitrary can make a value, by inverses that give back what they were given. */
export const canMake = (arbitrary: fc.Arbitrary<unknown>, value: unknown): boolean => {
  const all = mapped(arbitrary)
  if (all.length === 0) return arbitrary.canShrinkWithoutContext(value)
  const inverses = all.map(({ unmapper }) => unmapper)
  // for as long as it is asked, and no longer: the arbitrary is its author's
  for (const one of all) one.unmapper = strict(one)
  try {
    return arbitrary.canShrinkWithoutContext(value)
  } finally {
    for (const [index, one] of all.entries()) one.unmapper = inverses[index]!
  }
}

const strict = ({ mapper, unmapper }: Mapped) => (value: unknown): unknown => {
  const made = unmapper(value)
  if (!same(mapper(made), value)) throw new Error("The inverse does not give back what it was given.")
  return made
}

/** What fast-check makes of `map` with an inverse; should that look otherwise one day, inverses are believed. */
interface Mapped {
  readonly mapper: (value: unknown) => unknown
  unmapper: (value: unknown) => unknown
}

const known = new WeakMap<object, ReadonlyArray<Mapped>>()

/** All of them in an arbitrary, however deep. */
const mapped = (arbitrary: fc.Arbitrary<unknown>): ReadonlyArray<Mapped> => {
  const before = known.get(arbitrary)
  if (before !== undefined) return before
  const found: Array<Mapped> = []
  const seen = new Set<unknown>()
  const look = (part: unknown): void => {
    if (typeof part !== "object" || part === null || seen.has(part)) return
    seen.add(part)
    if (part instanceof fc.Arbitrary && isMapped(part)) found.push(part)
    if (part instanceof fc.Arbitrary || Array.isArray(part) || isContainer(part)) Object.values(part).forEach(look)
  }
  look(arbitrary)
  known.set(arbitrary, found)
  return found
}

const isMapped = (part: object): part is Mapped & fc.Arbitrary<unknown> =>
  "mapper" in part && typeof part.mapper === "function" && "unmapper" in part && typeof part.unmapper === "function"

const isContainer = (part: object): boolean => Object.getPrototypeOf(part) === Object.prototype
