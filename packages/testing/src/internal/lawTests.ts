// Laws as tests of vitest: one for each law, or, where many seeds are asked for, one for each seed.
import * as Effect from "effect/Effect"
import { describe, it } from "vitest"
import { type Law, report, type Verdict } from "../laws/Law.ts"
import type { StoreLaw } from "../laws/ProjectionLaws.ts"
import { asked, type Run } from "../laws/Seeds.ts"

/** One test for each law; where many seeds are asked for, one for each seed. */
export const tests = (name: string, laws: (run: Partial<Run>) => ReadonlyArray<Law>): void => {
  describe(name, () => {
    const [run = {}, ...more] = seeds ?? []
    if (more.length === 0) return eachLaw(laws(run))
    it.each(seeds!)("by seed $seed", (run) => laws(run).forEach((law) => assertHolds(law.check())), timeLimit)
  })
}

export const eachLaw = (laws: ReadonlyArray<Law>): void => {
  for (const law of laws) it(law.name, () => assertHolds(law.check()), timeLimit)
}

/** One test for what is tried on a store; where many seeds are asked for, one for each. */
export const storeTests = (
  name: string,
  what: string,
  check: (run: Partial<Run>) => Effect.Effect<Verdict, unknown>
): void => {
  describe(name, () => {
    const [run = {}, ...more] = seeds ?? []
    const holds = (run: Partial<Run>) => Effect.runPromise(check(run)).then(assertHolds)
    if (more.length === 0) it(what, () => holds(run), timeLimit)
    // most of what racers do is to wait for one another
    else it.concurrent.each(seeds!)(`${what}, by seed $seed`, holds, timeLimit)
  })
}

/** Laws of which some need a store. */
export const projectionTests = (
  name: string,
  laws: (run: Partial<Run>) => { readonly pure: ReadonlyArray<Law>; readonly stored: ReadonlyArray<StoreLaw> }
): void => {
  describe(name, () => {
    const [run = {}, ...more] = seeds ?? []
    if (more.length === 0) {
      const { pure, stored } = laws(run)
      eachLaw(pure)
      for (const law of stored) it(law.name, () => Effect.runPromise(law.check).then(assertHolds), onStore)
      return
    }
    it.each(seeds!)("by seed $seed", async (run) => {
      const { pure, stored } = laws(run)
      pure.forEach((law) => assertHolds(law.check()))
      for (const law of stored) assertHolds(await Effect.runPromise(law.check))
    }, onStore)
  })
}

const seeds = asked()

/** Ends a law that hangs; none needs a tenth of it. */
const timeLimit = 60_000
/** A database may have to be opened first, on a machine that has other things to do. */
const onStore = 180_000

const assertHolds = (verdict: Verdict): void => {
  if (verdict._tag === "Fails") throw new LawBroken(report(verdict))
}

/** Runners know an assertion by its name. */
class LawBroken extends Error {
  override readonly name = "AssertionError"
}
