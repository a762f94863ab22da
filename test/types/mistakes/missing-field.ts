// An event without a field that it must have.
import { Decider } from "@deciduous/core"
import type { BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"

const accept = Decider.accept<BankAccountNewEvent>

export const close = () => accept({ _tag: "AccountClosed", reason: "moved away" })
