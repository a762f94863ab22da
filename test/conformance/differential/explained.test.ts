// What cannot be explained is seen: random programs find the faults that only clients at the same time can show.
import { EventStore, MemoryEventStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { broken } from "../../../packages/testing/test/suites/broken.ts"
import { notAlways } from "./always.ts"
import { unexplained } from "./explained.ts"
import { concurrent } from "./program.ts"
import { run } from "./run.ts"

describe("the answers cannot be explained of a store that", () => {
  for (const { fault, of } of broken.filter(({ rule }) => [1, 5, 7, 8, 11, 29].includes(rule))) {
    it.live(fault, () =>
      Effect.gen(function*() {
        const isFound = yield* notAlways(
          concurrent,
          300,
          (clients) => Effect.map(run(clients), (done) => assert.deepStrictEqual(unexplained(done), []))
        )
        assert.isTrue(isFound)
      }).pipe(Effect.provide(Layer.provide(
        Layer.effect(EventStore.EventStore, Effect.map(EventStore.EventStore, of)),
        Layer.fresh(MemoryEventStore.layer)
      ))))
  }
})
