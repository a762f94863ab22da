// A trip of three legs that are booked side by side, all of them or none. Bugs of what comes while something is undone.
import { ProcessManager } from "@deciduous/core"
import { laws, type Options } from "@deciduous/testing/laws/ProcessManagerLaws"
import * as fc from "fast-check"
import type { Bug, Sound } from "./Bug.ts"

type TripEvent = { readonly _tag: "Ordered"; readonly trip: string } | {
  readonly _tag:
    | "FlightBooked"
    | "HotelBooked"
    | "CarBooked"
    | "FlightFailed"
    | "HotelFailed"
    | "CarFailed"
    | "FlightUndone"
    | "HotelUndone"
    | "CarUndone"
}
type Leg = "Flight" | "Hotel" | "Car"
type TripCommand = { readonly _tag: "Book" | "Undo"; readonly leg: Leg }
interface Trip {
  readonly legs: { readonly [L in Leg]?: "asked" | "booked" | "failed" | "undone" }
  readonly begun: boolean
}
const all: ReadonlyArray<Leg> = ["Flight", "Hotel", "Car"]
const tripEvolve = (trip: Trip, event: TripEvent): Trip => {
  if (event._tag === "Ordered") return { begun: true, legs: { Flight: "asked", Hotel: "asked", Car: "asked" } }
  const leg = all.find((leg) => event._tag.startsWith(leg))!
  return {
    ...trip,
    legs: {
      ...trip.legs,
      [leg]: event._tag.endsWith("Booked") ? "booked" : event._tag.endsWith("Failed") ? "failed" : "undone"
    }
  }
}
const failedOne = ({ legs }: Trip) => all.some((leg) => legs[leg] === "failed" || legs[leg] === "undone")
const tripOwed = (trip: Trip): ReadonlyArray<TripCommand> =>
  all.flatMap((leg): ReadonlyArray<TripCommand> =>
    trip.legs[leg] === "asked"
      ? [{ _tag: "Book", leg }]
      : trip.legs[leg] === "booked" && failedOne(trip)
      ? [{ _tag: "Undo", leg }]
      : []
  )
const tripReact = (trip: Trip, event: TripEvent): ReadonlyArray<TripCommand> => {
  if (event._tag === "Ordered") return tripOwed(trip)
  if (event._tag.endsWith("Failed")) {
    // the first failure undoes what is booked, a later one finds it on its way
    return all.filter((leg) => trip.legs[leg] === "failed").length
          + all.filter((leg) => trip.legs[leg] === "undone").length === 1
      ? tripOwed(trip).filter(({ _tag }) => _tag === "Undo")
      : []
  }
  return event._tag.endsWith("Booked") && failedOne(trip)
    ? [{ _tag: "Undo", leg: all.find((leg) => event._tag.startsWith(leg))! }]
    : []
}
const trip: ProcessManager.ProcessManager<Trip, TripEvent, TripCommand> = ProcessManager.make({
  initialState: { begun: false, legs: {} } as Trip,
  evolve: tripEvolve,
  react: tripReact,
  resume: tripOwed,
  isTerminal: (trip) => trip.begun && tripOwed(trip).length === 0
})
const tripOptions: Options<Trip, TripEvent, TripCommand> = {
  start: fc.record({ _tag: fc.constant("Ordered" as const), trip: fc.string() }),
  answers: ({ _tag, leg }) =>
    _tag === "Book"
      ? fc.constantFrom([{ _tag: `${leg}Booked` } as TripEvent], [{ _tag: `${leg}Failed` } as TripEvent])
      : fc.constant([{ _tag: `${leg}Undone` } as TripEvent]),
  atEnd: {
    "all or none": ({ state: { legs } }) =>
      new Set(all.map((leg) => legs[leg] === "booked")).size === 1 || JSON.stringify(legs)
  }
}
const ofTrip = (name: string, parts: Partial<typeof trip>): Bug => ({
  most: 4,
  name: `trip: ${name}`,
  faulty: (run) => laws("trip", { ...trip, ...parts }, { ...tripOptions, ...run })
})

export const bugs: ReadonlyArray<Bug> = [
  ofTrip("who is booked after a failure stays booked", {
    react: (t, e) => e._tag.endsWith("Booked") ? [] : tripReact(t, e)
  }),
  ofTrip("a second failure undoes again", {
    react: (t, e) => e._tag.endsWith("Failed") ? tripOwed(t).filter(({ _tag }) => _tag === "Undo") : tripReact(t, e)
  }),
  ofTrip("what is undone first makes it end", {
    isTerminal: (t) => t.begun && all.some((leg) => t.legs[leg] === "undone")
  }),
  ofTrip("resume forgets to undo the car", {
    resume: (t) => tripOwed(t).filter(({ _tag, leg }) => _tag === "Book" || leg !== "Car")
  }),
  ofTrip("the hotel is never undone", {
    react: (t, e) => tripReact(t, e).filter(({ _tag, leg }) => _tag === "Book" || leg !== "Hotel"),
    resume: (t) => tripOwed(t).filter(({ _tag, leg }) => _tag === "Book" || leg !== "Hotel"),
    isTerminal: (t) => t.begun && tripOwed(t).filter(({ _tag, leg }) => _tag === "Book" || leg !== "Hotel").length === 0
  })
]

export const sound: ReadonlyArray<Sound> = [
  { name: "trip", laws: (run) => laws("trip", trip, { ...tripOptions, ...run }) }
]
