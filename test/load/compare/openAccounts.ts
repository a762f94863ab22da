// Writes the accounts that a workload works on, through the contender's own append.
import type { Contender } from "./Contender.ts"
import { accountOf } from "./history.ts"
import { offered } from "./offers.ts"

/** Opens accounts by their numbers from 0, each with so many events; by default one after the other. */
export const openAccounts = async <Op>(
  contender: Contender<Op>,
  { accounts, events, writers = 1 }: { readonly accounts: number; readonly events: number; readonly writers?: number }
): Promise<void> => {
  const append = offered(contender.append, "append")
  let number = 0
  await contender.perform(writers, () => number < accounts ? append(accountOf(number++), events) : undefined, () => {})
}
