// W9: the command cycle without a database, for what the library itself costs. No tracer is installed.
import { accountOf } from "../history.ts"
import { offered } from "../offers.ts"
import { openAccounts } from "../openAccounts.ts"
import { seeded } from "../seeded.ts"
import type { Workload } from "../Workload.ts"

const accounts = 10_000

export const w9: Workload = {
  name: "W9",
  title: "handle a command in memory",
  unit: "commands",
  concurrency: [1],
  contenders: ["memory", "emmett-memory"],
  run: async (contender, clock) => {
    await openAccounts(contender, { accounts, events: 1 })
    const random = seeded(1)
    const deposit = offered(contender.deposit, "deposit")
    return clock.forAWhile(contender, 1, () => deposit(accountOf(random(accounts))), 1)
  }
}
