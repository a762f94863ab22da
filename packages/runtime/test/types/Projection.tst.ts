// A projection says something about every event: it handles it, or names it as one that it does not want.
import type { EventSet } from "@deciduous/core"
import { Projection } from "@deciduous/runtime"
import { Effect, Schema } from "effect"
import { describe, expect, it } from "tstyche"

type Sold = { readonly _tag: "Sold"; readonly pieces: number }
type ShopEvent = Sold | { readonly _tag: "Opened" }
declare const ShopEvents: EventSet.EventSet<ShopEvent, ShopEvent>

const view = { initialState: 0, evolve: (sum: number, event: Sold) => sum + event.pieces }
const options = { name: "sold", state: Schema.Finite, keyOf: () => "all", events: ShopEvents } as const

describe("a projection of a view", () => {
  it("has to know each event, or to ignore it", () => {
    expect(Projection.fromView).type.not.toBeCallableWith(view, options)
    expect(Projection.fromView).type.toBeCallableWith(view, { ...options, ignore: ["Opened"] })
  })
})

describe("a projection with handlers", () => {
  it("has one for each event, or ignores it", () => {
    const handle = Projection.each({ Sold: ({ event }: { readonly event: Sold }) => Effect.log(event.pieces) })
    expect(Projection.make).type.not.toBeCallableWith({ name: "sold", events: ShopEvents, handle })
  })
})
