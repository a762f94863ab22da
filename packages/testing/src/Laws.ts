// Laws as tests of vitest, one for each law, under the name of the aggregate. The laws themselves are data: laws/.
import type { EventSet } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime"
import { describe, it } from "vitest"
import * as DeciderLaws from "./laws/DeciderLaws.ts"
import * as EvolutionLaws from "./laws/EvolutionLaws.ts"
import { type Law, report } from "./laws/Law.ts"
import * as RecordedLaws from "./laws/RecordedLaws.ts"

/**
 * Decide and evolve are functions, what they accept can be stored and replayed, and what the author says holds, in
 * histories at random. A law that fails prints the shortest history that was found, as a spec, and its seed.
 *
 * @example
 * ```ts
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.decider("BankAccount", BankAccount, {
 *   arbitraries: BankAccountArbitraries,
 *   invariants: {
 *     "has a currency once it has money": (account) =>
 *       account._tag !== "Open" || account.balance.value === 0n || account.currency !== undefined || "it has none"
 *   }
 * })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const decider = <C, S, E, N, Err, Id>(
  name: string,
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id, unknown>,
  options: DeciderLaws.Options<NoInfer<C>, NoInfer<S>, NoInfer<E>, NoInfer<N>, NoInfer<Err>>
): void => tests(`the laws of ${name}`, DeciderLaws.laws(aggregate, options))

/**
 * Every payload that was ever stored can be read: each old version goes up its chain and fits.
 *
 * @example
 * ```ts
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.evolution("BankAccount", BankAccount.events, { arbitraries: BankAccountArbitraries })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const evolution = <E, N, Id>(
  name: string,
  events: EventSet.EventSet<E, N, unknown, Id>,
  options: EvolutionLaws.Options<NoInfer<E>>
): void => tests(`the history of ${name}`, EvolutionLaws.laws(events, options))

/**
 * The golden corpus: each example that `deciduous audit --record` has written is read for ever as on that day.
 *
 * @example
 * ```ts
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.recorded(new URL("../event-schemas/recorded", import.meta.url), [BankAccount.events])
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const recorded = (folder: string | URL, events: Parameters<typeof RecordedLaws.laws>[1]): void =>
  tests("the recorded events", RecordedLaws.laws(folder, events))

const tests = (name: string, laws: ReadonlyArray<Law>): void => {
  describe(name, () => {
    for (const law of laws) it(law.name, () => assertHolds(law), timeLimit)
  })
}

/** Ends a law that hangs; none needs a tenth of it. */
const timeLimit = 60_000

const assertHolds = (law: Law): void => {
  const verdict = law.check()
  if (verdict._tag === "Fails") throw new LawBroken(report(verdict))
}

/** Runners know an assertion by its name. */
class LawBroken extends Error {
  override readonly name = "AssertionError"
}
