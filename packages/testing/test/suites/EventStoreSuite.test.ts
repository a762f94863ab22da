// The suite is worth what it sees: every fault of a store must make a case of its rule fail.
import { EventStore, MemoryEventStore } from "@deciduous/runtime"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { broken } from "./broken.ts"

/** The titles of the cases of a rule that fail on a store. */
const failing = Effect.fnUntraced(function*(rule: number) {
  const titles: Array<string> = []
  for (const one of EventStoreSuite.cases.filter((one) => one.rule === rule)) {
    if (Exit.isFailure(yield* Effect.exit(one.check))) titles.push(one.title)
  }
  return titles
})

describe("the suite of event stores catches a store that", () => {
  for (const { fault, of, rule } of broken) {
    it.live(`${fault}: [${rule}]`, () =>
      Effect.gen(function*() {
        const store = Layer.effect(EventStore.EventStore, Effect.map(EventStore.EventStore, of))
        const titles = yield* failing(rule).pipe(
          Effect.provide(Layer.provide(store, Layer.fresh(MemoryEventStore.layer)))
        )
        assert.isNotEmpty(titles)
      }))
  }
})

describe("the suite of event stores finds nothing", () => {
  it.live("wrong with the store in memory, by any of those rules", () =>
    Effect.gen(function*() {
      for (const rule of new Set(broken.map(({ rule }) => rule))) assert.deepStrictEqual(yield* failing(rule), [])
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})
