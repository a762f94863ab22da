// The laws raise no false alarm on a correct domain, whatever the seed, and miss no hundredth of a haler on another.
import { BankAccountArbitraries as arbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import * as DeciderLaws from "@deciduous/testing/laws/DeciderLaws"
import * as EvolutionLaws from "@deciduous/testing/laws/EvolutionLaws"
import { report } from "@deciduous/testing/laws/Law"
import { assert, it } from "@effect/vitest"
import { BigDecimal } from "effect"

it.each(Array.from({ length: 20 }, (_, seed) => seed))("the laws of a bank account hold by seed %i", (seed) => {
  const laws = [
    ...DeciderLaws.laws(BankAccount, { arbitraries, seed, histories: 40, budget: 0 }),
    ...EvolutionLaws.laws(BankAccount.events, { arbitraries, seed, payloads: 40 })
  ]
  const broken = laws.map((law) => law.check()).filter((verdict) => verdict._tag === "Fails")
  assert.deepStrictEqual(broken.map(report), [])
})

it.each([1, 2, 3])("a withdrawal of the least amount too much is found by seed %i", (seed) => {
  const { decider } = BankAccount
  const least = BigDecimal.make(1n, 4)
  const generous: typeof decider = {
    ...decider,
    decide: (command, account) =>
      command._tag === "Withdraw" && account._tag === "Open"
        ? decider.decide(command, { ...account, overdraftLimit: BigDecimal.sum(account.overdraftLimit, least) })
        : decider.decide(command, account)
  }
  const law = DeciderLaws.laws({ ...BankAccount, decider: generous }, {
    arbitraries,
    seed,
    budget: 0,
    invariants: {
      "is never below its limit": (account) =>
        account._tag !== "Open"
        || !BigDecimal.isNegative(BigDecimal.sum(account.balance, account.overdraftLimit))
        || `short by ${BigDecimal.format(BigDecimal.sum(account.balance, account.overdraftLimit))}`
    }
  }).find(({ name }) => name === "is never below its limit")
  const verdict = law?.check()
  assert(verdict?._tag === "Fails")
  assert.strictEqual(verdict.problem, "short by -0.0001")
})
