// The same random programs on the store in memory and on the databases: alike where they are sequential, and explained by
// one order of appends where they are not. A failure prints the seed, and the shortest program that was found.
import { type EventStore, MemoryEventStore } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { freshPglite, freshPostgres } from "../../../packages/postgres/test/support/Pg.ts"
import { freshStrict } from "../support/freshStrict.ts"
import { serverCapabilities } from "../support/serverCapabilities.ts"
import { always } from "./always.ts"
import { unexplained } from "./explained.ts"
import { concurrent, sequential } from "./program.ts"
import { run } from "./run.ts"
import { comparable } from "./same.ts"

const inMemory = <A, E>(use: Effect.Effect<A, E, EventStore.EventStore>) =>
  Effect.provide(use, Layer.fresh(MemoryEventStore.layer))

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PostgreSQL, strict", freshStrict]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(
    `random programs of two processes on ${name}`,
    (it) => {
      it.effect("[114] what they are answered at the same time has an order that explains it", () =>
        Effect.flatMap(serverCapabilities.anotherClient, (other) =>
          always(
            concurrent,
            40,
            Effect.fnUntraced(function*(clients) {
              assert.deepStrictEqual(unexplained(yield* run(clients, [other])), [])
            })
          )))
    }
  )
}

for (
  const [name, store, runs] of [
    ["memory", MemoryEventStore.layer, 200],
    ["PostgreSQL", freshPostgres, 60],
    ["PostgreSQL, strict", freshStrict, 30],
    ["PGlite", freshPglite, 15]
  ] as const
) {
  layer(store as Layer.Layer<EventStore.EventStore>, { excludeTestServices: true, timeout: "60 seconds" })(
    `random programs on ${name}`,
    (it) => {
      it.effect("[113] what one client asks is answered as the store in memory does", () =>
        always(
          sequential,
          runs,
          Effect.fnUntraced(function*(steps) {
            const [expected, actual] = [yield* inMemory(run([steps])), yield* run([steps])]
            assert.deepStrictEqual(comparable(actual), comparable(expected))
            assert.deepStrictEqual(unexplained(actual), [])
          })
        ))

      it.effect("[114] what clients at the same time are answered has an order that explains it", () =>
        always(
          concurrent,
          runs,
          Effect.fnUntraced(function*(clients) {
            assert.deepStrictEqual(unexplained(yield* run(clients)), [])
          })
        ))
    }
  )
}
