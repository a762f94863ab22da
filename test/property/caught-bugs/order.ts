// An order of items: placed, changed, shipped or cancelled. Bugs of collections, keys and stages.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { Result } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type Item = { readonly sku: string; readonly quantity: number }
type Event =
  | { readonly _tag: "Placed"; readonly id: string; readonly at: number }
  | { readonly _tag: "ItemAdded"; readonly sku: string; readonly quantity: number }
  | { readonly _tag: "ItemRemoved"; readonly sku: string }
  | { readonly _tag: "ItemReleased"; readonly sku: string }
  | { readonly _tag: "Shipped" }
  | { readonly _tag: "Cancelled" }
type Command =
  | { readonly _tag: "Place"; readonly id: string; readonly at: number }
  | { readonly _tag: "AddItems"; readonly items: ReadonlyArray<Item> }
  | { readonly _tag: "RemoveItem"; readonly sku: string }
  | { readonly _tag: "Ship" }
  | { readonly _tag: "Cancel" }
interface Order {
  readonly stage: "None" | "Open" | "Shipped" | "Cancelled"
  readonly items: { readonly [sku: string]: number }
}
type Rejection = "NotOpen" | "AlreadyPlaced" | "NoSuchItem" | "NothingToShip"

const initialState: Order = { stage: "None", items: {} }

const without = (items: Order["items"], sku: string): Order["items"] =>
  Object.fromEntries(Object.entries(items).filter(([key]) => key !== sku))
const of = (items: Order["items"], sku: string): number => Object.hasOwn(items, sku) ? items[sku]! : 0

const evolve = (order: Order, event: Event): Order => {
  switch (event._tag) {
    case "Placed":
      return { ...order, stage: "Open" }
    case "ItemAdded": {
      const { quantity, sku } = event
      // a computed key, as `__proto__` would set the prototype by an assignment
      return { ...order, items: { ...order.items, [sku]: of(order.items, sku) + quantity } }
    }
    case "ItemRemoved":
    case "ItemReleased":
      return { ...order, items: without(order.items, event.sku) }
    case "Shipped":
      return { ...order, stage: "Shipped" }
    case "Cancelled":
      return { ...order, stage: "Cancelled" }
  }
}

const accept = Decider.accept<Event>
const decide = (command: Command, order: Order): Decider.Decision<Event, Rejection> => {
  if (command._tag === "Place") {
    return order.stage === "None"
      ? accept({ _tag: "Placed", id: command.id, at: command.at })
      : Decider.reject("AlreadyPlaced")
  }
  if (order.stage !== "Open") return Decider.reject("NotOpen")
  switch (command._tag) {
    case "AddItems":
      return accept(...command.items.map((item) => ({ _tag: "ItemAdded", ...item }) as const))
    case "RemoveItem":
      return Object.hasOwn(order.items, command.sku)
        ? accept({ _tag: "ItemRemoved", sku: command.sku })
        : Decider.reject("NoSuchItem")
    case "Ship":
      return Object.keys(order.items).length === 0 ? Decider.reject("NothingToShip") : accept({ _tag: "Shipped" })
    case "Cancel":
      return accept(...released(Object.keys(order.items).sort()), { _tag: "Cancelled" })
  }
}
const released = (skus: ReadonlyArray<string>) => skus.map((sku) => ({ _tag: "ItemReleased", sku }) as const)

const events = eventSet<Event>("Order", {
  Placed: { id: R.Text, at: S.Int },
  ItemAdded: { sku: R.Text, quantity: S.Int.check(S.isGreaterThanOrEqualTo(1)) },
  ItemRemoved: { sku: R.Text },
  ItemReleased: { sku: R.Text },
  Shipped: {},
  Cancelled: {}
})

const sku = fc.string({ minLength: 1, maxLength: 12 })
const item = fc.record({ sku, quantity: fc.integer({ min: 1, max: 100 }) })
const options: Options<Command, Order, Event, Event, Rejection> = {
  arbitraries: commands<Command>({
    Place: { id: fc.string(), at: fc.integer() },
    AddItems: { items: fc.array(item, { maxLength: 4 }) },
    RemoveItem: { sku },
    Ship: {},
    Cancel: {}
  }),
  rejections: ["NotOpen", "AlreadyPlaced", "NoSuchItem", "NothingToShip"],
  state: "json",
  invariants: {
    "holds only items that are there": ({ items }) =>
      Object.values(items).every((n) => Number.isInteger(n) && n > 0) || "an item is not there",
    "is not cancelled with items": ({ items, stage }) =>
      stage !== "Cancelled" || Object.keys(items).length === 0 || "items are still held"
  },
  decisions: {
    "adds what was asked": (before, command, decision, after) => {
      if (command._tag !== "AddItems" || Result.isFailure(decision)) return true
      const sum = (items: Order["items"]) => Object.values(items).reduce((all, n) => all + n, 0)
      const asked = command.items.reduce((all, { quantity }) => all + quantity, 0)
      return sum(after.items) - sum(before.items) === asked || `${sum(after.items) - sum(before.items)}, not ${asked}`
    },
    "removes what was asked": (_, command, decision, after) =>
      command._tag !== "RemoveItem" || Result.isFailure(decision) || !Object.hasOwn(after.items, command.sku)
      || "it is still there",
    "removes nothing that is not there": (before, command, decision) =>
      command._tag !== "RemoveItem" || Result.isFailure(decision) || Object.hasOwn(before.items, command.sku)
      || "it is not there",
    "rejects no item that is there": (before, command, decision) =>
      command._tag !== "RemoveItem" || Result.isSuccess(decision) || before.stage !== "Open"
      || !Object.hasOwn(before.items, command.sku) || "it is there"
  }
}

