// The store in memory is the reference. Ranges are random: a failure prints the seed and the smallest one that differs.
import { end, makeReadPageOfAll } from "#internal/readAll"
import { statements } from "#internal/statements"
import { type EventData, Position, StreamId } from "@deciduous/core"
import { EventStore, type EventStoreError, MemoryEventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Context, Effect, Layer, Result, Stream } from "effect"
import * as fc from "fast-check"
import { freshPglite, freshPostgres } from "../support/Pg.ts"
import { settled } from "../support/settled.ts"

const categories = ["bank", "bank-account", "Bank", "b%", "b_", "o'x\"", "é", "e\u0301"]
const ids = ["1", "10", "%", "a-1", "\\", "🙂"]
const types = ["Opened", "opened", "Op%", "'; drop table deciduous.events; --"]
const events = 80

/** Where each event goes, and what it is. */
const log = fc.sample(
  fc.record({ category: fc.constantFrom(...categories), id: fc.constantFrom(...ids), type: fc.constantFrom(...types) }),
  { numRuns: events, seed: 20261121 }
)

const subset = (names: ReadonlyArray<string>) => fc.subarray([...names, "absent"], { minLength: 1 })

const filters: fc.Arbitrary<EventStore.Filter> = fc.record({
  categories: subset(categories),
  types: subset(types),
  streamPrefix: fc.tuple(fc.constantFrom(...categories), fc.constantFrom("", "-", "-1", "-%", "-🙂", "%")).map((
    parts
  ) => parts.join(""))
}, { requiredKeys: [] })

/** Positions are given by the number of their event, as each store has its own. */
const ranges = fc.record({
  direction: fc.constantFrom("forward" as const, "backward" as const),
  limit: fc.nat(events + 5),
  after: fc.nat(events - 1),
  before: fc.nat(events - 1),
  filter: filters
}, { requiredKeys: [] })

type Range = typeof ranges extends fc.Arbitrary<infer R> ? R : never

/** Fills a store with the log, and reads a part of it: the ids of the events, or why not. */
const filled = Effect.fnUntraced(function*(store: EventStore.EventStore["Service"], data: ReadonlyArray<EventData>) {
  const positions: Array<Position.Position> = []
  for (const [i, { category, id }] of log.entries()) {
    const { position } = yield* store.append(StreamId.make(category, id), [data[i]!], { expectedVersion: "any" })
    positions.push(position)
  }
  const toRange = ({ after, before, ...rest }: Range): EventStore.ReadAllRange => ({
    ...rest,
    ...(after === undefined ? {} : { after: positions[after]! }),
    ...(before === undefined ? {} : { before: positions[before]! })
  })
  const idsOf = (range: Range) =>
    store.readAll(toRange(range)).pipe(
      Stream.map(({ id }) => id),
      Stream.runCollect,
      Effect.mapError(({ reason }: EventStoreError.EventStoreError) => reason._tag),
      Effect.result
    )
  return { idsOf, toRange }
})

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`reading parts of the log on ${name}`, (it) => {
    it.effect("gives what the store in memory gives, in pages of any size", () =>
      Effect.gen(function*() {
        const data = log.map(({ type }): EventData => ({
          id: crypto.randomUUID(),
          type,
          schemaVersion: 1,
          data: {},
          metadata: {}
        }))
        const memory = Context.get(yield* Layer.build(Layer.fresh(MemoryEventStore.layer)), EventStore.EventStore)
        const expected = yield* filled(memory, data)
        const actual = yield* filled(yield* EventStore.EventStore, data)
        yield* settled
        const sql = yield* PgClient.PgClient
        const run = Effect.runPromiseWith(yield* Effect.context<never>())

        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(ranges, async (range) => {
              assert.deepStrictEqual(await run(actual.idsOf(range)), await run(expected.idsOf(range)))
            }),
            { numRuns: 200 }
          )
        )

        const sizes = fc.record({
          pageRows: fc.integer({ min: 1, max: 9 }),
          searchedRows: fc.integer({ min: 1, max: 9 })
        })
        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(ranges, sizes, async (range, { pageRows, searchedRows }) => {
              const whole = await run(expected.idsOf(range))
              if (Result.isFailure(whole)) return
              const { after = Position.start, before = end, direction = "forward", filter, limit = Infinity } = actual
                .toRange(range)
              const limits = { pageRows, searchedRows, pageBytes: 1_000_000, tailRows: 1 }
              const readPage = makeReadPageOfAll(sql, statements("deciduous"), direction, filter, limits)
              const ids: Array<string> = []
              let rest = { after, before, limit }
              for (let isLast = false; !isLast && rest.limit > 0;) {
                const page = await run(readPage(rest))
                ids.push(...page.events.map(({ id }) => id))
                isLast = page.isLast
                const next = direction === "forward" ? { after: page.position } : { before: page.position }
                if (!isLast) assert.notDeepEqual({ ...rest, ...next }, rest, "it advances")
                rest = { ...rest, ...next, limit: rest.limit - page.events.length }
              }
              assert.deepStrictEqual(ids, whole.success)
            }),
            { numRuns: 60 }
          )
        )
      }), { timeout: 60_000 })
  })
}
