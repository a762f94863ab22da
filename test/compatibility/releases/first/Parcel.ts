// A parcel as the first release is: it knows nothing of what comes.
import { Decider } from "@deciduous/core"
import { Aggregate } from "@deciduous/runtime"
import type { Command, State } from "../../support/parcels.ts"
import { type ParcelEvent, ParcelEvents, type ParcelNewEvent } from "./generated/parcel.events.gen.ts"

const accept = Decider.accept<ParcelNewEvent>

const evolve = (state: State, event: ParcelEvent): State => {
  switch (event._tag) {
    case "ParcelRegistered":
      return { ...state, grams: event.grams }
    case "ParcelScanned":
      return { ...state, places: [...state.places, event.place] }
  }
}

const decide = (command: Command, state: State) => {
  switch (command._tag) {
    case "Register":
      return state.grams > 0 ? accept() : accept({ _tag: "ParcelRegistered", grams: command.grams })
    case "Scan":
      return accept({ _tag: "ParcelScanned", place: command.place })
    case "Lose":
      return accept()
  }
}

export const Parcel = Aggregate.make({
  events: ParcelEvents,
  decider: Decider.make({ initialState: { grams: 0, places: [], isLost: false }, evolve, decide })
})
