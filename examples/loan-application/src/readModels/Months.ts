// What the bank did in each month: the totals of all applications again, a document for each month.
import { type LoanApplicationEvent, LoanApplicationEvents } from "@deciduous/event-schemas/loan-application.events.gen"
import { Projection } from "@deciduous/runtime"
import { Schema } from "effect"
import { type Totals, totals } from "../Totals.ts"
import * as Events from "./events.ts"

const state: Schema.Codec<Totals> = Schema.Struct({
  submitted: Schema.Int,
  euro: Schema.Int,
  declined: Schema.Int,
  cancelled: Schema.Int,
  approved: Schema.Int,
  registered: Schema.Int,
  activated: Schema.Int,
  offersSelected: Schema.Int,
  offersCreated: Schema.Int,
  offersSent: Schema.Int,
  offersAccepted: Schema.Int
})

/** By month. */
export const Months = Projection.fromView(totals, {
  name: "months",
  events: LoanApplicationEvents,
  ignore: Events.work,
  state,
  keyOf: ({ event }) => monthOf(event)
})

/** As in `2011-10`, which begins at the bank's midnight. Swedes write dates as ISO 8601 does. */
export const monthOf = ({ at }: Pick<LoanApplicationEvent, "at">): string => month.format(at.epochMilliseconds)

const month = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam", year: "numeric", month: "2-digit" })
