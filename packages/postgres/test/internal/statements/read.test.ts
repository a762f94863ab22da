import { statements } from "#internal/statements/read"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, DateTime, Effect } from "effect"
import { append, read } from "../../support/events.ts"
import { freshPglite, freshPostgres } from "../../support/Pg.ts"
import { planOf } from "../../support/planOf.ts"
import { sent } from "../../support/sent.ts"

const { eventAt, head, read: page, readAll, readAllFiltered, tail, tails, tailsAndHandled, versionBefore } = statements(
  "\"deciduous\""
)
const both = ["forward", "backward"] as const

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`the statements that read, on ${name}`, (it) => {
    const plan = (statement: string) => Effect.map(planOf(statement), (planned) => planned.plan)

    it.effect("a page of one stream comes by the index, in its order", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Effect.forEach(Array.range(1, 20), (i) => append(`${i}`, 0, ...Array.range(1, 100)))
        yield* sql`analyze deciduous.events`
        const [statement] = yield* sent(read("1"))
        assert.strictEqual(statement, page.forward.light)
        for (const direction of both) {
          for (const way of [page[direction].light, page[direction].weighed]) {
            const planned = yield* plan(way)
            assert.match(planned, /Index Scan.* using events_stream_version on events/)
            assert.match(planned, /Index Cond: .*stream_id.*version.*version/)
            assert.notMatch(planned, /Sort|Seq Scan/)
          }
          assert.notMatch(yield* plan(page[direction].light), /Filter/)
        }
      }))

    it.effect("a page of all streams comes by the index, from the position to the horizon", () =>
      Effect.gen(function*() {
        for (const direction of both) {
          for (
            const way of [readAll, readAllFiltered].flatMap((
              pages
            ) => [pages[direction].light, pages[direction].weighed])
          ) {
            const planned = yield* plan(way)
            assert.match(planned, /Index Scan.* using events_position on events/)
            assert.match(planned, /Index Cond: .*ROW.*ROW.*horizon/)
            assert.notMatch(planned, /Sort|Seq Scan on events/)
          }
          assert.notMatch(yield* plan(readAll[direction].light), /Filter/)
        }
      }))

    it.effect("tails come by the index, one look for each stream", () =>
      Effect.gen(function*() {
        for (const statement of [tail, tails, tailsAndHandled]) {
          const planned = yield* plan(statement)
          assert.match(planned, /Index Scan using events_stream_version on events/)
          assert.match(planned, /Index Cond: .*stream_id.*version/)
          assert.notMatch(planned, /Sort|Seq Scan on events/)
        }
        assert.match(
          yield* plan(tailsAndHandled),
          /using events_command on events.*\n.*Index Cond: .*stream_id.*command_id/
        )
      }))

    it.effect("a time, a position and the last event are looked up where they stand", () =>
      Effect.gen(function*() {
        const [statement] = yield* sent(read("1", { asOf: DateTime.makeUnsafe("2026-01-01") }))
        assert.strictEqual(statement, versionBefore)
        assert.match(yield* plan(versionBefore), /Index Scan using events_stream_version on events/)
        for (const one of [eventAt, head]) {
          assert.match(yield* plan(one), /Index Only Scan.* using events_position on events/)
        }
        for (const one of [versionBefore, eventAt, head]) {
          assert.notMatch(yield* plan(one), /Sort|Seq Scan/)
        }
      }))
  })
}
