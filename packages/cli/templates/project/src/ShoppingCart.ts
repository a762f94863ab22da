// The domain: what a shopping cart is, and its two pure functions. Time and ids arrive inside the command.
import { Decider } from "@deciduous/core"
import { Aggregate } from "@deciduous/runtime"
import { absurd, Data } from "effect"
import type { ShoppingCartCommand } from "./generated/shopping-cart.commands.gen.ts"
import {
  type ShoppingCartEvent,
  ShoppingCartEvents,
  type ShoppingCartNewEvent
} from "./generated/shopping-cart.events.gen.ts"

export class AlreadyCheckedOut extends Data.TaggedError("AlreadyCheckedOut") {}
export class CartIsEmpty extends Data.TaggedError("CartIsEmpty") {}
export class NotInCart extends Data.TaggedError("NotInCart")<{ readonly product: string }> {}

export interface Cart {
  readonly checkedOut: boolean
  /** How many pieces of each product, one or more. */
  readonly quantities: ReadonlyMap<string, number>
}

const evolve = (cart: Cart, event: ShoppingCartEvent): Cart => {
  const quantities = new Map(cart.quantities)
  switch (event._tag) {
    case "ItemAdded": {
      const { product, quantity } = event.item
      return { ...cart, quantities: quantities.set(product, (quantities.get(product) ?? 0) + quantity) }
    }
    case "ItemRemoved":
      quantities.delete(event.product)
      return { ...cart, quantities }
    case "CartCheckedOut":
      return { ...cart, checkedOut: true }
    default:
      return absurd(event)
  }
}

const accept = Decider.accept<ShoppingCartNewEvent>

const decide = (command: ShoppingCartCommand, cart: Cart) => {
  if (cart.checkedOut) return Decider.reject(new AlreadyCheckedOut())
  switch (command._tag) {
    case "AddItem":
      return accept({ _tag: "ItemAdded", item: command.item })
    case "RemoveItem":
      return cart.quantities.has(command.product)
        ? accept({ _tag: "ItemRemoved", product: command.product })
        : Decider.reject(new NotInCart({ product: command.product }))
    case "CheckOut":
      return cart.quantities.size > 0
        ? accept({ _tag: "CartCheckedOut", at: command.at })
        : Decider.reject(new CartIsEmpty())
  }
}

export const cart = Decider.make({
  initialState: { checkedOut: false, quantities: new Map() },
  evolve,
  decide,
  isTerminal: (cart) => cart.checkedOut
})

export const ShoppingCart = Aggregate.make({ decider: cart, events: ShoppingCartEvents })
