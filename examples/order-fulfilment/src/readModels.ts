// What people look at: every order with how it stands, and every shelf with what is free.
import type { OrderEvent } from "@deciduous/event-schemas/order.events.gen"
import type { PaymentEvent } from "@deciduous/event-schemas/payment.events.gen"
import { OrderId, Sku } from "@deciduous/event-schemas/types.gen"
import { Projection } from "@deciduous/runtime"
import { Schema } from "effect"
import { Order } from "./Order.ts"
import { Payment } from "./Payment.ts"
import { Stock, stock } from "./Stock.ts"

export const OrderLine = Schema.Struct({
  sku: Sku,
  quantity: Schema.Int,
  status: Schema.Literals([
    "placed",
    "paid",
    "fulfilled",
    "out-of-stock",
    "payment-declined",
    "unpaid",
    "undeliverable"
  ])
})
export type OrderLine = typeof OrderLine.Type

export const orderLines = {
  initialState: undefined as OrderLine | undefined,
  evolve: (line: OrderLine | undefined, event: OrderEvent | PaymentEvent): OrderLine | undefined => {
    if (event._tag === "OrderPlaced") return { sku: event.sku, quantity: event.quantity, status: "placed" }
    if (line === undefined) return undefined
    switch (event._tag) {
      case "PaymentReceived":
        return { ...line, status: "paid" }
      case "OrderFulfilled":
        return { ...line, status: "fulfilled" }
      case "OrderCancelled":
        return { ...line, status: event.reason }
      default:
        return line
    }
  }
}

export const Orders = Projection.fromView(orderLines, {
  name: "orders",
  events: [Order.events, Payment.events],
  state: OrderLine,
  keyOf: ({ aggregateId }) => aggregateId,
  indexes: { status: ({ status }) => status }
})

/** The aggregate's own fold is a view already. */
export const Shelves = Projection.fromView(stock, {
  name: "shelves",
  events: Stock.events,
  state: Schema.Struct({
    free: Schema.Finite,
    reserved: Schema.Array(Schema.Struct({ order: OrderId, quantity: Schema.Finite }))
  }),
  keyOf: ({ aggregateId }) => aggregateId
})
