// Somebody's transaction that is open and does nothing, here or in another database of the cluster.
import { PostgresClient, Status } from "@deciduous/postgres"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { underPressure } from "./support/pressure.ts"
import { seeded } from "./support/seed.ts"
import { connect, newLog, Server, urlOf } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a transaction that does not end", (it) => {
  for (const where of ["the same", "another"] as const) {
    it.effect(
      `[23] in ${where} database stops no writer; who follows waits and skips nothing, and the status tells`,
      () =>
        seeded(Effect.gen(function*() {
          const url = yield* newLog
          const database = where === "the same" ? new URL(url).pathname.slice(1) : "postgres"
          const sql = yield* connect(urlOf(yield* Server, database))
          yield* underPressure(url, (progress) =>
            sql.withTransaction(Effect.gen(function*() {
              const [mine] = yield* sql`select pg_backend_pid() as pid, pg_current_xact_id()::text`
              yield* progress(20)
              yield* isTold(url, { pid: mine!["pid"] as number, database })
            })))
        })),
      60_000
    )
  }
})

/** That the status names who holds the readers back, and that it holds them. */
const isTold = Effect.fnUntraced(function*(url: string, holder: { readonly pid: number; readonly database: string }) {
  const { log } = yield* Status.read().pipe(Effect.provide(PostgresClient.layer({ url })))
  assert.isAbove(log!.hidden.events, 20)
  assert.isTrue(log!.lastVisible!.position < log!.lastWritten!.position)
  assert.deepInclude(log!.holder, {
    ...holder,
    user: "postgres",
    application: "administrator",
    state: "idle in transaction"
  })
})
