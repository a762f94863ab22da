// What holds of every order, in histories at random: the laws of the four aggregates, of the process and of the read model.
import { OrderArbitraries } from "@deciduous/event-schemas/order.arbitraries.gen"
import type { OrderPlaced } from "@deciduous/event-schemas/order.events.gen"
import { PaymentArbitraries } from "@deciduous/event-schemas/payment.arbitraries.gen"
import { ShipmentArbitraries } from "@deciduous/event-schemas/shipment.arbitraries.gen"
import { StockArbitraries } from "@deciduous/event-schemas/stock.arbitraries.gen"
import type { OrderId } from "@deciduous/event-schemas/types.gen"
import {
  fulfilment,
  type FulfilmentCommand,
  type FulfilmentEvent
} from "@deciduous/example-order-fulfilment/Fulfilment"
import { Order } from "@deciduous/example-order-fulfilment/Order"
import { Payment } from "@deciduous/example-order-fulfilment/Payment"
import { Orders, Shelves } from "@deciduous/example-order-fulfilment/readModels"
import { Shipment } from "@deciduous/example-order-fulfilment/Shipment"
import { Stock } from "@deciduous/example-order-fulfilment/Stock"
import { Laws } from "@deciduous/testing"
import { BigDecimal } from "effect"
import * as fc from "fast-check"

Laws.decider("Order", Order, { arbitraries: OrderArbitraries, budget: 500 })
Laws.decider("Payment", Payment, { arbitraries: PaymentArbitraries, budget: 500 })
Laws.decider("Shipment", Shipment, { arbitraries: ShipmentArbitraries, budget: 500 })
Laws.decider("Stock", Stock, {
  arbitraries: StockArbitraries,
  budget: 500,
  invariants: { "never promises what is not there": ({ free }) => free >= 0 || `${free} are free` }
})

Laws.evolution("Order", Order.events, { arbitraries: OrderArbitraries })
Laws.evolution("Payment", Payment.events, { arbitraries: PaymentArbitraries })
Laws.evolution("Shipment", Shipment.events, { arbitraries: ShipmentArbitraries })
Laws.evolution("Stock", Stock.events, { arbitraries: StockArbitraries })

for (const events of [Order.events, Payment.events, Shipment.events, Stock.events]) {
  Laws.recorded(new URL(`../../../event-schemas/recorded/${events.category}`, import.meta.url), [events])
}

Laws.projection("Orders", Orders, {
  from: [{ aggregate: Order, arbitraries: OrderArbitraries }, { aggregate: Payment, arbitraries: PaymentArbitraries }],
  budget: 1000
})
Laws.projection("Shelves", Shelves, {
  from: [{ aggregate: Stock, arbitraries: StockArbitraries }],
  invariants: { "shows nothing that is not there": ({ free }) => free >= 0 || `${free} are free` },
  budget: 1000
})

const order = "08ff49b6-f772-4632-a716-c43069c43a8c" as OrderId
const placed: fc.Arbitrary<OrderPlaced> = OrderArbitraries.events.OrderPlaced

const answer = (command: FulfilmentCommand): ReadonlyArray<FulfilmentEvent> => {
  switch (command._tag) {
    case "ReserveStock":
      return [
        { _tag: "StockReserved", order, quantity: command.quantity },
        { _tag: "ReservationRefused", order, quantity: command.quantity }
      ]
    case "ReleaseStock":
      return [{ _tag: "ReservationReleased", order, quantity: 1 }]
    case "RequestPayment":
      return [{ _tag: "PaymentRequested", amount: command.amount }]
    case "ExpirePayment":
      return [{ _tag: "PaymentExpired" }]
    case "RefundPayment":
      return [{ _tag: "PaymentRefunded", amount }]
    case "Ship":
      return [{ _tag: "ShipmentSent", country: command.country }, { _tag: "ShipmentFailed", country: command.country }]
    case "GiveUpShipping":
      return [{ _tag: "ShipmentFailed", country: command.country }]
    case "FulfilOrder":
      return [{ _tag: "OrderFulfilled" }]
    case "CancelOrder":
      return [{ _tag: "OrderCancelled", reason: command.reason }]
  }
}

const amount = { amount: BigDecimal.fromNumberUnsafe(1290), currency: "CZK" }
const undoes: Readonly<Record<string, string>> = {
  StockReserved: "ReservationReleased",
  PaymentReceived: "PaymentRefunded",
  OrderPlaced: "OrderCancelled"
}

Laws.processManager("fulfilment", fulfilment, {
  start: placed,
  answers: (command) => fc.constantFrom(...answer(command).map((event) => [event])),
  spontaneous: ({ stage }): fc.Arbitrary<FulfilmentEvent> | undefined =>
    stage === "AwaitingPayment" ? fc.constantFrom({ _tag: "PaymentReceived" }, { _tag: "PaymentDeclined" }) : undefined,
  atEnd: {
    "everything that was done is undone in reverse, or nothing is": ({ events }) => {
      const tags = events.map(({ _tag }) => _tag)
      const expected = tags.includes("OrderFulfilled")
        ? []
        : tags.flatMap((tag) => undoes[tag] ?? []).toReversed()
      const undone = tags.filter((tag) => Object.values(undoes).includes(tag))
      return undone.join() === expected.join() || `${undone.join()} was done, to undo it ${expected.join()} is needed`
    }
  }
})
