// The process manager bound to its events, and to the aggregates that it sends commands to.
import { OrderId } from "@deciduous/event-schemas/types.gen"
import { Process } from "@deciduous/runtime"
import { Schema } from "effect"
import { Fulfilment, fulfilment, FulfilmentCommand } from "./Fulfilment.ts"
import { Order } from "./Order.ts"
import { Payment } from "./Payment.ts"
import { Shipment } from "./Shipment.ts"
import { Stock } from "./Stock.ts"

const orderId = Schema.decodeSync(OrderId)

const dispatch = (command: FulfilmentCommand, instance: string) => {
  const order = orderId(instance)
  switch (command._tag) {
    case "ReserveStock":
      return Process.send(Stock, command.sku, { _tag: "ReserveStock", order, quantity: command.quantity })
    case "ReleaseStock":
      return Process.send(Stock, command.sku, { _tag: "ReleaseReservation", order })
    case "RequestPayment":
    case "ExpirePayment":
    case "RefundPayment":
      return Process.send(Payment, order, command)
    case "Ship":
      return Process.send(Shipment, order, { _tag: "SendShipment", country: command.country })
    case "GiveUpShipping":
      return Process.send(Shipment, order, { _tag: "FailShipment", country: command.country })
    case "FulfilOrder":
    case "CancelOrder":
      return Process.send(Order, order, command)
  }
}

export const orderFulfilment = Process.make({
  name: "order-fulfilment",
  processManager: fulfilment,
  events: [Order.events, Stock.events, Payment.events, Shipment.events],
  ignore: ["StockReceived"],
  // the stock's events name the order; the others are of streams that are named by it
  correlate: ({ aggregateId, event }) => "order" in event ? event.order : aggregateId,
  state: Fulfilment,
  commands: FulfilmentCommand,
  dispatch,
  // a country that is not served is written down, so that the process hears of it; whatever else is rejected is a mistake
  rejected: (command, rejection) =>
    command._tag === "Ship" && rejection._tag === "CountryNotServed"
      ? Process.instead({ _tag: "GiveUpShipping", country: command.country })
      : "park"
})
