// What the bank would want to know of all applications together: a view over the events of every stream.
import type { View } from "@deciduous/core"
import type { LoanApplicationEvent } from "@deciduous/event-schemas/loan-application.events.gen"

export interface Totals {
  readonly submitted: number
  /** Of all that was submitted, in whole euro. */
  readonly euro: number
  readonly declined: number
  readonly cancelled: number
  readonly approved: number
  readonly registered: number
  readonly activated: number
  readonly offersSelected: number
  readonly offersCreated: number
  readonly offersSent: number
  readonly offersAccepted: number
}

export const totals: View.View<Totals, LoanApplicationEvent> = {
  initialState: {
    submitted: 0,
    euro: 0,
    declined: 0,
    cancelled: 0,
    approved: 0,
    registered: 0,
    activated: 0,
    offersSelected: 0,
    offersCreated: 0,
    offersSent: 0,
    offersAccepted: 0
  },
  evolve: (totals, event) => {
    switch (event._tag) {
      case "ApplicationSubmitted":
        return { ...totals, submitted: totals.submitted + 1, euro: totals.euro + event.amountRequested }
      case "ApplicationDeclined":
        return { ...totals, declined: totals.declined + 1 }
      case "ApplicationCancelled":
        return { ...totals, cancelled: totals.cancelled + 1 }
      case "ApplicationApproved":
        return { ...totals, approved: totals.approved + 1 }
      case "ApplicationRegistered":
        return { ...totals, registered: totals.registered + 1 }
      case "ApplicationActivated":
        return { ...totals, activated: totals.activated + 1 }
      case "OfferSelected":
        return { ...totals, offersSelected: totals.offersSelected + 1 }
      case "OfferCreated":
        return { ...totals, offersCreated: totals.offersCreated + 1 }
      case "OfferSent":
        return { ...totals, offersSent: totals.offersSent + 1 }
      case "OfferAccepted":
        return { ...totals, offersAccepted: totals.offersAccepted + 1 }
      default:
        return totals
    }
  }
}

/** Submitted, and neither declined nor cancelled nor approved by the end of the log. */
export const undecided = ({ approved, cancelled, declined, submitted }: Totals): number =>
  submitted - declined - cancelled - approved
