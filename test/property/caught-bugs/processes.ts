// An order that is reserved, paid and shipped, or undone again. Bugs of what is owed, undone, and never ends.
import { ProcessManager } from "@deciduous/core"
import { laws, type Options } from "@deciduous/testing/laws/ProcessManagerLaws"
import * as fc from "fast-check"
import type { Bug, Sound } from "./Bug.ts"

type Event =
  | { readonly _tag: "Placed"; readonly order: string; readonly cents: number }
  | {
    readonly _tag: "Reserved" | "OutOfStock" | "Paid" | "PaymentRefused" | "Shipped" | "Lost" | "Released" | "Refunded"
  }
type Command =
  | { readonly _tag: "Reserve" | "Release" | "Ship"; readonly order: string }
  | { readonly _tag: "Pay" | "Refund"; readonly order: string; readonly cents: number }
type Stage = "None" | "Reserving" | "Paying" | "Shipping" | "Undoing" | "Done"
interface Fulfilment {
  readonly stage: Stage
  readonly order: string
  readonly cents: number
  /** What is still to be undone. */
  readonly undo: ReadonlyArray<"Release" | "Refund">
}
type Process = ProcessManager.ProcessManager<Fulfilment, Event, Command>

const initialState: Fulfilment = { stage: "None", order: "", cents: 0, undo: [] }

const undone = (state: Fulfilment, what: "Release" | "Refund"): Fulfilment => {
  const undo = state.undo.filter((one) => one !== what)
  return { ...state, undo, stage: undo.length === 0 ? "Done" : "Undoing" }
}

const evolve = (state: Fulfilment, event: Event): Fulfilment => {
  switch (event._tag) {
    case "Placed":
      return { ...state, stage: "Reserving", order: event.order, cents: event.cents }
    case "Reserved":
      return { ...state, stage: "Paying" }
    case "OutOfStock":
      return { ...state, stage: "Done" }
    case "Paid":
      return { ...state, stage: "Shipping" }
    case "PaymentRefused":
      return { ...state, stage: "Undoing", undo: ["Release"] }
    case "Shipped":
      return { ...state, stage: "Done" }
    case "Lost":
      return { ...state, stage: "Undoing", undo: ["Release", "Refund"] }
    case "Released":
      return undone(state, "Release")
    case "Refunded":
      return undone(state, "Refund")
  }
}

const owed = ({ cents, order, stage, undo }: Fulfilment): ReadonlyArray<Command> => {
  switch (stage) {
    case "Reserving":
      return [{ _tag: "Reserve", order }]
    case "Paying":
      return [{ _tag: "Pay", order, cents }]
    case "Shipping":
      return [{ _tag: "Ship", order }]
    case "Undoing":
      return undo.map((_tag) => _tag === "Refund" ? { _tag, order, cents } : { _tag, order })
    default:
      return []
  }
}

const react = (state: Fulfilment, event: Event): ReadonlyArray<Command> =>
  event._tag === "Released" || event._tag === "Refunded" ? [] : owed(state)

const correct: Process = ProcessManager.make({
  initialState,
  evolve,
  react,
  resume: owed,
  isTerminal: ({ stage }) => stage === "Done"
})

const one = (...tags: ReadonlyArray<Exclude<Event["_tag"], "Placed">>) =>
  fc.constantFrom(...tags).map((_tag): ReadonlyArray<Event> => [{ _tag }])
const outcomes = {
  Reserve: one("Reserved", "OutOfStock"),
  Pay: one("Paid", "PaymentRefused"),
  Ship: one("Shipped", "Lost"),
  Release: one("Released"),
  Refund: one("Refunded")
}
const options: Options<Fulfilment, Event, Command> = {
  start: fc.record({
    _tag: fc.constant("Placed"),
    order: fc.string({ minLength: 1 }),
    cents: fc.integer({ min: 1, max: 9999 })
  }),
  answers: ({ _tag }) => outcomes[_tag],
  duplicates: "ignored",
  reorder: "any",
  invariants: { "knows its order": ({ order, stage }) => stage === "None" || order !== "" || "it has none" },
  atEnd: {
    "keeps no stock for what is not shipped": ({ events, commands }) => {
      const tags = events.map(({ _tag }) => _tag)
      return !tags.includes("Reserved") || tags.includes("Shipped") || commands.some(({ _tag }) => _tag === "Release")
        || "the stock stays reserved"
    },
    "gives the money back for what is not shipped": ({ commands, events }) => {
      const paid = events.some(({ _tag }) => _tag === "Paid") && !events.some(({ _tag }) => _tag === "Shipped")
      const back = commands.flatMap((command) => command._tag === "Refund" ? [command.cents] : [])
      const placed = events.find((event) => event._tag === "Placed")
      return !paid || (back.length === 1 && back[0] === placed?.cents) || `${back.join() || "nothing"} was given back`
    }
  }
}

