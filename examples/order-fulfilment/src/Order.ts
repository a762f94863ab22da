// An order: placed, and fulfilled or cancelled in the end. What lies between is the process's business.
import { Decider } from "@deciduous/core"
import type { OrderCommand } from "@deciduous/event-schemas/order.commands.gen"
import { type OrderEvent, OrderEvents, type OrderNewEvent } from "@deciduous/event-schemas/order.events.gen"
import { Aggregate } from "@deciduous/runtime"
import { Data } from "effect"

export class OrderAlreadyPlaced extends Data.TaggedError("OrderAlreadyPlaced") {}
export class OrderNotOpen extends Data.TaggedError("OrderNotOpen") {}

type State = "none" | "placed" | "fulfilled" | "cancelled"

const accept = Decider.accept<OrderNewEvent>

const evolve = (_: State, event: OrderEvent): State =>
  event._tag === "OrderPlaced" ? "placed" : event._tag === "OrderFulfilled" ? "fulfilled" : "cancelled"

const decide = (command: OrderCommand, state: State) => {
  if (command._tag === "PlaceOrder") {
    return state === "none" ? accept({ ...command, _tag: "OrderPlaced" }) : Decider.reject(new OrderAlreadyPlaced())
  }
  if (state !== "placed") return Decider.reject(new OrderNotOpen())
  return command._tag === "FulfilOrder"
    ? accept({ _tag: "OrderFulfilled" })
    : accept({ _tag: "OrderCancelled", reason: command.reason })
}

export const order = Decider.make({
  initialState: "none",
  evolve,
  decide,
  isTerminal: (state) => state === "fulfilled" || state === "cancelled"
})

export const Order = Aggregate.make({ decider: order, events: OrderEvents })
