// The log's words and ours: which command each (activity, lifecycle) stands for, and which pair each event.
import type { LoanApplicationCommand } from "@deciduous/event-schemas/loan-application.commands.gen"
import type { LoanApplicationEvent } from "@deciduous/event-schemas/loan-application.events.gen"
import type { Euro, Resource, WorkItem } from "@deciduous/event-schemas/types.gen"
import type { DateTime } from "effect"
import { steps } from "../process.ts"

/** `A_*` is the application's own life, `O_*` its offers: facts, which the log knows as COMPLETE only. A_SUBMITTED is one more. */
const facts = {
  A_PARTLYSUBMITTED: "SubmitApplicationPartly",
  A_PREACCEPTED: "PreacceptApplication",
  A_ACCEPTED: "AcceptApplication",
  A_FINALIZED: "FinalizeApplication",
  A_APPROVED: "ApproveApplication",
  A_REGISTERED: "RegisterApplication",
  A_ACTIVATED: "ActivateApplication",
  A_DECLINED: "DeclineApplication",
  A_CANCELLED: "CancelApplication",
  O_SELECTED: "SelectOffer",
  O_CREATED: "CreateOffer",
  O_SENT: "SendOffer",
  O_SENT_BACK: "ReceiveOfferBack",
  O_CANCELLED: "CancelOffer",
  O_DECLINED: "DeclineOffer",
  O_ACCEPTED: "AcceptOffer"
} as const

/** `W_*` are work items, in Dutch. */
const items = {
  "W_Afhandelen leads": "follow-up-leads",
  "W_Completeren aanvraag": "complete-application",
  "W_Beoordelen fraude": "assess-fraud",
  "W_Nabellen offertes": "call-after-offers",
  "W_Nabellen incomplete dossiers": "call-about-incomplete-files",
  "W_Valideren aanvraag": "validate-application",
  "W_Wijzigen contractgegevens": "change-contract"
} as const satisfies Record<string, WorkItem>

/** Only work has a lifecycle. It is not always textbook's: there are more COMPLETEs than STARTs. */
const lifecycles = { SCHEDULE: "ScheduleWork", START: "StartWork", COMPLETE: "CompleteWork" } as const

export type Lifecycle = keyof typeof lifecycles

/** The part of a line that makes its command. */
export interface Said {
  readonly activity: string
  readonly lifecycle: Lifecycle
  readonly amountRequested: Euro
  readonly resource: Resource
  readonly at: DateTime.Utc
}

/** The command that a line stands for, or `undefined` where its activity and lifecycle have no meaning. */
export const commandOf = (said: Said): LoanApplicationCommand | undefined => {
  const { activity, amountRequested, at, lifecycle, resource } = said
  if (isKey(items, activity)) return { _tag: lifecycles[lifecycle], item: items[activity], resource, at }
  if (lifecycle !== "COMPLETE") return undefined
  if (activity === "A_SUBMITTED") return { _tag: "SubmitApplication", amountRequested, resource, at }
  return isKey(facts, activity) ? { _tag: facts[activity], resource, at } : undefined
}

/** As people name a pair: `W_Valideren aanvraag START`. */
export const pair = (activity: string, lifecycle: Lifecycle): string => `${activity} ${lifecycle}`

/** The pair that an event was in the log. */
export const pairOf = (event: LoanApplicationEvent): string => {
  switch (event._tag) {
    case "WorkScheduled":
      return pair(activityOfItem[event.item]!, "SCHEDULE")
    case "WorkStarted":
      return pair(activityOfItem[event.item]!, "START")
    case "WorkCompleted":
      return pair(activityOfItem[event.item]!, "COMPLETE")
    default:
      return pair(activityOfFact[event._tag]!, "COMPLETE")
  }
}

const isKey = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key)

const activityOfItem = Object.fromEntries(Object.entries(items).map(([activity, item]) => [item, activity]))
const activityOfFact: Record<string, string> = Object.fromEntries([
  ["ApplicationSubmitted", "A_SUBMITTED"],
  ...Object.entries(facts).map(([activity, command]) => [steps[command].event, activity])
])
