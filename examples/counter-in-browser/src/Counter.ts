// The domain: a counter from zero to ten as two pure functions, and a second view of the same events. Read it first.
import { Decider, View } from "@deciduous/core"

export type CounterCommand = { readonly _tag: "Increment" | "Decrement" | "Reset" }
export type CounterEvent = { readonly _tag: "Incremented" | "Decremented" | "CounterReset" }

/** Small, so that a few clicks show what a rejection is. */
export const limit = 10

const evolve = (count: number, event: CounterEvent): number => {
  switch (event._tag) {
    case "Incremented":
      return count + 1
    case "Decremented":
      return count - 1
    case "CounterReset":
      return 0
  }
}

const accept = Decider.accept<CounterEvent>

const decide = (command: CounterCommand, count: number) => {
  switch (command._tag) {
    case "Increment":
      return count === limit ? Decider.reject("LimitReached" as const) : accept({ _tag: "Incremented" })
    case "Decrement":
      return count === 0 ? Decider.reject("AlreadyZero" as const) : accept({ _tag: "Decremented" })
    case "Reset":
      // what is so already needs no event, and is no reason to refuse
      return count === 0 ? accept() : accept({ _tag: "CounterReset" })
  }
}

export const counter = Decider.make({ initialState: 0, evolve, decide })

const peak: View.View<{ readonly count: number; readonly highest: number }, CounterEvent> = {
  initialState: { count: 0, highest: 0 },
  evolve: (state, event) => {
    const count = evolve(state.count, event)
    return { count, highest: Math.max(state.highest, count) }
  }
}

const resets: View.View<number, CounterEvent> = {
  initialState: 0,
  evolve: (n, event) => event._tag === "CounterReset" ? n + 1 : n
}

/** What nobody thought of when the events were written: another fold answers it, for all of the past. */
export const statistics = View.combine({ peak, resets })
