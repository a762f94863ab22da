// A server of a test's own, to be crashed, or held up by a transaction that would hold up every other test too.
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { newFolder } from "./Pg.ts"

export class OwnServer extends Context.Service<OwnServer, PostgresServer.PostgresServer>()("test/OwnServer") {}

/** Durable, as what was committed must be there after a crash. It stops with the layer. */
export const ownServer: Layer.Layer<OwnServer> = Layer.effect(
  OwnServer,
  Effect.acquireRelease(
    Effect.promise(() => PostgresServer.start({ folder: newFolder(), listen: "tcp", durable: true })),
    (server) => Effect.promise(() => server.stop())
  )
)

type Config = Partial<PgClient.PgPoolConfig>

/** A client of the server, as a process of its own would have it. */
export const clientOf = (config: Config = {}) =>
  Effect.gen(function*() {
    const { host, port } = yield* OwnServer
    const layer = PgClient.layer({
      host,
      port,
      username: "postgres",
      database: "postgres",
      maxConnections: 4,
      ...config
    })
    return Context.get(yield* Layer.build(Layer.fresh(layer)), PgClient.PgClient)
  })

/** A store on the server, and its client. */
export const storeOf = (config: Config = {}) =>
  Effect.gen(function*() {
    const sql = yield* clientOf(config)
    const layer = Layer.provide(
      PostgresEventStore.layerClient({ migrate: true }),
      Layer.succeed(PgClient.PgClient, sql)
    )
    return { sql, store: Context.get(yield* Layer.build(Layer.fresh(layer)), EventStore.EventStore) }
  })
