// Several clients of one database, as several processes have them; and sessions whose transactions a test holds open.
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A layer of another client of the present one's database, with connections of its own. */
const clientLayer = (options: Partial<PgClient.PgPoolConfig> = {}) =>
  Layer.effect(
    PgClient.PgClient,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const config = { ...sql.config, maxConnections: 4, ...options }
      return Context.get(yield* Layer.build(PgClient.layer(config)), PgClient.PgClient)
    })
  ).pipe(Layer.orDie, Layer.fresh)

/** A store of its own on the present client's database. */
export const anotherStore = (
  options: PostgresEventStore.Options = {},
  client: Partial<PgClient.PgPoolConfig> = {}
) =>
  Effect.map(
    Layer.build(Layer.fresh(Layer.provide(PostgresEventStore.layerClient(options), clientLayer(client)))),
    Context.get(EventStore.EventStore)
  )

/** A session that sends what it is told, one statement after the other, outside of every pool. It ends with the scope. */
export const session = (options: Partial<PgClient.PgPoolConfig> = {}) =>
  Effect.gen(function*() {
    const client = Context.get(yield* Layer.build(clientLayer({ maxConnections: 1, ...options })), PgClient.PgClient)
    const connection = yield* client.reserve
    return (statement: string, values: ReadonlyArray<unknown> = []) => connection.executeValues(statement, values)
  })

/** Waits until so many in the database wait for a lock of this kind. */
export const untilWaitingFor = (locktype: string, count = 1) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const waiting = sql`
      select 1 from pg_locks where locktype = ${locktype} and not granted
        and database in (0, (select oid from pg_database where datname = current_database()))`
    while ((yield* waiting).length < count) yield* Effect.yieldNow
  })