const bug = (name: string, parts: Partial<Process>, more: Partial<typeof options> = {}): Bug => ({
  name: `process: ${name}`,
  faulty: (run) => laws("fulfilment", { ...correct, ...parts }, { ...options, ...more, ...run })
})
const evolves = (otherwise: (state: Fulfilment, event: Event) => Fulfilment | undefined) => ({
  evolve: (state: Fulfilment, event: Event) => otherwise(state, event) ?? evolve(state, event)
})
const tagged = (tag: Command["_tag"]) => (command: Command) => command._tag === tag
/** Reacts and resumes without some commands, or with others. */
const owes = (change: (commands: ReadonlyArray<Command>, state: Fulfilment) => ReadonlyArray<Command>) => ({
  react: (state: Fulfilment, event: Event) => change(react(state, event), state),
  resume: (state: Fulfilment) => change(owed(state), state)
})

const sent = new Set<string>()

export const bugs: ReadonlyArray<Bug> = [
  bug("a refused payment keeps the stock", {
    ...evolves((state, { _tag }) => _tag === "PaymentRefused" ? { ...state, stage: "Done" } : undefined)
  }),
  bug("the stage after placing is not owed after a crash", {
    resume: (state) => state.stage === "Reserving" ? [] : owed(state)
  }),
  bug("a crash while it pays would pay twice", {
    resume: (state) => owed(state).flatMap((command) => command._tag === "Pay" ? [command, command] : [command])
  }),
  bug("a crash resumes with an amount of nothing", {
    resume: (state) => owed(state).map((command) => command._tag === "Pay" ? { ...command, cents: 0 } : command)
  }),
  bug("out of stock is passed over", {
    ...evolves((state, { _tag }) => _tag === "OutOfStock" ? state : undefined),
    react: (state, event) => event._tag === "OutOfStock" ? [] : react(state, event)
  }),
  bug("out of stock is tried again for ever", {
    ...evolves((state, { _tag }) => _tag === "OutOfStock" ? { ...state, stage: "Reserving" } : undefined)
  }, { answers: ({ _tag }) => _tag === "Reserve" ? one("OutOfStock") : outcomes[_tag] }),
  bug("it ends while it still owes the payment", { isTerminal: ({ stage }) => stage === "Done" || stage === "Paying" }),
  bug("it pays in an hour that it reads from the clock", {
    react: (state, event) => react(state, event).map((command) => ({ ...command, at: Date.now() }))
  }),
  bug("each command has an id drawn at random", {
    react: (state, event) => react(state, event).map((command) => ({ ...command, id: Math.random() }))
  }),
  bug("it remembers outside of its state what it has sent", {
    react: (state, event) =>
      react(state, event).filter(({ _tag, order }) => {
        const isNew = !sent.has(_tag + order)
        sent.add(_tag + order)
        return isNew
      })
  }),
  bug("what is placed twice is reserved twice", {
    react: (state, event) =>
      event._tag === "Placed" && state.undo.length > 0 ? [...owed(state), ...owed(state)] : react(state, event),
    ...evolves((state, event) =>
      event._tag === "Placed" && state.stage === "Reserving"
        ? { ...evolve(state, event), undo: ["Release"] }
        : undefined
    )
  }),
  bug("the amount is added up each time", {
    ...evolves((state, event) =>
      event._tag === "Placed" ? { ...evolve(state, event), cents: state.cents + event.cents } : undefined
    )
  }),
  bug("the order's name is forgotten once it is reserved", {
    ...evolves((state, { _tag }) => _tag === "Reserved" ? { ...state, stage: "Paying", order: "" } : undefined)
  }),
  bug("it writes the stage into its state", {
    ...evolves((state, { _tag }) => {
      if (_tag !== "Reserved") return undefined
      const mutable = state as { stage: Stage }
      mutable.stage = "Paying"
      return state
    })
  }),
  bug("an event that it did not expect throws", {
    evolve: (state, event) => {
      if (event._tag === "OutOfStock") throw new Error("impossible")
      return evolve(state, event)
    }
  }),
  bug("it reserves nothing for free", { ...owes((all, { cents }) => all.filter(() => cents > 1)) }),
  bug("it pays before it has reserved", {
    ...owes((all, { cents, order, stage }) => stage === "Reserving" ? [...all, { _tag: "Pay", order, cents }] : all)
  }),
  bug("a release is sent and forgotten", { resume: (state) => owed(state).filter((c) => !tagged("Release")(c)) })
]

export const sound: ReadonlyArray<Sound> = [{
  name: "process",
  laws: (run) => laws("fulfilment", correct, { ...options, ...run })
}]
