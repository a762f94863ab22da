// Somebody's transaction that is open and does nothing, here or in another database of the cluster.
import { PostgresClient, Status } from "@deciduous/postgres"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { follow } from "./support/Follower.ts"
import { underPressure } from "./support/pressure.ts"
import { seeded } from "./support/seed.ts"
import { connect, newLog, Server, urlOf } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a transaction that does not end", (it) => {
  for (const where of ["the same database", "another database"] as const) {
    it.effect(
      `[23] in ${where} stops no writer; followers wait and skip nothing, and the status names it`,
      () =>
        seeded(Effect.gen(function*() {
          const url = yield* newLog
          const database = where === "the same database" ? databaseOf(url) : "postgres"
          const follower = yield* follow(url)
          const sql = yield* connect(urlOf(yield* Server, database))
          const { log } = yield* underPressure(
            url,
            Effect.fnUntraced(function*(progress) {
              yield* sql.withTransaction(Effect.gen(function*() {
                const [mine] = yield* sql`select pg_backend_pid() as pid, pg_current_xact_id()::text`
                yield* progress(20)
                const { log: place } = yield* Status.read().pipe(Effect.provide(PostgresClient.layer({ url })))
                assert.isAbove(place!.hidden.events, 20)
                assert.isTrue(place!.lastVisible!.position < place!.lastWritten!.position)
                assert.deepInclude(place!.holder, {
                  pid: mine!["pid"] as number,
                  database,
                  user: "postgres",
                  application: "administrator",
                  state: "idle in transaction"
                })
              }))
            })
          )
          yield* follower.sawAll(log)
          yield* follower.finish
        })),
      60_000
    )
  }
})

const databaseOf = (url: string): string => new URL(url).pathname.slice(1)
