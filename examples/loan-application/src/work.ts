// The work on an application: which items are scheduled, who is at work on them, and when there is something to do.
import { Decider } from "@deciduous/core"
import type { WorkCompleted, WorkScheduled, WorkStarted } from "@deciduous/event-schemas/loan-application.events.gen"
import type { WorkItem } from "@deciduous/event-schemas/types.gen"
import { absurd } from "effect"
import type { Application, Queue, Work } from "./Application.ts"
import { WorkNotDoneHere, WorkNotScheduled } from "./rejections.ts"

export type WorkEvent = WorkScheduled | WorkStarted | WorkCompleted

const queueOf = (work: Work, item: WorkItem): Queue => work[item] ?? nothing

/** Nothing of a kind is there to be done. */
export const nothing: Queue = { open: 0, underWay: 0 }

export const after = (work: Work, event: WorkEvent): Work => ({
  ...work,
  [event.item]: queueAfter(queueOf(work, event.item), event)
})

export const queueAfter = ({ open, underWay }: Queue, event: WorkEvent): Queue => {
  switch (event._tag) {
    case "WorkScheduled":
      return { open: open + 1, underWay }
    case "WorkStarted":
      return { open, underWay: underWay + 1 }
    case "WorkCompleted":
      // ends what is under way; where nobody is at work, the item itself
      return underWay > 0 ? { open, underWay: underWay - 1 } : { open: open - 1, underWay }
    default:
      return absurd(event)
  }
}

export const isOpen = (work: Work): boolean => Object.values(work).some(({ open }) => open > 0)

/** Work begins on items that were scheduled, by one at a time for each of them. */
export const refusalToStart = (item: WorkItem, work: Work) => {
  const { open, underWay } = queueOf(work, item)
  return refusalHere(item) ?? (underWay < open ? undefined : Decider.reject(new WorkNotScheduled({ item })))
}

export const refusalToComplete = (item: WorkItem, work: Work) =>
  refusalHere(item) ?? (queueOf(work, item).open > 0 ? undefined : Decider.reject(new WorkNotScheduled({ item })))

const refusalHere = (item: WorkItem) =>
  item === "change-contract" ? Decider.reject(new WorkNotDoneHere({ item })) : undefined

/** Whether there is something of this kind to do about the application as it stands. */
export const isDue = (item: WorkItem, application: Application): boolean => due[item](application)

const due: { readonly [Item in WorkItem]: (application: Application) => boolean } = {
  "follow-up-leads": ({ stage }) => stage === "PartlySubmitted",
  "complete-application": ({ stage }) => stage === "PartlySubmitted" || stage === "Preaccepted",
  "assess-fraud": ({ stage }) => stage !== "Submitted" && !["Granted", "Declined", "Cancelled"].includes(stage),
  "call-after-offers": ({ draft, offer, stage }) => stage === "Finalized" && (offer === "Sent" || draft !== "None"),
  "call-about-incomplete-files": ({ filesReceived, offer, stage }) =>
    stage === "Finalized" && filesReceived && (offer === "Sent" || offer === "SentBack"),
  "validate-application": ({ offer, stage }) => stage === "Finalized" && offer === "SentBack",
  "change-contract": ({ offer, stage }) =>
    (stage === "Finalized" || stage === "Granted") && (offer === "Sent" || offer === "SentBack" || offer === "Accepted")
}
