// What a shopping cart does, sentence by sentence, and what holds of it whatever happens.
import { Laws, Spec } from "@deciduous/testing"
import { DateTime } from "effect"
import { describe, it } from "vitest"
import { ShoppingCartArbitraries } from "./generated/shopping-cart.arbitraries.gen.ts"
import { AlreadyCheckedOut, cart, CartIsEmpty, NotInCart, ShoppingCart } from "./ShoppingCart.ts"

const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
const tea = { product: "tea", quantity: 2 }
const added = { _tag: "ItemAdded", item: tea } as const

describe("a shopping cart", () => {
  it("takes what is put into it", () => Spec.given(cart).when({ _tag: "AddItem", item: tea }).thenEvents(added))

  it("gives back what is in it, and nothing else", () => {
    Spec.given(cart, added).when({ _tag: "RemoveItem", product: "tea" }).thenEvents({
      _tag: "ItemRemoved",
      product: "tea"
    })
    Spec.given(cart, added).when({ _tag: "RemoveItem", product: "milk" }).thenFails(new NotInCart({ product: "milk" }))
  })

  it("is checked out once, and not empty", () => {
    Spec.given(cart, added).when({ _tag: "CheckOut", at }).thenEvents({ _tag: "CartCheckedOut", at })
    Spec.given(cart).when({ _tag: "CheckOut", at }).thenFails(new CartIsEmpty())
    Spec.given(cart, added, { _tag: "CartCheckedOut", at }).when({ _tag: "CheckOut", at }).thenFails(
      new AlreadyCheckedOut()
    )
  })
})

Laws.decider("ShoppingCart", ShoppingCart, {
  arbitraries: ShoppingCartArbitraries,
  invariants: {
    "holds at least one of each product": ({ quantities }) =>
      [...quantities.values()].every((n) => n > 0) || "none is left"
  }
})

Laws.evolution("ShoppingCart", ShoppingCart.events, { arbitraries: ShoppingCartArbitraries })
