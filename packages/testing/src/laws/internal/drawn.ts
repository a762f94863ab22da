// A command at random, and where it came from, so that it can be made smaller later.
import type * as fc from "fast-check"
import { copy } from "../../internal/same.ts"
import { canMake } from "./inverse.ts"
import type { Random } from "./random.ts"
import type { Subject } from "./subject.ts"

export interface Drawn {
  readonly name: string
  readonly command: unknown
  /** As fast-check made it; absent once a part of it was replaced. */
  readonly origin: Origin | undefined
}

export interface Origin {
  readonly by: fc.Arbitrary<unknown>
  readonly made: fc.Value<unknown>
}

/** One in so many values is an extreme one: zero, the bounds, the empty text. */
const bias = 3

/** What the author wants in this state is drawn most of the time, and what may come at all in the rest. */
export const draw = (subject: Subject, name: string, state: unknown, random: Random): Drawn => {
  const wanted = subject.wanted.get(name)
  const by = wanted === undefined || random.chance(1, 4) ? subject.commands.get(name)! : wanted(state)
  return ofOrigin(name, { by, made: by.generate(random.rng, bias) })
}

/** fast-check's records may have no prototype, which commands that come from JSON always have. */
export const ofOrigin = (name: string, origin: Origin): Drawn => ({
  name,
  command: copy(origin.made.value),
  origin
})

/**
 * Whether such a command can really come. Its arbitrary knows, and says no where it cannot know: a law must never fail
 * for a command that nobody can send.
 */
export const isReal = ({ commands }: Subject, name: string, command: unknown): boolean =>
  // fast-check's records do not know what is frozen
  canMake(commands.get(name)!, copy(command))
