// What laws take: a hundred histories of a bank account, which are to be walked in a second, and bugs that are to be found.
// By the time in which this thread computes, as budgets are counted: a busy machine is no slower kit.
import { BankAccountArbitraries as arbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import * as DeciderLaws from "@deciduous/testing/laws/DeciderLaws"
import { brokenOf } from "../../property/caught-bugs/Bug.ts"
import { bugs } from "../../property/caught-bugs/list.ts"
import type { Case } from "../measure.ts"

const computing = (run: () => unknown) => async () => {
  const before = process.cpuUsage()
  await run()
  const { system, user } = process.cpuUsage(before)
  return user + system
}

let seed = 0

/** Of so many bugs one: all of them take the test run half a minute. */
const some = bugs.filter((_, index) => index % 8 === 0)

export const laws: ReadonlyArray<Case> = [
  {
    name: "laws of a bank account, 100 histories",
    item: "history",
    items: 100,
    run: computing(() =>
      DeciderLaws.laws(BankAccount, { arbitraries, seed: seed++, budget: 0 }).forEach((law) => law.check())
    )
  },
  {
    name: "a bug is caught and made short",
    item: "bug",
    items: some.length,
    run: computing(async () => {
      seed++
      for (const { faulty } of some) await brokenOf(faulty({ seed }))
    })
  }
]
