// The work on an application: which items are scheduled, who is at work on them, and when there is something to do.
import { Decider } from "@deciduous/core"
import type { WorkItem } from "@deciduous/event-schemas/types.gen"
import type { Application, Queue, Work } from "./Application.ts"
import { WorkNotDoneHere, WorkNotScheduled } from "./rejections.ts"

const queueOf = (work: Work, item: WorkItem): Queue => work[item] ?? { open: 0, underWay: 0 }

export const scheduled = (work: Work, item: WorkItem): Work => {
  const { open, underWay } = queueOf(work, item)
  return { ...work, [item]: { open: open + 1, underWay } }
}

export const started = (work: Work, item: WorkItem): Work => {
  const { open, underWay } = queueOf(work, item)
  return { ...work, [item]: { open, underWay: underWay + 1 } }
}

/** Ends what is under way; where nobody is at work, the item itself. */
export const completed = (work: Work, item: WorkItem): Work => {
  const { open, underWay } = queueOf(work, item)
  return { ...work, [item]: underWay > 0 ? { open, underWay: underWay - 1 } : { open: open - 1, underWay } }
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
