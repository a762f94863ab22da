// Views that betray their events: each is found, and told on the events of one document.
import type { View } from "@deciduous/core"
import { laws, type Options } from "@deciduous/testing/laws/ViewLaws"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { names, textOf } from "./broken.ts"
import * as Counter from "./counter.ts"

const sum: View.View<number, Counter.Event> = {
  initialState: 0,
  evolve: (sum, event) => event._tag === "Added" ? sum + event.n : event._tag === "Removed" ? sum - event.n : sum
}
const from = [{ aggregate: Counter.counter(), arbitraries: Counter.arbitraries }]
const options: Options<number, Counter.Event> = {
  from,
  keyOf: ({ aggregateId }) => aggregateId,
  state: "json",
  budget: 0
}
const said = (law: string, view: View.View<number, Counter.Event>, more: Options<number, Counter.Event> = {}) =>
  textOf(law, laws("sum", view, { ...options, seed: 1, ...more }))

/** Which of the streams it is, is chance. */
const stream = /(?<=counter-|document ")\d/g

describe("the laws of a view", () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))("hold of a sum, by seed %i", (seed) => {
    const invariants = {
      "is from 0 to the limit": (sum: number) => (sum >= 0 && sum <= Counter.limit) || `it is ${sum}`
    }
    assert.deepStrictEqual(names(laws("sum", sum, { ...options, invariants, seed })), [])
  })

  it("are tried on histories that can be: a sum of one aggregate is never negative, of any events it may be", () => {
    const invariants = { "is not negative": (sum: number) => sum >= 0 || `it is ${sum}` }
    const n = fc.integer({ min: 1, max: 1000 })
    const { from: _, ...anyEvents } = {
      ...options,
      events: {
        Added: fc.record({ _tag: fc.constant("Added" as const), n }),
        Removed: fc.record({ _tag: fc.constant("Removed" as const), n })
      }
    }
    assert.strictEqual(said("is not negative", sum, { invariants }), "holds")
    assert.strictEqual(
      textOf("is not negative", laws("sum", sum, { ...anyEvents, invariants, seed: 1 })).replaceAll(stream, "1"),
      `it is -1

// the document "1"
Spec.view(sum, { _tag: "Removed", n: 1 }).thenState(-1)`
    )
  })

  it("see an event that counts twice", () =>
    assert.strictEqual(
      said("an event that comes again changes nothing", sum, { duplicates: "ignored" }).replaceAll(stream, "1"),
      `Added of counter-1 comes twice, and the state is another: expected 1, got 2

// the document "1"
Spec.view(sum, { _tag: "Added", n: 1 }).thenState(1)`
    ))

  it("see a document that another stream's events change", () => {
    let all = 0
    const shared: typeof sum = { ...sum, evolve: (state, event) => event._tag === "Added" ? all += event.n : state }
    assert.match(said("streams may be merged in any order", shared), /the document "\d" is another/)
    assert.match(said("evolve depends on nothing but what it is given", shared), /otherwise the second time/)
  })

  it("see a key that depends on the day", () =>
    assert.match(
      said("evolve depends on nothing but what it is given", sum, { keyOf: () => String(new Date().getFullYear()) }),
      /^keyOf used new Date\(\)/
    ))

  it("see a state that JSON turns into another", () =>
    assert.match(
      said("any batch gives the same documents", { ...sum, evolve: (state, event) => sum.evolve(state, event) / 0 }),
      /^The state comes back otherwise: expected (-?Infinity|NaN), got null/
    ))

  it("were tried on nothing where nothing happens", () =>
    assert.match(said("the histories hold events", sum, { ignore: [], from: [] }), /^No command was accepted/))
})
