// A parcel as the third release is: it writes the second version of a scan, and two events that are new.
import { Decider } from "@deciduous/core"
import { Aggregate } from "@deciduous/runtime"
import type { Command, State } from "../../support/parcels.ts"
import { type ParcelEvent, ParcelEvents, type ParcelNewEvent } from "./generated/parcel.events.gen.ts"

const accept = Decider.accept<ParcelNewEvent>

const evolve = (state: State, event: ParcelEvent): State => {
  switch (event._tag) {
    case "ParcelAccepted":
      return { ...state, grams: event.grams }
    case "ParcelScanned":
      return { ...state, places: [...state.places, event.place] }
    case "ParcelLost":
      return { ...state, isLost: true }
  }
}

const decide = (command: Command, state: State) => {
  switch (command._tag) {
    case "Register":
      return state.grams > 0 ? accept() : accept({ _tag: "ParcelAccepted", grams: command.grams })
    case "Scan":
      return accept({ _tag: "ParcelScanned", place: command.place, scanner: "s-1" })
    case "Lose":
      return accept({ _tag: "ParcelLost", lastPlace: state.places.at(-1) ?? "" })
  }
}

export const Parcel = Aggregate.make({
  events: ParcelEvents,
  decider: Decider.make({ initialState: { grams: 0, places: [], isLost: false }, evolve, decide })
})
