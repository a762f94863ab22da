// Databases on the run's server, by the URL that processes are given. Read by `rolling-deploy.test.ts`.
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { freshDatabase, server } from "../../../packages/postgres/test/support/Pg.ts"

/** An empty log, gone when the scope closes. */
export const newLog = Effect.fnUntraced(function*(ordering: "compound" | "strict") {
  const { host, port, username } = server()
  const database = yield* Effect.provide(freshDatabase, Reactivity.layer)
  const url = `postgres://${username}@${encodeURIComponent(host)}:${port}/${database}`
  yield* Effect.scoped(Layer.build(PostgresEventStore.layer({ url, migrate: true, ordering })))
  return url
})

/** All of a log, in its order. */
export const storedIn = (url: string) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    return yield* Stream.runCollect(store.readAll())
  }).pipe(Effect.provide(PostgresEventStore.layer({ url })))

/** How many events a log holds, whatever release its tables are of. */
export const countIn = (url: string) =>
  withSql(url, (sql) => Effect.map(sql.unsafe("select from deciduous.events"), (rows) => rows.length))

export const withSql = <A, E>(url: string, use: (sql: PgClient.PgClient) => Effect.Effect<A, E>) =>
  PgClient.makeClient({ url: Redacted.make(url) }).pipe(
    Effect.flatMap(use),
    Effect.provide(Reactivity.layer),
    Effect.scoped
  )
