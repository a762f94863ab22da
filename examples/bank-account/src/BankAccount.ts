// The domain: what a bank account is, and its two pure functions. Everything a business person would argue about is here.
import { Decider } from "@deciduous/core"
import type { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import type { BankAccountEvent, BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import type { Money } from "@deciduous/event-schemas/types.gen"
import { absurd, BigDecimal, Data } from "effect"

export class AccountAlreadyOpen extends Data.TaggedError("AccountAlreadyOpen") {}
export class AccountNotOpen extends Data.TaggedError("AccountNotOpen") {}
export class AmountNotPositive extends Data.TaggedError("AmountNotPositive") {}
export class OtherCurrency extends Data.TaggedError("OtherCurrency")<{ readonly currency: string }> {}
export class OverdrawnBeyondLimit extends Data.TaggedError("OverdrawnBeyondLimit")<{
  readonly balance: BigDecimal.BigDecimal
}> {}
export class BalanceNotZero extends Data.TaggedError("BalanceNotZero")<{ readonly balance: BigDecimal.BigDecimal }> {}
export class InsufficientFunds extends Data.TaggedError("InsufficientFunds")<{
  /** What could be taken out, the overdraft included. */
  readonly available: BigDecimal.BigDecimal
  readonly requested: BigDecimal.BigDecimal
}> {}

export type Account =
  | { readonly _tag: "Unopened" }
  | OpenAccount
  | { readonly _tag: "Closed" }

export interface OpenAccount {
  readonly _tag: "Open"
  readonly balance: BigDecimal.BigDecimal
  /** How far below zero the balance may go, zero or more. */
  readonly overdraftLimit: BigDecimal.BigDecimal
  /** That of the first money that came; `undefined` until then. */
  readonly currency: string | undefined
}

const zero = BigDecimal.fromBigInt(0n)
const opened: OpenAccount = { _tag: "Open", balance: zero, overdraftLimit: zero, currency: undefined }

export const evolve = (account: Account, event: BankAccountEvent): Account => {
  if (event._tag === "AccountOpened") return opened
  if (account._tag !== "Open") return account
  switch (event._tag) {
    case "FundsDeposited":
      return { ...account, ...moved(account, event.amount, BigDecimal.sum) }
    case "FundsWithdrawn":
      return { ...account, ...moved(account, event.amount, BigDecimal.subtract) }
    case "OverdraftLimitSet":
      return { ...account, overdraftLimit: event.limit.amount, currency: event.limit.currency }
    case "AccountClosed":
      return { _tag: "Closed" }
    default:
      return absurd(event)
  }
}

const moved = (account: OpenAccount, { amount, currency }: Money, by: typeof BigDecimal.sum) => ({
  balance: by(account.balance, amount),
  currency
})

const accept = Decider.accept<BankAccountNewEvent>

export const decide = (command: BankAccountCommand, account: Account) => {
  if (command._tag === "OpenAccount") {
    if (account._tag !== "Unopened") return Decider.reject(new AccountAlreadyOpen())
    const { at, holder, office, referral } = command
    return accept({ _tag: "AccountOpened", holder, office, openedAt: at, ...(referral && { referral }) })
  }
  if (account._tag !== "Open") return Decider.reject(new AccountNotOpen())
  switch (command._tag) {
    case "Deposit": {
      const { amount, at, channel } = command
      return refusal(account, amount) ?? accept({ _tag: "FundsDeposited", amount, channel, at })
    }
    case "Withdraw": {
      const { amount, at, channel } = command
      const available = BigDecimal.sum(account.balance, account.overdraftLimit)
      return refusal(account, amount) ?? (BigDecimal.isGreaterThan(amount.amount, available)
        ? Decider.reject(new InsufficientFunds({ available, requested: amount.amount }))
        : accept({ _tag: "FundsWithdrawn", amount, channel, at }))
    }
    case "SetOverdraftLimit": {
      const { limit } = command
      return BigDecimal.isNegative(limit.amount)
        ? Decider.reject(new AmountNotPositive())
        : otherCurrency(account, limit) ?? (BigDecimal.isNegative(BigDecimal.sum(account.balance, limit.amount))
          ? Decider.reject(new OverdrawnBeyondLimit({ balance: account.balance }))
          : accept({ _tag: "OverdraftLimitSet", limit }))
    }
    case "CloseAccount": {
      const { at, reason } = command
      return BigDecimal.isZero(account.balance)
        ? accept({ _tag: "AccountClosed", at, ...(reason !== undefined && { reason }) })
        : Decider.reject(new BalanceNotZero({ balance: account.balance }))
    }
    default:
      return absurd<never>(command)
  }
}

/** Why this money may not move, if so. */
const refusal = (account: OpenAccount, money: Money) =>
  BigDecimal.isPositive(money.amount) ? otherCurrency(account, money) : Decider.reject(new AmountNotPositive())

const otherCurrency = ({ currency }: OpenAccount, money: Money) =>
  currency === undefined || currency === money.currency ? undefined : Decider.reject(new OtherCurrency({ currency }))

export const account = Decider.make({
  initialState: { _tag: "Unopened" },
  evolve,
  decide,
  isTerminal: (account) => account._tag === "Closed"
})
