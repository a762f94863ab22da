// What needs no store: decoding and folding.
import { View } from "@deciduous/core"
import type { BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import type { Case } from "../measure.ts"
import { decoded, storedDeposit, storedOpening } from "./bank.ts"

const items = 20_000
const times = (run: () => unknown) => async () => {
  for (let i = 0; i < items; i++) run()
}

const newDeposit = decoded(storedDeposit) as BankAccountNewEvent

export const decode: ReadonlyArray<Case> = [
  {
    name: "decode FundsDeposited, 5 fields",
    item: "event",
    items,
    run: times(() => BankAccount.events.decode(storedDeposit))
  },
  {
    name: "decode AccountOpened v1, upcast to v2",
    item: "event",
    items,
    run: times(() => BankAccount.events.decode(storedOpening))
  },
  {
    name: "encode FundsDeposited",
    item: "event",
    items,
    run: times(() => BankAccount.events.encode(newDeposit))
  }
]

const history = [decoded(storedOpening), ...Array.from({ length: items - 1 }, () => decoded(storedDeposit))]

export const fold: ReadonlyArray<Case> = [
  { name: "fold a bank account", item: "event", items, run: async () => View.fold(BankAccount.decider, history) }
]
