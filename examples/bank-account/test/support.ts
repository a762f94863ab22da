// Values that tests speak with, and commands at random: real amounts, a few of them too large, zero or negative.
import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import type { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import { BigDecimal, DateTime } from "effect"
import * as fc from "fast-check"

export const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
export const decimal = BigDecimal.fromStringUnsafe
export const koruna = (amount: string) => ({ amount: decimal(amount), currency: "CZK" })

const { CloseAccount, Deposit, OpenAccount, SetOverdraftLimit, Withdraw } = BankAccountArbitraries.commands

/** Of all the amounts and currencies there are, those that meet one another. */
const money = fc.record({
  amount: fc.integer({ min: -500, max: 20_000 }).map((hundredths) => BigDecimal.make(BigInt(hundredths), 2)),
  currency: fc.constantFrom("CZK", "CZK", "CZK", "EUR")
})
const movement = fc.tuple(fc.oneof(Deposit, Withdraw), money).map(([command, amount]) => ({ ...command, amount }))
const limit = fc.tuple(SetOverdraftLimit, money).map(([command, limit]) => ({ ...command, limit }))

const any: fc.Arbitrary<BankAccountCommand> = fc.oneof(
  { weight: 1, arbitrary: OpenAccount },
  { weight: 11, arbitrary: movement },
  { weight: 1, arbitrary: fc.oneof(Deposit, Withdraw) },
  { weight: 2, arbitrary: limit },
  { weight: 1, arbitrary: CloseAccount }
)

/** Most begin by opening the account, as most of life happens after that. */
export const commands: fc.Arbitrary<ReadonlyArray<BankAccountCommand>> = fc.tuple(
  fc.oneof({ weight: 9, arbitrary: OpenAccount }, { weight: 1, arbitrary: any }),
  fc.array(any, { maxLength: 25 })
).map(([first, rest]) => [first, ...rest])
