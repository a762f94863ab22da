// An event under a name that does not exist.
import { Decider } from "@deciduous/core"
import type { BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import * as DateTime from "effect/DateTime"

const accept = Decider.accept<BankAccountNewEvent>

export const close = (at: DateTime.Utc) => accept({ _tag: "AccountClozed", at })
