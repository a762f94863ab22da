// What the cases work on: bank accounts, their commands and their stored events.
import { Position, type StoredEvent } from "@deciduous/core"
import type { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { AccountId } from "@deciduous/event-schemas/types.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { EventIds } from "@deciduous/runtime"
import { BigDecimal, DateTime, Effect, Result, Schema } from "effect"

const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
const amount = { amount: BigDecimal.fromStringUnsafe("5.25"), currency: "CZK" }

export const open: BankAccountCommand = {
  _tag: "OpenAccount",
  holder: { given: "Ada", family: "Lovelace" },
  office: { code: "PRG-01", country: "CZ" },
  at
}
export const deposit: BankAccountCommand = { _tag: "Deposit", amount, channel: "atm", at }

/** An account that nobody has opened yet. */
export const newAccount: Effect.Effect<AccountId> = Effect.map(
  EventIds.EventIds,
  (newId) => Schema.decodeSync(AccountId)(newId())
)

export const storedDeposit: StoredEvent = {
  id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
  streamId: "bank-account-1",
  category: "bank-account",
  aggregateId: "1",
  version: 2,
  position: Position.start,
  type: "FundsDeposited",
  schemaVersion: 1,
  data: { amount: { amount: "5.25", currency: "CZK" }, channel: "atm", at: "2026-03-01T09:00:00.000Z" },
  metadata: {},
  recordedAt: at
}

export const storedOpening: StoredEvent = {
  ...storedDeposit,
  type: "AccountOpened",
  data: { holderName: "Grace Hopper", branch: "BRN-02", openedOn: "2024-02-29" }
}

export const decoded = (stored: StoredEvent): BankAccountEvent =>
  Result.getOrThrow(BankAccount.events.decode(stored))[0]!.event
