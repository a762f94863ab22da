// A command at random, and where it came from, so that it can be made smaller later.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as fc from "fast-check"
import type { Random } from "./random.ts"
import { copy, same } from "./same.ts"
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
 * Whether such a command can really come. Its codec knows, or else its arbitrary, which says no where it cannot know:
 * a law must never fail for a command that no user can send.
 */
export const isReal = ({ command, commands }: Subject, name: string, value: unknown): boolean => {
  if (command === undefined) return commands.get(name)!.canShrinkWithoutContext(value)
  const encoded = Schema.encodeUnknownResult(command)(value)
  if (Result.isFailure(encoded)) return false
  const decoded = Schema.decodeUnknownResult(command)(encoded.success)
  return Result.isSuccess(decoded) && same(decoded.success, value)
}
