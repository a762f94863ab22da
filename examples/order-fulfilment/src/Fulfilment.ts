// What an order goes through: reserve, pay, ship; and when something fails, everything that was done is undone in reverse.
import { ProcessManager, Timer } from "@deciduous/core"
import { type OrderEvent, OrderPlaced } from "@deciduous/event-schemas/order.events.gen"
import type { PaymentEvent } from "@deciduous/event-schemas/payment.events.gen"
import type { ShipmentEvent } from "@deciduous/event-schemas/shipment.events.gen"
import type { StockEvent, StockReceived } from "@deciduous/event-schemas/stock.events.gen"
import { Money, Sku } from "@deciduous/event-schemas/types.gen"
import { Schema } from "effect"

export type FulfilmentEvent = OrderEvent | PaymentEvent | ShipmentEvent | Exclude<StockEvent, StockReceived>
type Tag = FulfilmentEvent["_tag"]

const Stage = Schema.Literals([
  "New",
  "Reserving",
  "Requesting",
  "AwaitingPayment",
  "Shipping",
  "Fulfilling",
  "Refunding",
  "Releasing",
  "Cancelling",
  "Ended"
])
type Stage = typeof Stage.Type

const Reason = Schema.Literals(["out-of-stock", "payment-declined", "unpaid", "undeliverable"])

/** How far an order is, what was ordered, and why it is given up. */
export const Fulfilment = Schema.Struct({
  stage: Stage,
  placed: Schema.optionalKey(OrderPlaced),
  reason: Schema.optionalKey(Reason)
})
export type Fulfilment = typeof Fulfilment.Type

/** What the process asks for, each of one aggregate of its order. */
export const FulfilmentCommand = Schema.Union([
  Schema.TaggedStruct("ReserveStock", { sku: Sku, quantity: Schema.Int }),
  Schema.TaggedStruct("ReleaseStock", { sku: Sku }),
  Schema.TaggedStruct("RequestPayment", { amount: Money }),
  Schema.TaggedStruct("ExpirePayment", {}),
  Schema.TaggedStruct("RefundPayment", {}),
  Schema.TaggedStruct("Ship", { country: Schema.String }),
  Schema.TaggedStruct("GiveUpShipping", { country: Schema.String }),
  Schema.TaggedStruct("FulfilOrder", {}),
  Schema.TaggedStruct("CancelOrder", { reason: Reason })
])
export type FulfilmentCommand = typeof FulfilmentCommand.Type

/** Which event leads from which stage where; any other means nothing there. */
const next: { readonly [From in Stage]: { readonly [Event in Tag]?: Stage } } = {
  New: { OrderPlaced: "Reserving" },
  Reserving: { StockReserved: "Requesting", ReservationRefused: "Cancelling" },
  Requesting: { PaymentRequested: "AwaitingPayment" },
  AwaitingPayment: { PaymentReceived: "Shipping", PaymentDeclined: "Releasing", PaymentExpired: "Releasing" },
  Shipping: { ShipmentSent: "Fulfilling", ShipmentFailed: "Refunding" },
  Fulfilling: { OrderFulfilled: "Ended" },
  Refunding: { PaymentRefunded: "Releasing" },
  Releasing: { ReservationReleased: "Cancelling" },
  Cancelling: { OrderCancelled: "Ended" },
  Ended: {}
}

const reasons: { readonly [Event in Tag]?: typeof Reason.Type } = {
  ReservationRefused: "out-of-stock",
  PaymentDeclined: "payment-declined",
  PaymentExpired: "unpaid",
  ShipmentFailed: "undeliverable"
}

const evolve = (fulfilment: Fulfilment, event: FulfilmentEvent): Fulfilment => {
  const stage = next[fulfilment.stage][event._tag]
  if (stage === undefined) return fulfilment
  const reason = reasons[event._tag]
  return {
    ...fulfilment,
    stage,
    ...(event._tag === "OrderPlaced" && { placed: event }),
    ...(reason !== undefined && { reason })
  }
}

type Reaction = FulfilmentCommand | Timer.Schedule<FulfilmentCommand> | Timer.Cancel

/** What is owed at a stage, which is all that a crash must not lose: `resume`, and what `react` asks for on the way in. */
const owed = ({ placed, reason, stage }: Fulfilment): ReadonlyArray<Reaction> => {
  if (placed === undefined) return []
  switch (stage) {
    case "Reserving":
      return [{ _tag: "ReserveStock", sku: placed.sku, quantity: placed.quantity }]
    case "Requesting":
      return [{ _tag: "RequestPayment", amount: placed.amount }]
    case "AwaitingPayment":
      return [Timer.schedule("payment", placed.payBy, { _tag: "ExpirePayment" })]
    case "Shipping":
      return [{ _tag: "Ship", country: placed.country }]
    case "Fulfilling":
      return [{ _tag: "FulfilOrder" }]
    case "Refunding":
      return [{ _tag: "RefundPayment" }]
    case "Releasing":
      return [{ _tag: "ReleaseStock", sku: placed.sku }]
    case "Cancelling":
      return reason === undefined ? [] : [{ _tag: "CancelOrder", reason }]
    default:
      return []
  }
}

/** The stages to which an event leads: where it has led to one of them, it has just been entered. */
const entered = (stage: Stage, { _tag }: FulfilmentEvent): boolean =>
  Object.values(next).some((events) => events[_tag] === stage)

export const fulfilment = ProcessManager.make({
  initialState: { stage: "New" } as Fulfilment,
  evolve,
  react: (state, event): ReadonlyArray<Reaction> => [
    ...(event._tag === "PaymentReceived" || event._tag === "PaymentDeclined" ? [Timer.cancel("payment")] : []),
    ...(entered(state.stage, event) ? owed(state) : [])
  ],
  resume: owed,
  isTerminal: ({ stage }) => stage === "Ended"
})
