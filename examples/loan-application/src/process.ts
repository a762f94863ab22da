// The bank's process as a table: what each step of an application, and of its offers, needs. Read Application first.
import { Decider } from "@deciduous/core"
import type { LoanApplicationCommand } from "@deciduous/event-schemas/loan-application.commands.gen"
import type { LoanApplicationEvent } from "@deciduous/event-schemas/loan-application.events.gen"
import type { Application, Grant } from "./Application.ts"
import { AlreadyGranted, OfferOutOfStep, OutOfStep } from "./rejections.ts"

type Tag<Union extends { readonly _tag: string }> = Union["_tag"]
type StepCommand = Exclude<Tag<LoanApplicationCommand>, "SubmitApplication" | `${string}Work`>

interface Step {
  readonly event: Tag<LoanApplicationEvent>
  readonly stage: ReadonlyArray<Application["stage"]>
  /** What may be on the desk, and what may be out; anything where it is not said. */
  readonly draft?: ReadonlyArray<Application["draft"]>
  readonly offer?: ReadonlyArray<Application["offer"]>
  readonly grants?: Grant
}

const undecided = ["PartlySubmitted", "Preaccepted", "Accepted", "Finalized"] as const
const out = ["Sent", "SentBack"] as const
const grantable = { stage: ["Finalized", "Granted"], draft: ["None"], offer: [...out, "Accepted"] } as const

export const steps = {
  SubmitApplicationPartly: { event: "ApplicationPartlySubmitted", stage: ["Submitted"] },
  PreacceptApplication: { event: "ApplicationPreaccepted", stage: ["PartlySubmitted"] },
  AcceptApplication: { event: "ApplicationAccepted", stage: ["Preaccepted"] },
  FinalizeApplication: { event: "ApplicationFinalized", stage: ["Accepted"] },

  // at most one decision, none while an offer is drawn up, and none that goes against what became of the offer
  DeclineApplication: {
    event: "ApplicationDeclined",
    stage: undecided,
    draft: ["None"],
    offer: ["None", ...out, "Declined"]
  },
  CancelApplication: { event: "ApplicationCancelled", stage: undecided, draft: ["None"], offer: ["None", ...out] },
  // granting takes three steps, in any order, each once
  ApproveApplication: { event: "ApplicationApproved", ...grantable, grants: "Approved" },
  RegisterApplication: { event: "ApplicationRegistered", ...grantable, grants: "Registered" },
  ActivateApplication: { event: "ApplicationActivated", ...grantable, grants: "Activated" },

  // an offer is selected before it is created; the one that is out is cancelled in between
  SelectOffer: { event: "OfferSelected", stage: ["Accepted", "Finalized"], draft: ["None"], offer: ["None", ...out] },
  CreateOffer: { event: "OfferCreated", stage: ["Finalized"], draft: ["Selected"], offer: ["None"] },
  SendOffer: { event: "OfferSent", stage: ["Finalized"], draft: ["Created"] },
  ReceiveOfferBack: { event: "OfferSentBack", stage: ["Finalized"], draft: ["None"], offer: ["Sent"] },
  // what becomes of an offer may be written down after the decision, and never contradicts it
  CancelOffer: { event: "OfferCancelled", stage: ["Finalized", "Cancelled"], offer: out },
  DeclineOffer: { event: "OfferDeclined", stage: ["Finalized", "Declined"], draft: ["None"], offer: out },
  AcceptOffer: { event: "OfferAccepted", stage: ["Finalized", "Granted"], draft: ["None"], offer: out }
} as const satisfies { readonly [Command in StepCommand]: Step }

/** Why an application cannot take this step now, if so. */
export const refusal = (step: Step, { draft, granted, offer, stage }: Application) => {
  if (!step.stage.includes(stage)) return Decider.reject(new OutOfStep({ stage }))
  if (step.grants !== undefined && granted.includes(step.grants)) {
    return Decider.reject(new AlreadyGranted({ step: step.grants }))
  }
  return (step.draft ?? [draft]).includes(draft) && (step.offer ?? [offer]).includes(offer)
    ? undefined
    : Decider.reject(new OfferOutOfStep({ draft, offer }))
}
