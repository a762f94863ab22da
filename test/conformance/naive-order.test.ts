// The suite is worth what it sees: a PostgreSQL store whose readers wait for nobody must be caught. It is the fault that
// stores on PostgreSQL have had most.
import { Migrations, PostgresEventStore } from "@deciduous/postgres"
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { serverCapabilities } from "./support/serverCapabilities.ts"

/** Everything that is committed can be read, also while transactions are open that will be given lower places. */
const waitsForNobody = Layer.effectDiscard(Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  yield* Migrations.run()
  yield* sql`create or replace function deciduous.horizon() returns bigint language sql stable
    return 9223372036854775807::bigint`
}))

const naive = PostgresEventStore.layerClient().pipe(
  Layer.provideMerge(waitsForNobody),
  Layer.provideMerge(emptyPostgres()),
  Layer.fresh
)

layer(naive, { excludeTestServices: true, timeout: "1 minute" })("readers that wait for nobody", (it) => {
  for (const { check, rule, title } of EventStoreServerSuite.cases(serverCapabilities)) {
    if (rule !== 19 && !(rule === 18 && title.includes("commits"))) continue
    it.effect(`are seen by rule ${rule}: ${title}`, () =>
      Effect.map(Effect.exit(check), (exit) => {
        // by what was given to readers, and by no other failure
        assert.match(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "it passed", /AssertionError: .*deeply equal/)
      }))
  }
})
