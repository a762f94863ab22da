// The state of a loan application: what its events come to. Read this first, then LoanApplication.
import type { Euro, WorkItem } from "@deciduous/event-schemas/types.gen"

export type LoanApplication = { readonly _tag: "Unsubmitted" } | Application

export interface Application {
  readonly _tag: "Application"
  readonly amountRequested: Euro
  readonly stage: "Submitted" | "PartlySubmitted" | "Preaccepted" | "Accepted" | "Finalized" | Decision
  /** The steps of granting the loan that were taken, in their order, which is any. */
  readonly granted: ReadonlyArray<Grant>
  /** The offer that is being drawn up: selected first, then created. Sending ends this. */
  readonly draft: "None" | "Selected" | "Created"
  /** The last offer that went out, unless it was cancelled. */
  readonly offer: "None" | "Sent" | "SentBack" | "Accepted" | "Declined"
  /** Whether an offer ever came back: the customer's files come with it. */
  readonly filesReceived: boolean
  readonly work: Work
}

export type Decision = "Granted" | "Declined" | "Cancelled"
export type Grant = "Approved" | "Registered" | "Activated"

/** The items of each kind. Most are never closed: the bank simply stops working on them. */
export type Work = { readonly [Item in WorkItem]?: Queue }

export interface Queue {
  /** How many of this kind were scheduled and not closed. */
  readonly open: number
  /** On how many of these somebody is at work. */
  readonly underWay: number
}

/** Submitted, and neither granted nor declined nor cancelled. */
export const isUndecided = (application: LoanApplication): boolean =>
  application._tag === "Application"
  && application.stage !== "Granted" && application.stage !== "Declined" && application.stage !== "Cancelled"
