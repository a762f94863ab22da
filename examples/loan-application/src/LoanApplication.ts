// The domain: what a bank's loan application is, and its two pure functions. Its rules are those that all of the 13,087
// applications in the log of BPI Challenge 2012 kept, as far as a person at the bank would state them.
import { Decider } from "@deciduous/core"
import type { LoanApplicationCommand } from "@deciduous/event-schemas/loan-application.commands.gen"
import type {
  LoanApplicationEvent,
  LoanApplicationNewEvent
} from "@deciduous/event-schemas/loan-application.events.gen"
import { absurd } from "effect"
import type { Application, Grant, LoanApplication } from "./Application.ts"
import { refusal, steps } from "./process.ts"
import { AlreadySubmitted, NotSubmitted, WorkNotDue } from "./rejections.ts"
import * as Work from "./work.ts"

export const evolve = (application: LoanApplication, event: LoanApplicationEvent): LoanApplication => {
  if (event._tag === "ApplicationSubmitted") return { ...submitted, amountRequested: event.amountRequested }
  if (application._tag === "Unsubmitted") return application
  switch (event._tag) {
    case "ApplicationPartlySubmitted":
      return { ...application, stage: "PartlySubmitted" }
    case "ApplicationPreaccepted":
      return { ...application, stage: "Preaccepted" }
    case "ApplicationAccepted":
      return { ...application, stage: "Accepted" }
    case "ApplicationFinalized":
      return { ...application, stage: "Finalized" }
    case "ApplicationApproved":
      return granted(application, "Approved")
    case "ApplicationRegistered":
      return granted(application, "Registered")
    case "ApplicationActivated":
      return granted(application, "Activated")
    case "ApplicationDeclined":
      return { ...application, stage: "Declined" }
    case "ApplicationCancelled":
      return { ...application, stage: "Cancelled" }
    case "OfferSelected":
      return { ...application, draft: "Selected" }
    case "OfferCreated":
      return { ...application, draft: "Created" }
    case "OfferSent":
      return { ...application, draft: "None", offer: "Sent" }
    case "OfferSentBack":
      return { ...application, offer: "SentBack", filesReceived: true }
    case "OfferCancelled":
      return { ...application, offer: "None" }
    case "OfferDeclined":
      return { ...application, offer: "Declined" }
    case "OfferAccepted":
      return { ...application, offer: "Accepted" }
    case "WorkScheduled":
    case "WorkStarted":
    case "WorkCompleted":
      return { ...application, work: Work.after(application.work, event) }
    default:
      return absurd(event)
  }
}

const submitted: Omit<Application, "amountRequested"> = {
  _tag: "Application",
  stage: "Submitted",
  granted: [],
  draft: "None",
  offer: "None",
  filesReceived: false,
  work: {}
}

const granted = (application: Application, step: Grant): Application => ({
  ...application,
  stage: "Granted",
  granted: [...application.granted, step]
})

const accept = Decider.accept<LoanApplicationNewEvent>

export const decide = (command: LoanApplicationCommand, application: LoanApplication) => {
  const { at, resource } = command
  if (command._tag === "SubmitApplication") {
    return application._tag === "Unsubmitted"
      ? accept({ _tag: "ApplicationSubmitted", amountRequested: command.amountRequested, resource, at })
      : Decider.reject(new AlreadySubmitted())
  }
  if (application._tag === "Unsubmitted") return Decider.reject(new NotSubmitted())
  switch (command._tag) {
    case "ScheduleWork": {
      const { item } = command
      return Work.isDue(item, application)
        ? accept({ _tag: "WorkScheduled", item, resource, at })
        : Decider.reject(new WorkNotDue({ item }))
    }
    case "StartWork": {
      const { item } = command
      return Work.refusalToStart(item, application.work) ?? accept({ _tag: "WorkStarted", item, resource, at })
    }
    case "CompleteWork": {
      const { item } = command
      return Work.refusalToComplete(item, application.work) ?? accept({ _tag: "WorkCompleted", item, resource, at })
    }
    default: {
      const step = steps[command._tag]
      return refusal(step, application) ?? accept({ _tag: step.event, resource, at })
    }
  }
}

/** Declined or cancelled, with no offer out and no work left. (A contract can always be changed.) */
const isTerminal = (application: LoanApplication) =>
  application._tag === "Application"
  && (application.stage === "Declined" || application.stage === "Cancelled")
  && !["Sent", "SentBack"].includes(application.offer)
  && !Work.isOpen(application.work)

export const loanApplication = Decider.make({ initialState: { _tag: "Unsubmitted" }, evolve, decide, isTerminal })
