// A version that nobody says how to read.
import { BankAccountEvents } from "@deciduous/event-schemas/bank-account.events.gen"

export const events = BankAccountEvents.with({
  "MoneyMoved@1": (moved) => [
    { type: "FundsDeposited", version: 1, data: { amount: moved.in, channel: "wire", at: moved.at } },
    { type: "FundsWithdrawn", version: 1, data: { amount: moved.out, channel: "wire", at: moved.at } }
  ]
})
