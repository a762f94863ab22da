// The domain bound to its events: all that the runtime needs to know.
import { BankAccountEvents } from "@deciduous/event-schemas/bank-account.events.gen"
import { Aggregate } from "@deciduous/runtime"
import { account } from "./BankAccount.ts"
import { upcasters } from "./upcasters.ts"

export const BankAccount = Aggregate.make({ decider: account, events: BankAccountEvents.with(upcasters) })
