// How every application was decided, and how long that took: a document for each.
import { Scalar, type View } from "@deciduous/core"
import { type LoanApplicationEvent, LoanApplicationEvents } from "@deciduous/event-schemas/loan-application.events.gen"
import { Euro } from "@deciduous/event-schemas/types.gen"
import { Projection } from "@deciduous/runtime"
import { DateTime, Duration, Schema } from "effect"
import type { Decision } from "../Application.ts"
import * as Events from "./events.ts"

export const Decided = Schema.Struct({
  amountRequested: Euro,
  submittedAt: Scalar.Timestamp,
  /** The first decision is the bank's word; what follows it, such as registering the loan, carries it out. */
  decision: Schema.Literals(["Undecided", "Granted", "Declined", "Cancelled"]),
  /** From the submission on. */
  took: Schema.optionalKey(Schema.DurationFromMillis)
})
export type Decided = typeof Decided.Type

type Known = Extract<LoanApplicationEvent, { readonly _tag: "ApplicationSubmitted" | keyof typeof decisionBy }>

const decisionBy = {
  ApplicationApproved: "Granted",
  ApplicationRegistered: "Granted",
  ApplicationActivated: "Granted",
  ApplicationDeclined: "Declined",
  ApplicationCancelled: "Cancelled"
} as const satisfies { readonly [Tag in typeof Events.decisions[number]]: Decision }

export const decided: View.View<Decided | undefined, Known> = {
  initialState: undefined,
  evolve: (decided, event) => {
    if (event._tag === "ApplicationSubmitted") {
      return { amountRequested: event.amountRequested, submittedAt: event.at, decision: "Undecided" }
    }
    return decided === undefined || decided.decision !== "Undecided"
      ? decided
      : { ...decided, decision: decisionBy[event._tag], took: DateTime.distance(decided.submittedAt, event.at) }
  }
}

/** By application. */
export const Decisions = Projection.fromView(decided, {
  name: "decisions",
  events: LoanApplicationEvents,
  ignore: [...Events.steps, ...Events.offers, ...Events.work],
  state: Decided,
  keyOf: ({ aggregateId }) => aggregateId,
  indexes: {
    decision: ({ decision }) => decision,
    took: ({ took }) => took && Duration.toMillis(took)
  }
})
