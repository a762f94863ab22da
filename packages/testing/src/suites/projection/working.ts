// Rules about workers and their leases: who works, who waits, and who takes over.
import { Projections } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import type { Case } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { count, isWhole, newTallies } from "./tallies.ts"

export const working: ReadonlyArray<Case<Needs>> = [
  rule(
    57,
    "a read model that has come to the end of the log says what the log says",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      yield* count(store, tallies, 5, 3)
      yield* Projections.start([tallies.projection], { lease: "1 second" })
      const last = yield* count(store, tallies, 5, 3)
      yield* Projections.waitFor(tallies.projection, last, "20 seconds")
      yield* isWhole(store, tallies)
    })
  ),

  rule(
    37,
    "of two workers on one projection one works and the other waits, and takes over when the first one ends",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      const work = Projections.start([tallies.projection], { lease: "1 second" })
      yield* Effect.scoped(Effect.gen(function*() {
        yield* work
        yield* work
        yield* Projections.waitFor(tallies.projection, yield* count(store, tallies, 8, 4), "20 seconds")
        yield* isWhole(store, tallies)
      }))
      yield* work
      yield* Projections.waitFor(tallies.projection, yield* count(store, tallies, 8, 4), "20 seconds")
      yield* isWhole(store, tallies)
    })
  )
]
