import { Position } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, DateTime, Effect, Stream } from "effect"
import { append, read, readAll } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"
import { sent } from "../support/sent.ts"

/** The plan that a prepared statement comes to, whatever its parameters. */
const planOf = (statement: string) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const nulls = [...new Set(statement.match(/\$\d+/g))].map(() => "null").join(", ")
    return yield* sql.withTransaction(Effect.gen(function*() {
      yield* sql`set local plan_cache_mode = force_generic_plan`
      yield* sql.unsafe(`prepare pinned as ${statement}`).unprepared
      const lines = yield* sql.unsafe(`explain (costs off) execute pinned (${nulls})`).valuesUnprepared
      yield* sql.unsafe("deallocate pinned").unprepared
      const [row] = yield* sql`select pg_current_xact_id_if_assigned() is not null as yes`
      return { plan: lines.join("\n"), takesANumber: row!.yes as boolean }
    }))
  })

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
        assert.lengthOf(yield* sent(Effect.flip(append("once", 0))), 1)
        assert.lengthOf(yield* sent(read("once")), 1)
        assert.lengthOf(yield* sent(readAll()), 3)
      }))

    it.effect("an append finds its stream's version by the index, and takes its number after its snapshot", () =>
      Effect.gen(function*() {
        const [statement] = yield* sent(append("planned", 0))
        const { plan, takesANumber } = yield* planOf(statement!)
        assert.match(plan, /Index Scan Backward using events_stream_version on events/)
        assert.notMatch(plan, /Seq Scan/)
        // else it could see, and follow, a transaction that has a later number
        assert.isFalse(takesANumber, "planning takes no number")
      }))

    it.effect("a page of one stream comes by the index, in its order", () =>
      Effect.gen(function*() {
        for (const direction of ["forward", "backward"] as const) {
          const [statement] = yield* sent(read("1", { direction }))
          const { plan } = yield* planOf(statement!)
          assert.match(plan, /Index Scan.* using events_stream_version on events/)
          assert.match(plan, /Index Cond: .*stream_id.*version.*version/)
          assert.notMatch(plan, /Sort|Seq Scan|Filter/)
        }
      }))

    it.effect("a page of all streams comes by the index, from the position to the horizon", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        for (const direction of ["forward", "backward"] as const) {
          const [statement] = yield* sent(Stream.runDrain(store.readAll({ direction, after: Position.start })))
          const { plan } = yield* planOf(statement!)
          assert.match(plan, /Index Scan.* using events_position on events/)
          assert.match(plan, /Index Cond: .*ROW.*ROW.*horizon/)
          assert.notMatch(plan, /Sort|Seq Scan|Filter/)
        }
      }))

    it.effect("a time is looked up in the stream alone", () =>
      Effect.gen(function*() {
        const [statement] = yield* sent(read("1", { asOf: DateTime.makeUnsafe("2026-01-01") }))
        const { plan } = yield* planOf(statement!)
        assert.match(plan, /Index Scan using events_stream_version on events/)
        assert.notMatch(plan, /Sort|Seq Scan/)
      }))
  })
}
