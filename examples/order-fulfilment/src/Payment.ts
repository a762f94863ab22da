// The money for one order. Who is late is refused here, whichever comes first: the customer or the deadline.
import { Decider } from "@deciduous/core"
import type { PaymentCommand } from "@deciduous/event-schemas/payment.commands.gen"
import { type PaymentEvent, PaymentEvents, type PaymentNewEvent } from "@deciduous/event-schemas/payment.events.gen"
import type { Money } from "@deciduous/event-schemas/types.gen"
import { Aggregate } from "@deciduous/runtime"
import { Data } from "effect"

export class AlreadyRequested extends Data.TaggedError("AlreadyRequested") {}
export class NothingToPay extends Data.TaggedError("NothingToPay") {}
export class NothingToRefund extends Data.TaggedError("NothingToRefund") {}

export type State =
  | { readonly _tag: "None" | "Closed" }
  | { readonly _tag: "Requested" | "Received"; readonly amount: Money }

const accept = Decider.accept<PaymentNewEvent>

const evolve = (state: State, event: PaymentEvent): State => {
  switch (event._tag) {
    case "PaymentRequested":
      return { _tag: "Requested", amount: event.amount }
    case "PaymentReceived":
      return state._tag === "Requested" ? { ...state, _tag: "Received" } : state
    default:
      return { _tag: "Closed" }
  }
}

const decide = (command: PaymentCommand, state: State) => {
  switch (command._tag) {
    case "RequestPayment":
      return state._tag === "None"
        ? accept({ _tag: "PaymentRequested", amount: command.amount })
        : Decider.reject(new AlreadyRequested())
    case "ReceivePayment":
      return state._tag === "Requested" ? accept({ _tag: "PaymentReceived" }) : Decider.reject(new NothingToPay())
    case "DeclinePayment":
      return state._tag === "Requested" ? accept({ _tag: "PaymentDeclined" }) : Decider.reject(new NothingToPay())
    case "ExpirePayment":
      // the deadline of what was settled in time means nothing
      return state._tag === "Requested" ? accept({ _tag: "PaymentExpired" }) : accept()
    case "RefundPayment":
      return state._tag === "Received"
        ? accept({ _tag: "PaymentRefunded", amount: state.amount })
        : Decider.reject(new NothingToRefund())
  }
}

export const payment = Decider.make({
  initialState: { _tag: "None" },
  evolve,
  decide,
  isTerminal: () => false
})

export const Payment = Aggregate.make({ decider: payment, events: PaymentEvents })
