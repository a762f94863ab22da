import { several, toEntry } from "#internal/append/entry"
import { statements } from "#internal/statements"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect } from "effect"
import { append, event, read, readAll, stream } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"
import { planOf } from "../support/planOf.ts"
import { sent } from "../support/sent.ts"

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`the statements on ${name}`, (it) => {
    const filled = Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* Effect.forEach(Array.range(1, 20), (i) => append(`${i}`, 0, ...Array.range(1, 100)))
      yield* sql`analyze deciduous.events`
    })

    it.effect("an append and a read of a page are one statement each", () =>
      Effect.gen(function*() {
        yield* filled
        assert.lengthOf(yield* sent(append("once", 0)), 1)
        assert.lengthOf(yield* sent(append("once", "any")), 1)
        // else it comes while the former is being answered, and need not be sent
        yield* Effect.yieldNow
        assert.lengthOf(yield* sent(Effect.flip(append("once", 0))), 3, "why it is refused, and whether it is a repeat")
        assert.lengthOf(yield* sent(Effect.flip(append("once", 7))), 2, "which it cannot be")
        assert.lengthOf(yield* sent(append("once twice", 0, 1, 2)), 1)
        assert.lengthOf(yield* sent(Effect.flip(append("once twice", 7, 1, 2))), 1, "which says why at once")
        assert.lengthOf(yield* sent(read("once")), 1)
        assert.lengthOf(yield* sent(readAll()), 2)
      }))

    it.effect("an append finds its stream's version by the index, and takes its number after its snapshot", () =>
      Effect.gen(function*() {
        for (const events of [[1], [1, 2]]) {
          const [statement] = yield* sent(append("planned", "any", ...events))
          const { plan, takesANumber } = yield* planOf(statement!)
          assert.match(plan, /Index Scan Backward using events_stream_version on events/)
          assert.notMatch(plan, /Seq Scan/)
          // else it could see, and follow, a transaction that has a later number
          assert.isFalse(takesANumber, "planning takes no number")
        }
      }))

    it.effect("so do many appends in one statement", () =>
      Effect.gen(function*() {
        const { appendAll, appendEach } = statements("deciduous")
        for (const statement of [appendEach.ends, appendEach.events, appendAll.ends, appendAll.events]) {
          const { plan, takesANumber } = yield* planOf(statement)
          assert.match(plan, /Index Scan Backward using events_stream_version on events/)
          assert.notMatch(plan, /Seq Scan/)
          assert.isFalse(takesANumber, "planning takes no number")
        }
      }))
  })

  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`the statements on a new ${name}`, (it) => {
    it.effect("many appends in one statement are planned once, however few they are", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const plans = yield* sql.withTransaction(Effect.gen(function*() {
          const { appendEach } = statements("deciduous")
          for (const i of Array.range(1, 10)) {
            const names = [`few-${i}-a`, `few-${i}-b`]
            const two = names.map((name) => {
              const one = event()
              const prepared = { ...one, data: "{}", metadata: "{}" }
              return toEntry({ streamId: stream(name), events: [one], expectedVersion: 0 }, [prepared])
            })
            yield* sql.unsafe(...several(appendEach.ends, two)).values
          }
          return yield* sql`
            select generic_plans::int as generic from pg_prepared_statements where statement = ${appendEach.ends}`
        }))
        assert.deepStrictEqual(plans, [{ generic: 5 }], "after five that PostgreSQL tries")
      }))
  })
}
