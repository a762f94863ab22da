// The domain bound to its events: all that the runtime needs to know.
import { LoanApplicationEvents } from "@deciduous/event-schemas/loan-application.events.gen"
import { Aggregate } from "@deciduous/runtime"
import { loanApplication } from "./LoanApplication.ts"

export const LoanApplication = Aggregate.make({ decider: loanApplication, events: LoanApplicationEvents })
