// Projections that are written with each append, in its transaction; and how a projection comes to be one.
import { PostgresEventStore } from "@deciduous/postgres"
import {
  EventStore,
  type EventStoreError,
  MemoryEventStore,
  Projection,
  Projections,
  ReadModel
} from "@deciduous/runtime"
import * as Tallies from "@deciduous/testing/suites/projection/tallies"
import { assert, layer } from "@effect/vitest"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { emptyPglite, emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"

const { count, counted, isWhole, newTallies, view } = Tallies

/** Refuses 13. */
const careful = {
  initialState: view.initialState,
  evolve: (tally: Tallies.Tally | undefined, event: Tallies.TallyEvent) => {
    if (event._tag === "Counted" && event.by === 13) throw new Error("thirteen is not to be counted")
    return view.evolve(tally, event)
  }
}

const inlineTallies = () => {
  const tallies = newTallies({ mode: "inline" })
  return { ...tallies, projection: Projection.fromView(careful, tallies.options) }
}

const atOnce = inlineTallies()
const inline = { inline: [atOnce.projection] }
const database = (ordering: "compound" | "strict") => ({ migrate: true, ordering, ...inline })

/** What all of them bring. */
type Stores = Extract<MemoryEventStore.Services, PostgresEventStore.Services>

const backends: ReadonlyArray<readonly [name: string, Layer.Layer<Stores, EventStoreError.EventStoreError>]> = [
  ["memory", MemoryEventStore.layerWith(inline)],
  ["PGlite", Layer.provide(PostgresEventStore.layerClient(database("compound")), emptyPglite)],
  ["PostgreSQL", Layer.provide(PostgresEventStore.layerClient(database("compound")), emptyPostgres())],
  ["PostgreSQL, strict", Layer.provide(PostgresEventStore.layerClient(database("strict")), emptyPostgres())]
]

for (const [name, store] of backends) {
  layer(store, { excludeTestServices: true, timeout: "2 minutes" })(`inline projections on ${name}`, (it) => {
    it.effect("[48] an append and what it leads to are there together, from its answer on", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const sum = Effect.map(ReadModel.get(atOnce.projection, "one"), Option.map(({ sum }) => sum))
        for (let n = 1; n <= 5; n++) {
          const { position } = yield* store.append(atOnce.stream("one"), [counted(n)], { expectedVersion: n - 1 })
          assert.deepStrictEqual(yield* sum, Option.some(n * (n + 1) / 2))
          yield* Projections.waitFor(atOnce.projection, position)
        }
      }))

    it.effect("[48] an event that cannot be projected is not appended, and harms no other append", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const appends = yield* Effect.forEach(
          [1, 13, 2, 13, 3, 4],
          (by, i) => Effect.result(store.append(atOnce.stream(`mixed ${i}`), [counted(by)], { expectedVersion: 0 })),
          {
            concurrency: "unbounded"
          }
        )
        const failures = appends.flatMap((one) => one._tag === "Failure" ? [one.failure] : [])
        assert.lengthOf(failures, 2)
        for (const error of failures) assert.include(error.message, "thirteen is not to be counted")
        yield* isWhole(store, atOnce)
      }))

    it.effect("[48] appends at the same time to one document lose nothing", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        yield* Effect.forEach(
          Array.range(1, 64),
          (i) => store.append(atOnce.stream(`${i % 4}`), [counted()], { expectedVersion: "any" }),
          { concurrency: "unbounded" }
        )
        yield* isWhole(store, atOnce)
      }))
  })
}

for (const [name, client] of [["PGlite", emptyPglite], ["PostgreSQL", emptyPostgres()]] as const) {
  layer(client, { excludeTestServices: true, timeout: "2 minutes" })(
    `inline projections of a log with events on ${name}`,
    (it) => {
      it.effect(
        "[51] are built by a worker and handed over to appends, each event once; who does not know them cannot append",
        () =>
          Effect.gen(function*() {
            const tallies = newTallies()
            const next = Projection.fromView(view, { ...tallies.options, mode: "inline", version: 2 })
            const open = (inline: ReadonlyArray<typeof next>) =>
              Layer.build(Layer.fresh(PostgresEventStore.layerClient({ migrate: true, inline })))
            const before = yield* open([])
            yield* Effect.gen(function*() {
              const store = yield* EventStore.EventStore
              yield* Projections.start([tallies.projection], { lease: "1 second" })
              yield* Projections.waitFor(tallies.projection, yield* count(store, tallies, 4, 10), "20 seconds")
            }).pipe(Effect.provideContext(before))

            const services = yield* open([next])
            yield* Effect.gen(function*() {
              const store = yield* EventStore.EventStore
              const writing = yield* Effect.forkChild(count(store, tallies, 8, 30))
              yield* Projections.start([next], { lease: "1 second" })
              yield* Projections.waitFor(next, yield* Fiber.join(writing), "20 seconds")
              // it may still be the worker that was waited for
              yield* Effect.repeat(
                Effect.flatMap(count(store, tallies, 2, 1), () => Projections.activeVersion(next)),
                { until: (active) => active?.isInline === true }
              )
              yield* count(store, tallies, 8, 3)
              yield* isWhole(store, { ...tallies, projection: next })
            }).pipe(Effect.provideContext(services))

            const unknowing = yield* open([])
            yield* Effect.gen(function*() {
              const store = yield* EventStore.EventStore
              const error = yield* Effect.flip(
                store.append(tallies.stream("late"), [counted()], { expectedVersion: 0 })
              )
              assert.include(error.message, "this program does not know it")
              yield* isWhole(store, tallies)
            }).pipe(Effect.provideContext(unknowing))
          }),
        60_000
      )
    }
  )
}

for (const [name, client] of [["PGlite", emptyPglite], ["PostgreSQL", emptyPostgres()]] as const) {
  layer(client, { excludeTestServices: true, timeout: "2 minutes" })(
    `inline projections of several programs on ${name}`,
    (it) => {
      it.effect("[48] lose nothing where two programs make one document of several streams at the same time", () =>
        Effect.gen(function*() {
          const tallies = newTallies()
          const shared = Projection.fromView(view, {
            ...tallies.options,
            mode: "inline",
            keyOf: ({ aggregateId }) => aggregateId.split(".")[0]
          })
          const open = Layer.build(Layer.fresh(PostgresEventStore.layerClient({ migrate: true, inline: [shared] })))
          const programs = [yield* open, yield* open]
          const appendAs = (program: number, key: number) =>
            Effect.gen(function*() {
              const store = yield* EventStore.EventStore
              yield* store.append(tallies.stream(`${key}.${program}`), [counted(program)], { expectedVersion: 0 })
            }).pipe(Effect.provideContext(programs[program % 2]!))
          yield* Effect.forEach(
            Array.range(1, 40),
            (key) => Effect.forEach([1, 2, 3, 4], (program) => appendAs(program, key), { concurrency: "unbounded" }),
            { concurrency: 4 }
          )
          for (const key of Array.range(1, 40)) {
            const tally = yield* Effect.provideContext(ReadModel.get(shared, `${key}`), programs[0]!)
            assert.deepStrictEqual(tally, Option.some({ sum: 10, events: 4 }), `tally ${key}`)
          }
        }))
    }
  )
}
