// A command at random, and where it came from, so that it can be made smaller later.
import type * as fc from "fast-check"
import { copy } from "../../internal/same.ts"
import type { Random } from "./random.ts"
import type { Subject } from "./subject.ts"

export interface Drawn {
  readonly name: string
  readonly command: unknown
  /** As fast-check made it; absent once a part of it was replaced. */
  readonly origin: fc.Value<unknown> | undefined
}

/** One in so many values is an extreme one: zero, the bounds, the empty text. */
const bias = 3

export const draw = (subject: Subject, name: string, random: Random): Drawn =>
  ofOrigin(name, subject.commands.get(name)!.generate(random.rng, bias))

/** fast-check's records may have no prototype, which commands that come from JSON always have. */
export const ofOrigin = (name: string, origin: fc.Value<unknown>): Drawn => ({
  name,
  command: copy(origin.value),
  origin
})

/**
 * Whether such a command can really come. Its arbitrary knows, and says no where it cannot know: a law must never fail
 * for a command that nobody can send.
 */
export const isReal = ({ commands }: Subject, name: string, command: unknown): boolean =>
  commands.get(name)!.canShrinkWithoutContext(command)
