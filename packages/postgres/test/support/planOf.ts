// What PostgreSQL makes of a statement.
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"

/** The plan that a prepared statement comes to, whatever its parameters. */
export const planOf = (statement: string) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const nulls = [...new Set(statement.match(/\$\d+/g))].map(() => "null").join(", ")
    const parameters = nulls === "" ? "" : `(${nulls})`
    return yield* sql.withTransaction(Effect.gen(function*() {
      yield* sql`set local plan_cache_mode = force_generic_plan`
      yield* sql.unsafe(`prepare pinned as ${statement}`).unprepared
      const lines = yield* sql.unsafe(`explain (costs off) execute pinned ${parameters}`).valuesUnprepared
      yield* sql.unsafe("deallocate pinned").unprepared
      const [row] = yield* sql`select pg_current_xact_id_if_assigned() is not null as yes`
      return { plan: lines.join("\n"), takesANumber: row!.yes as boolean }
    }))
  })
