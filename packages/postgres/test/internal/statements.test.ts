import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect } from "effect"
import { append, read, readAll } from "../support/events.ts"
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
        assert.lengthOf(yield* sent(Effect.flip(append("once", 0))), 1)
        assert.lengthOf(yield* sent(read("once")), 1)
        assert.lengthOf(yield* sent(readAll()), 2)
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
  })
}
