import type {
  AccountClosed,
  AccountOpened,
  FundsDeposited,
  FundsWithdrawn,
  OverdraftLimitSet
} from "@deciduous/event-schemas/bank-account.events.gen"
import { account } from "@deciduous/example-bank-account/BankAccount"
import * as Rejection from "@deciduous/example-bank-account/BankAccount"
import { Spec } from "@deciduous/testing"
import { describe, it } from "@effect/vitest"
import { at, decimal, koruna } from "./support.ts"

const holder = { given: "Ada", family: "Lovelace" }
const office = { code: "PRG-01", country: "CZ" }
const opened: AccountOpened = { _tag: "AccountOpened", holder, office, openedAt: at }
const deposited = (amount: string): FundsDeposited => ({
  _tag: "FundsDeposited",
  amount: koruna(amount),
  channel: "branch",
  at
})
const withdrawn = (amount: string): FundsWithdrawn => ({
  _tag: "FundsWithdrawn",
  amount: koruna(amount),
  channel: "atm",
  at
})
const limitSet = (limit: string): OverdraftLimitSet => ({ _tag: "OverdraftLimitSet", limit: koruna(limit) })
const closed: AccountClosed = { _tag: "AccountClosed", at }

const deposit = (amount: string) => ({ _tag: "Deposit", amount: koruna(amount), channel: "branch", at }) as const
const withdraw = (amount: string) => ({ _tag: "Withdraw", amount: koruna(amount), channel: "atm", at }) as const
const setLimit = (limit: string) => ({ _tag: "SetOverdraftLimit", limit: koruna(limit) }) as const
const close = { _tag: "CloseAccount", at } as const

describe("opening", () => {
  it("opens an account that is not open yet", () =>
    Spec.given(account).when({ _tag: "OpenAccount", holder, office, at }).thenEvents(opened))

  it("remembers who sent the customer", () => {
    const referral = { kind: "campaign", code: "SPRING" } as const
    Spec.given(account).when({ _tag: "OpenAccount", holder, office, referral, at }).thenEvents({ ...opened, referral })
  })

  it("refuses to open an account twice, or anew after it was closed", () => {
    const open = { _tag: "OpenAccount", holder, office, at } as const
    Spec.given(account, opened).when(open).thenFails(new Rejection.AccountAlreadyOpen())
    Spec.given(account, opened, closed).when(open).thenFails(new Rejection.AccountAlreadyOpen())
  })
})

describe("money", () => {
  it("comes in and goes out", () => {
    Spec.given(account, opened).when(deposit("100.50")).thenEvents(deposited("100.50"))
    Spec.given(account, opened, deposited("100")).when(withdraw("30")).thenEvents(withdrawn("30"))
  })

  it("goes out down to zero, and no further", () => {
    Spec.given(account, opened, deposited("100")).when(withdraw("100")).thenEvents(withdrawn("100"))
    Spec.given(account, opened, deposited("100"), withdrawn("60")).when(withdraw("40.01")).thenFails(
      new Rejection.InsufficientFunds({ available: decimal("40"), requested: decimal("40.01") })
    )
  })

  it("goes out down to the overdraft limit", () => {
    Spec.given(account, opened, limitSet("50")).when(withdraw("50")).thenEvents(withdrawn("50"))
    Spec.given(account, opened, limitSet("50")).when(withdraw("50.01")).thenFails(
      new Rejection.InsufficientFunds({ available: decimal("50"), requested: decimal("50.01") })
    )
  })

  it("is never zero and never negative", () => {
    Spec.given(account, opened).when(deposit("0")).thenFails(new Rejection.AmountNotPositive())
    Spec.given(account, opened, deposited("9")).when(withdraw("-1")).thenFails(new Rejection.AmountNotPositive())
  })

  it("stays in the currency of the first that came", () =>
    Spec.given(account, opened, deposited("100"))
      .when({ _tag: "Deposit", amount: { amount: decimal("1"), currency: "EUR" }, channel: "wire", at })
      .thenFails(new Rejection.OtherCurrency({ currency: "CZK" })))

  it("does not move before the account is open, nor after it is closed", () => {
    Spec.given(account).when(deposit("1")).thenFails(new Rejection.AccountNotOpen())
    Spec.given(account, opened, closed).when(deposit("1")).thenFails(new Rejection.AccountNotOpen())
  })
})

describe("the overdraft limit", () => {
  it("may be set to zero", () =>
    Spec.given(account, opened, limitSet("5")).when(setLimit("0")).thenEvents(limitSet("0")))

  it("is not lowered below what is overdrawn already", () =>
    Spec.given(account, opened, limitSet("50"), withdrawn("50")).when(setLimit("49")).thenFails(
      new Rejection.OverdrawnBeyondLimit({ balance: decimal("-50") })
    ))

  it("is not negative", () =>
    Spec.given(account, opened).when(setLimit("-1")).thenFails(new Rejection.AmountNotPositive()))
})

describe("closing", () => {
  it("closes an account without money", () => {
    Spec.given(account, opened).when(close).thenEvents(closed)
    Spec.given(account, opened, deposited("5"), withdrawn("5")).when(close).thenEvents(closed)
  })

  it("refuses while there is money, or a debt", () => {
    Spec.given(account, opened, deposited("5")).when(close).thenFails(
      new Rejection.BalanceNotZero({ balance: decimal("5") })
    )
    Spec.given(account, opened, limitSet("5"), withdrawn("5")).when(close).thenFails(
      new Rejection.BalanceNotZero({ balance: decimal("-5") })
    )
  })

  it("ends the account", () => Spec.given(account, opened).when(close).thenState({ _tag: "Closed" }))
})
