// An event that may be read for ever, and may no longer be written.
import { Decider } from "@deciduous/core"
import { BankAccountEvents, type BankAccountUpcasters } from "@deciduous/event-schemas/bank-account.events.gen"
import type { BankAccountEvent, BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { Aggregate } from "@deciduous/runtime"

const accept = Decider.accept<BankAccountNewEvent>

export const atTheLiteral = () => accept({ _tag: "StatementPrinted", pages: 3 })

const decider = Decider.make({
  initialState: 0,
  evolve: (printed: number, event: BankAccountEvent | { readonly _tag: "StatementPrinted"; readonly pages: number }) =>
    event._tag === "StatementPrinted" ? printed + event.pages : printed,
  decide: (pages: number) => Decider.accept({ _tag: "StatementPrinted", pages })
})

export const atTheAggregate = (upcasters: BankAccountUpcasters) =>
  Aggregate.make({ decider, events: BankAccountEvents.with(upcasters) })
