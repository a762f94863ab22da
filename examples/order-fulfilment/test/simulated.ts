// The shop with everything that it runs, and what must hold of it whatever goes wrong: what simulations are made of.
import { OrderArbitraries } from "@deciduous/event-schemas/order.arbitraries.gen"
import type { OrderCommand } from "@deciduous/event-schemas/order.commands.gen"
import { PaymentArbitraries } from "@deciduous/event-schemas/payment.arbitraries.gen"
import { OrderId, Sku } from "@deciduous/event-schemas/types.gen"
import { Order } from "@deciduous/example-order-fulfilment/Order"
import { Payment } from "@deciduous/example-order-fulfilment/Payment"
import { orderFulfilment } from "@deciduous/example-order-fulfilment/process"
import { Orders, Shelves } from "@deciduous/example-order-fulfilment/readModels"
import { Shipment } from "@deciduous/example-order-fulfilment/Shipment"
import { type Shelf, Stock } from "@deciduous/example-order-fulfilment/Stock"
import type { Options } from "@deciduous/testing/Simulation"
import { DateTime, Schema } from "effect"
import * as fc from "fast-check"

const kettle = Schema.decodeSync(Sku)("KETTLE")
const ids = [1, 2, 3, 4].map((n) => Schema.decodeSync(OrderId)(`00000000-0000-4000-8000-00000000000${n}`))

const { ReceivePayment, DeclinePayment } = PaymentArbitraries.commands
/** Of all orders those that can be: of what there is, to be paid within a day. */
const PlaceOrder = fc.record({
  any: OrderArbitraries.commands.PlaceOrder,
  quantity: fc.integer({ min: 1, max: 4 }),
  country: fc.constantFrom("CZ", "AQ"),
  minutes: fc.integer({ min: 0, max: 1440 })
}).map(({ any, country, minutes, quantity }): OrderCommand => ({
  ...any,
  sku: kettle,
  quantity,
  country,
  payBy: DateTime.makeUnsafe(60_000 * minutes)
}))
const ReceiveStock = fc.record({ _tag: fc.constant("ReceiveStock"), quantity: fc.integer({ min: 1, max: 9 }) })

export const options: Options = {
  aggregates: {
    order: { aggregate: Order, ids, commands: { PlaceOrder } },
    payment: { aggregate: Payment, ids, commands: { ReceivePayment, DeclinePayment } },
    stock: { aggregate: Stock, ids: [kettle], commands: { ReceiveStock } },
    shipment: { aggregate: Shipment }
  },
  processes: [orderFulfilment],
  projections: [Orders, Shelves],
  invariants: {
    "no parcel leaves unpaid": ({ state, states }) =>
      [...states("shipment")].every(([order, sent]) => sent !== "sent" || state("payment", order)._tag === "Received")
      || "one was sent"
  },
  atRest: {
    "what was paid is sent or paid back": ({ state, states }) =>
      [...states("payment")].every(([order, { _tag }]) => _tag !== "Received" || state("shipment", order) === "sent")
      || "somebody has paid for nothing",
    "what is reserved is sent": ({ state }) =>
      (state("stock", kettle) as Shelf).reserved.every(({ order }) =>
        state("order", order) === "fulfilled" || state("payment", order)._tag === "Requested"
      ) || "pieces are kept for nobody",
    "an order ends as its parcel does": ({ state, states }) =>
      [...states("order")].every(([order, stage]) => (stage === "fulfilled") === (state("shipment", order) === "sent"))
      || "an order and its parcel have parted"
  }
}