const order = (parts: { readonly evolve?: typeof evolve; readonly decide?: typeof decide }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState,
      evolve,
      decide,
      isTerminal: ({ stage }) => stage === "Shipped" || stage === "Cancelled",
      ...parts
    }),
    events
  })

const bug = (name: string, parts: Parameters<typeof order>[0]): Bug => ({
  name: `order: ${name}`,
  faulty: (run) => laws(order(parts), { ...options, ...run })
})

/** Only what the faulty decider does otherwise. */
const decides = (otherwise: (command: Command, order: Order) => ReturnType<typeof decide> | undefined) => ({
  decide: (command: Command, order: Order) => otherwise(command, order) ?? decide(command, order)
})
const evolves = (otherwise: (order: Order, event: Event) => Order | undefined) => ({
  evolve: (order: Order, event: Event) => otherwise(order, event) ?? evolve(order, event)
})

export const bugs: ReadonlyArray<Bug> = [
  bug(
    "the time of placing is the clock's",
    decides((command, { stage }) =>
      command._tag === "Place" && stage === "None"
        ? accept({ _tag: "Placed", id: command.id, at: Date.now() })
        : undefined
    )
  ),
  bug(
    "its id is drawn when it is placed",
    decides((command, { stage }) =>
      command._tag === "Place" && stage === "None"
        ? accept({ _tag: "Placed", id: crypto.randomUUID(), at: command.at })
        : undefined
    )
  ),
  bug(
    "evolve writes into the items",
    evolves((order, event) => {
      if (event._tag !== "ItemRemoved") return undefined
      delete (order.items as { [sku: string]: number })[event.sku]
      return order
    })
  ),
  bug(
    "decide sorts the items of the command in place",
    decides((command, { stage }) =>
      command._tag === "AddItems" && stage === "Open"
        ? accept(
          ...(command.items as Array<Item>).sort((a, b) => b.quantity - a.quantity)
            .map((item) => ({ _tag: "ItemAdded", ...item }) as const)
        )
        : undefined
    )
  ),
  bug(
    "evolve forgets that items are removed",
    evolves((order, { _tag }) => _tag === "ItemRemoved" ? order : undefined)
  ),
  bug(
    "the same item twice counts once",
    evolves((order, event) =>
      event._tag === "ItemAdded"
        ? { ...order, items: { ...order.items, [event.sku]: event.quantity } }
        : undefined
    )
  ),
  bug(
    "what every object inherits is an item",
    decides((command, { items, stage }) =>
      command._tag === "RemoveItem" && stage === "Open"
        ? command.sku in items ? accept({ _tag: "ItemRemoved", sku: command.sku }) : Decider.reject("NoSuchItem")
        : undefined
    )
  ),
  bug(
    "an item is looked up with an inherited count",
    evolves((order, event) =>
      event._tag === "ItemAdded"
        ? { ...order, items: { ...order.items, [event.sku]: (order.items[event.sku] ?? 0) + event.quantity } }
        : undefined
    )
  ),
  bug(
    "items are released in the order of their keys",
    decides((command, { items, stage }) =>
      command._tag === "Cancel" && stage === "Open"
        ? accept(...released(Object.keys(items)), { _tag: "Cancelled" })
        : undefined
    )
  ),
  bug(
    "only the first item is released",
    decides((command, { items, stage }) =>
      command._tag === "Cancel" && stage === "Open"
        ? accept(...released(Object.keys(items).sort().slice(0, 1)), { _tag: "Cancelled" })
        : undefined
    )
  ),
  bug(
    "a cancelled order is cancelled again",
    decides((command, { stage }) =>
      command._tag === "Cancel" && stage === "Cancelled" ? accept({ _tag: "Cancelled" }) : undefined
    )
  ),
  bug(
    "an empty list of items throws",
    decides((command, { stage }) => {
      if (command._tag !== "AddItems" || stage !== "Open") return undefined
      const [first, ...rest] = command.items
      return accept(...[first!, ...rest].map(({ quantity, sku }) => ({ _tag: "ItemAdded", quantity, sku }) as const))
    })
  ),
  bug(
    "evolve answers nothing to what it does not know",
    { evolve: (order, event) => event._tag === "Shipped" ? undefined as never : evolve(order, event) }
  ),
  bug(
    "keys are sorted as the machine's language sorts",
    decides((command, { items, stage }) =>
      command._tag === "Cancel" && stage === "Open"
        ? accept(...released(Object.keys(items).sort((a, b) => a.localeCompare(b))), { _tag: "Cancelled" })
        : undefined
    )
  )
]

export const sound: ReadonlyArray<Sound> = [{
  name: "order",
  laws: (run) => laws(order({}), { ...options, ...run })
}]
