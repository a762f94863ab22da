// The bank account as a user of a peer would write it: plain objects, no decoding. The rules that a deposit meets are the
// example's.
import { deposited, type JsonEvent } from "./history.ts"

export interface PlainAccount {
  readonly isOpen: boolean
  /** In hundredths. */
  readonly balance: number
  readonly currency: string | undefined
}

export const unopened: PlainAccount = { isOpen: false, balance: 0, currency: undefined }

export const evolve = (
  account: PlainAccount,
  event: { readonly type: string; readonly data: unknown }
): PlainAccount => {
  if (event.type === "AccountOpened") return { isOpen: true, balance: 0, currency: undefined }
  if (event.type !== "FundsDeposited") return account
  const { amount, currency } = (event.data as Deposit).amount
  return { ...account, balance: account.balance + Math.round(Number(amount) * 100), currency }
}

export const decideDeposit = (account: PlainAccount): JsonEvent => {
  if (!account.isOpen) throw new Error("The account is not open.")
  const { amount, currency } = (deposited.data as unknown as Deposit).amount
  if (!(Number(amount) > 0)) throw new Error("The amount is not positive.")
  if (account.currency !== undefined && account.currency !== currency) {
    throw new Error("The account has another currency.")
  }
  return deposited
}

interface Deposit {
  readonly amount: { readonly amount: string; readonly currency: string }
}
