// Values that tests speak with, and commands at random: real amounts, a few of them too large, zero or negative.
import type { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import { BigDecimal, DateTime } from "effect"
import * as fc from "fast-check"

export const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
export const decimal = BigDecimal.fromStringUnsafe
export const koruna = (amount: string) => ({ amount: decimal(amount), currency: "CZK" })

const money = fc.record({
  amount: fc.integer({ min: -500, max: 20_000 }).map((hundredths) => BigDecimal.make(BigInt(hundredths), 2)),
  currency: fc.constantFrom("CZK", "CZK", "CZK", "EUR")
})
const channel = fc.constantFrom("atm" as const, "branch" as const, "wire" as const)
const time = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map(
  DateTime.fromDateUnsafe
)
const name = fc.string({ unit: "grapheme", maxLength: 12 })

const open: fc.Arbitrary<BankAccountCommand> = fc.record({
  _tag: fc.constant("OpenAccount" as const),
  holder: fc.record({ given: name, family: name }),
  office: fc.record({ code: fc.constant("PRG-01"), country: fc.constantFrom("CZ", "DE") }),
  at: time
})

const any: fc.Arbitrary<BankAccountCommand> = fc.oneof(
  { weight: 1, arbitrary: open },
  { weight: 6, arbitrary: fc.record({ _tag: fc.constant("Deposit" as const), amount: money, channel, at: time }) },
  { weight: 6, arbitrary: fc.record({ _tag: fc.constant("Withdraw" as const), amount: money, channel, at: time }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant("SetOverdraftLimit" as const), limit: money }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("CloseAccount" as const), at: time }) }
)

/** Most begin by opening the account, as most of life happens after that. */
export const commands: fc.Arbitrary<ReadonlyArray<BankAccountCommand>> = fc.tuple(
  fc.oneof({ weight: 9, arbitrary: open }, { weight: 1, arbitrary: any }),
  fc.array(any, { maxLength: 25 })
).map(([first, rest]) => [first, ...rest])
