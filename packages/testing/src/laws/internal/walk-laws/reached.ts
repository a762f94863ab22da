// What the histories should have met: laws that were tried on nothing hold, and show nothing.
import * as Result from "effect/Result"
import type * as fc from "fast-check"
import type { Verdict } from "../../Law.ts"
import { type Coverage, told, wasRejectedBy } from "../coverage.ts"
import type { Explored } from "../explore.ts"
import { randomOf } from "../random.ts"
import type { AnyAggregate } from "../subject.ts"

export interface Hoped {
  readonly events: ReadonlyArray<string>
  readonly rejections: ReadonlyArray<string>
}

/** The events that the aggregate writes, of those which there are arbitraries of: a retired one is only read. */
export const writable = (
  { events }: AnyAggregate,
  arbitraries: { readonly [type: string]: fc.Arbitrary<unknown> }
): ReadonlyArray<string> =>
  Object.entries(arbitraries).flatMap(([type, arbitrary]) =>
    Result.isSuccess(events.encode(arbitrary.generate(randomOf(0, 0).rng, undefined).value)) ? [type] : []
  )

export const missing = ({ events, rejections }: Hoped, coverage: Coverage): ReadonlyArray<string> => [
  ...events.filter((type) => !coverage.events.has(type)),
  ...rejections.filter((tag) => !wasRejectedBy(coverage, tag))
]

export const reached = (explored: Explored): Verdict => {
  const { coverage, histories, missing, seed } = explored
  const met = told(coverage)
  if (coverage.events.size > 0 && missing.length === 0) return { _tag: "Holds", tried: histories, seed, met }
  return {
    _tag: "Fails",
    problem: coverage.events.size === 0
      ? "No command was accepted, so nothing was shown. Give commands that the initial state accepts."
      : `Never reached: ${
        missing.join(", ")
      }. Is there a way to it? Say which commands lead there by \`commands\`, or why `
        + "there is none by `neverReached`.",
    counterexample: met,
    length: 0,
    seed,
    histories,
    found: `Walked ${histories} histories.`
  }
}
