// Deciders whose bug needs five commands: a parcel that is shipped, and then cancelled all the same, and others like it.
import * as fc from "fast-check"
import { Aggregate, commands, Decider as D, eventSet, R, S } from "./domain.ts"

/** A state by name, the commands that lead from it, and whether the bug is there. */
type Event = { readonly _tag: "Placed" | "Paid" | "Packed" | "Shipped" | "Cancelled" }
type Command = { readonly _tag: "Place" | "Pay" | "Pack" | "Ship" | "Cancel" }

const steps = {
  Place: ["None", "Placed"],
  Pay: ["Placed", "Paid"],
  Pack: ["Paid", "Packed"],
  Ship: ["Packed", "Shipped"]
} as const

/** Cancelled though it is shipped. */
export const parcel = {
  aggregate: Aggregate.make({
    decider: D.make({
      initialState: "None",
      evolve: (state: string, event: Event): string => event._tag === "Cancelled" ? `${state}Cancelled` : event._tag,
      decide: ({ _tag }: Command, state): D.Decision<Event, "OutOfStep"> => {
        if (_tag === "Cancel") {
          return state === "None" || state.includes("Cancelled")
            ? D.reject("OutOfStep")
            : D.accept({ _tag: "Cancelled" })
        }
        const [from, to] = steps[_tag]
        return state === from ? D.accept({ _tag: to }) : D.reject("OutOfStep")
      },
      isTerminal: (state: string) => state.includes("Cancelled")
    }),
    events: eventSet<Event>("Parcel", { Placed: {}, Paid: {}, Packed: {}, Shipped: {}, Cancelled: {} })
  }),
  options: {
    arbitraries: commands<Command>({ Place: {}, Pay: {}, Pack: {}, Ship: {}, Cancel: {} } as never),
    invariants: {
      "is not cancelled once shipped": (state: string) =>
        state !== "ShippedCancelled" || "cancelled after it was shipped"
    }
  }
}

type Joined = { readonly _tag: "Joined" | "Left"; readonly who: string }
type Join = { readonly _tag: "Join" | "Leave"; readonly who: string }

/** A table of four takes five. */
export const table = {
  aggregate: Aggregate.make({
    decider: D.make({
      initialState: [],
      evolve: (guests: ReadonlyArray<string>, { _tag, who }: Joined): ReadonlyArray<string> =>
        _tag === "Joined" ? [...guests, who] : guests.filter((guest) => guest !== who),
      decide: ({ _tag, who }: Join, guests): D.Decision<Joined, "Full" | "There" | "NotThere"> =>
        _tag === "Join"
          ? guests.includes(who)
            ? D.reject("There")
            : guests.length > 4
            ? D.reject("Full")
            : D.accept({ _tag: "Joined", who })
          : guests.includes(who)
          ? D.accept({ _tag: "Left", who })
          : D.reject("NotThere")
    }),
    events: eventSet<Joined>("Table", { Joined: { who: R.Text }, Left: { who: R.Text } })
  }),
  options: {
    arbitraries: commands<Join>({ Join: { who: fc.string() }, Leave: { who: fc.string() } } as never),
    invariants: { "seats four": (guests: ReadonlyArray<string>) => guests.length <= 4 || `${guests.length} guests` }
  }
}

type Moved = { readonly _tag: "Held" | "Released" | "Taken" | "Filled"; readonly n: number }
type Move = { readonly _tag: "Hold" | "Release" | "Take" | "Fill"; readonly n: number }
interface Stock {
  readonly there: number
  readonly held: number
  readonly taken: number
}

/** What was released may be taken a second time, where everything had been held before. */
export const stock = {
  aggregate: Aggregate.make({
    decider: D.make({
      initialState: { there: 0, held: 0, taken: 0 },
      evolve: (stock: Stock, { _tag, n }: Moved): Stock =>
        _tag === "Filled"
          ? { ...stock, there: stock.there + n }
          : _tag === "Held"
          ? { ...stock, held: stock.held + n }
          : _tag === "Released"
          ? { ...stock, held: stock.held - n }
          : { ...stock, held: stock.held - n, taken: stock.taken + n },
      decide: ({ _tag, n }: Move, { held, taken, there }): D.Decision<Moved, "TooMuch"> => {
        switch (_tag) {
          case "Fill":
            return D.accept({ _tag: "Filled", n })
          case "Hold":
            // forgets what was taken already, as long as something is held
            return n > there - held - (held > 0 ? 0 : taken) ? D.reject("TooMuch") : D.accept({ _tag: "Held", n })
          case "Release":
            return n > held ? D.reject("TooMuch") : D.accept({ _tag: "Released", n })
          case "Take":
            return n > held ? D.reject("TooMuch") : D.accept({ _tag: "Taken", n })
        }
      }
    }),
    events: eventSet<Moved>("Stock", {
      Held: { n: S.Int },
      Released: { n: S.Int },
      Taken: { n: S.Int },
      Filled: { n: S.Int }
    })
  }),
  options: {
    arbitraries: commands<Move>(
      Object.fromEntries(
        ["Hold", "Release", "Take", "Fill"].map((name) => [name, { n: fc.integer({ min: 1, max: 1000 }) }])
      ) as never
    ),
    invariants: {
      "takes no more than there is": ({ taken, there }: Stock) => taken <= there || `${taken} of ${there} taken`
    }
  }
}
