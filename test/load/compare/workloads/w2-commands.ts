// W2: the command cycle, load, decide and append, on 1,000 accounts.
import { accountOf } from "../history.ts"
import { offered } from "../offers.ts"
import { openAccounts } from "../openAccounts.ts"
import { seeded } from "../seeded.ts"
import type { Workload } from "../Workload.ts"

const accounts = 1_000

export const w2: Workload = {
  name: "W2",
  title: "command cycle on 1,000 streams",
  unit: "commands",
  concurrency: [1, 8, 32],
  quickConcurrency: [1, 32],
  contenders: ["deciduous", "emmett", "castore", "plain", "memory"],
  run: async (contender, clock, concurrency) => {
    await openAccounts(contender, { accounts, events: 1, writers: 8 })
    const random = seeded(1)
    const deposit = offered(contender.deposit, "deposit")
    return clock.forAWhile(contender, concurrency, () => deposit(accountOf(random(accounts))), 1)
  }
}
