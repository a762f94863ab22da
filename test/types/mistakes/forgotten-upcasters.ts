// An event set whose hand-written upcasters were never given.
import { BankAccountEvents } from "@deciduous/event-schemas/bank-account.events.gen"
import { account } from "@deciduous/example-bank-account/BankAccount"
import { Aggregate } from "@deciduous/runtime"

export const BankAccount = Aggregate.make({ decider: account, events: BankAccountEvents })
