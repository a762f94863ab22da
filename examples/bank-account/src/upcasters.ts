// How history is read where operations in aggregate.yaml cannot say it. Pure, and never in a hurry to be deleted.
import type { BankAccountUpcasters } from "@deciduous/event-schemas/bank-account.events.gen"

export const upcasters: BankAccountUpcasters = {
  // limits were whole cents, and every account was in crowns
  "OverdraftLimitSet@1": ({ limitCents }) => ({ limit: { amount: ofCents(limitCents), currency: "CZK" } }),
  "MoneyMoved@1": (moved) => [
    { type: "FundsDeposited", version: 1, data: { amount: moved.in, channel: "wire", at: moved.at } },
    { type: "FundsWithdrawn", version: 1, data: { amount: moved.out, channel: "wire", at: moved.at } }
  ]
}

const ofCents = (cents: number): string => {
  const digits = String(cents).padStart(3, "0")
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
