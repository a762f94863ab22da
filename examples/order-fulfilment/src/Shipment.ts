// The parcel of one order. Not every country is served: that is a rejection, of which the process has to make something.
import { Decider } from "@deciduous/core"
import type { ShipmentCommand } from "@deciduous/event-schemas/shipment.commands.gen"
import { type ShipmentEvent, ShipmentEvents, type ShipmentNewEvent } from "@deciduous/event-schemas/shipment.events.gen"
import { Aggregate } from "@deciduous/runtime"
import { Data } from "effect"

export class CountryNotServed extends Data.TaggedError("CountryNotServed")<{ readonly country: string }> {}
export class AlreadySettled extends Data.TaggedError("AlreadySettled") {}

const notServed: ReadonlyArray<string> = ["AQ"]

type State = "none" | "sent" | "failed"

const accept = Decider.accept<ShipmentNewEvent>

const decide = ({ _tag, country }: ShipmentCommand, state: State) => {
  if (state !== "none") return Decider.reject(new AlreadySettled())
  if (_tag === "FailShipment") return accept({ _tag: "ShipmentFailed", country })
  return notServed.includes(country)
    ? Decider.reject(new CountryNotServed({ country }))
    : accept({ _tag: "ShipmentSent", country })
}

export const shipment = Decider.make({
  initialState: "none",
  evolve: (_: State, event: ShipmentEvent): State => event._tag === "ShipmentSent" ? "sent" : "failed",
  decide,
  isTerminal: (state) => state !== "none"
})

export const Shipment = Aggregate.make({ decider: shipment, events: ShipmentEvents })
