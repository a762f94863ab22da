// What holds of every bank account, in histories at random: the laws of every decider, and three of its own.
import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { MemoryEventStore } from "@deciduous/runtime"
import { Laws } from "@deciduous/testing"
import { BigDecimal, Result } from "effect"

const { format, isGreaterThanOrEqualTo, isNegative, negate, subtract } = BigDecimal

Laws.decider("BankAccount", BankAccount, {
  arbitraries: BankAccountArbitraries,
  rejections: [
    "AccountAlreadyOpen",
    "AccountNotOpen",
    "AmountNotPositive",
    "OtherCurrency",
    "OverdrawnBeyondLimit",
    "BalanceNotZero",
    "InsufficientFunds"
  ],
  invariants: {
    "is never below its limit": (account) =>
      account._tag !== "Open" || isGreaterThanOrEqualTo(account.balance, negate(account.overdraftLimit))
      || `the balance ${format(account.balance)} is below the limit ${format(account.overdraftLimit)}`,
    "never has a limit below zero": (account) =>
      account._tag !== "Open" || !isNegative(account.overdraftLimit)
      || `the limit is ${format(account.overdraftLimit)}`
  },
  decisions: {
    "moves by what was deposited and withdrawn, and by nothing else": (before, command, decision, after) => {
      if (before._tag !== "Open" || after._tag !== "Open") return true
      const moved = subtract(after.balance, before.balance)
      const asked = Result.isFailure(decision)
        ? zero
        : command._tag === "Deposit"
        ? command.amount.amount
        : command._tag === "Withdraw"
        ? negate(command.amount.amount)
        : zero
      return BigDecimal.equals(moved, asked) || `moved by ${format(moved)} instead of ${format(asked)}`
    }
  }
})

Laws.evolution("BankAccount", BankAccount.events, { arbitraries: BankAccountArbitraries })

Laws.concurrency("BankAccount", BankAccount, { arbitraries: BankAccountArbitraries, store: MemoryEventStore.layer })

Laws.recorded(new URL("../../../event-schemas/recorded/bank-account", import.meta.url), [BankAccount.events])

const zero = BigDecimal.fromBigInt(0n)
