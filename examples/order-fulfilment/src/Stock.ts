// The pieces of one thing in the warehouse. A reservation that cannot be made is a fact, so that the process hears of it.
import { Decider } from "@deciduous/core"
import type { StockCommand } from "@deciduous/event-schemas/stock.commands.gen"
import { type StockEvent, StockEvents, type StockNewEvent } from "@deciduous/event-schemas/stock.events.gen"
import type { OrderId } from "@deciduous/event-schemas/types.gen"
import { Aggregate } from "@deciduous/runtime"
import { Data } from "effect"

export class AlreadyReserved extends Data.TaggedError("AlreadyReserved") {}
export class NothingReserved extends Data.TaggedError("NothingReserved") {}

export interface Shelf {
  readonly free: number
  readonly reserved: ReadonlyArray<{ readonly order: OrderId; readonly quantity: number }>
}

const accept = Decider.accept<StockNewEvent>

const evolve = (shelf: Shelf, event: StockEvent): Shelf => {
  switch (event._tag) {
    case "StockReceived":
      return { ...shelf, free: shelf.free + event.quantity }
    case "StockReserved":
      return {
        free: shelf.free - event.quantity,
        reserved: [...shelf.reserved, { order: event.order, quantity: event.quantity }]
      }
    case "ReservationReleased":
      return {
        free: shelf.free + event.quantity,
        reserved: shelf.reserved.filter(({ order }) => order !== event.order)
      }
    case "ReservationRefused":
      return shelf
  }
}

const decide = (command: StockCommand, shelf: Shelf) => {
  if (command._tag === "ReceiveStock") return accept({ _tag: "StockReceived", quantity: command.quantity })
  const { order } = command
  const mine = shelf.reserved.find((one) => one.order === order)
  if (command._tag === "ReleaseReservation") {
    return mine === undefined
      ? Decider.reject(new NothingReserved())
      : accept({ _tag: "ReservationReleased", ...mine })
  }
  if (mine !== undefined) return Decider.reject(new AlreadyReserved())
  const { quantity } = command
  return quantity > shelf.free
    ? accept({ _tag: "ReservationRefused", order, quantity })
    : accept({ _tag: "StockReserved", order, quantity })
}

export const stock = Decider.make({
  initialState: { free: 0, reserved: [] },
  evolve,
  decide,
  isTerminal: () => false
})

export const Stock = Aggregate.make({ decider: stock, events: StockEvents })
