// A counter with a limit: correct as it is, and each test breaks one part of it.
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, S } from "./domain.ts"

export type Event =
  | { readonly _tag: "Added"; readonly n: number }
  | { readonly _tag: "Removed"; readonly n: number }
  | { readonly _tag: "Stopped" }
export type Command =
  | { readonly _tag: "Add"; readonly n: number }
  | { readonly _tag: "Remove"; readonly n: number }
  | { readonly _tag: "Stop" }
export interface State {
  readonly sum: number
  readonly stopped: boolean
}

export const limit = 100

export const evolve = (state: State, event: Event): State =>
  event._tag === "Added"
    ? { ...state, sum: state.sum + event.n }
    : event._tag === "Removed"
    ? { ...state, sum: state.sum - event.n }
    : { ...state, stopped: true }

export const decide = (command: Command, state: State): Decider.Decision<Event, string> => {
  if (state.stopped) return Decider.reject("Stopped")
  switch (command._tag) {
    case "Add":
      return state.sum + command.n > limit ? Decider.reject("TooMuch") : Decider.accept({ _tag: "Added", n: command.n })
    case "Remove":
      return command.n > state.sum ? Decider.reject("TooLittle") : Decider.accept({ _tag: "Removed", n: command.n })
    case "Stop":
      return Decider.accept({ _tag: "Stopped" })
  }
}

const n = fc.integer({ min: 1, max: 1000 })
export const arbitraries = commands<Command>({ Add: { n }, Remove: { n }, Stop: {} })
export const events = eventSet<Event>("Counter", { Added: { n: S.Int }, Removed: { n: S.Int }, Stopped: {} })

/** The counter with some of its parts replaced. */
export const counter = (parts: {
  readonly evolve?: typeof evolve
  readonly decide?: typeof decide
  readonly isTerminal?: (state: State) => boolean
} = {}) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: { sum: 0, stopped: false },
      evolve,
      decide,
      isTerminal: (state: State) => state.stopped,
      ...parts
    }),
    events
  })

export const invariants = {
  "is from 0 to the limit": ({ sum }: State) => (sum >= 0 && sum <= limit) || `the sum is ${sum}`
}
