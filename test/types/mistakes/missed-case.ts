// An `evolve` that forgot an event.
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { absurd } from "effect"

type Account = "unopened" | "open" | "closed"

export const withoutDefault = (account: Account, event: BankAccountEvent): Account => {
  switch (event._tag) {
    case "AccountOpened":
    case "FundsDeposited":
    case "FundsWithdrawn":
      return account === "closed" ? "closed" : "open"
    case "AccountClosed":
      return "closed"
  }
}

export const withAbsurd = (account: Account, event: BankAccountEvent): Account => {
  switch (event._tag) {
    case "AccountOpened":
    case "FundsDeposited":
    case "FundsWithdrawn":
      return account === "closed" ? "closed" : "open"
    case "AccountClosed":
      return "closed"
    default:
      return absurd(event)
  }
}
