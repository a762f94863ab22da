// What can be done to a store on a PostgreSQL server, for the suite of stores on servers.
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import type { Capabilities, LateAppend, Relay } from "@deciduous/testing/suites/EventStoreServerSuite"
import { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { server } from "../../../packages/postgres/test/support/Pg.ts"
import { makeProxy } from "../../../packages/postgres/test/support/proxy.ts"

/** The name of the database under test. */
const database = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  const [row] = yield* sql`select current_database() as name`
  return row!.name as string
})

/** A connection of somebody else's. */
const connect = (to: string, options: Partial<PgClient.PgPoolConfig> = {}) =>
  Effect.map(
    Layer.build(PgClient.layerFrom(PgClient.make({ ...server(), maxConnections: 2, ...options, database: to }))),
    Context.get(PgClient.PgClient)
  )

const storeOver = Effect.fnUntraced(function*(client: PgClient.PgClient) {
  const layer = Layer.fresh(PostgresEventStore.layerClient())
  return Context.get(
    yield* Layer.build(Layer.provide(layer, Layer.succeed(PgClient.PgClient, client))),
    EventStore.EventStore
  )
})

/** Another store over the one client that there may be: with caches and queues of its own. */
export const anotherStoreOfTheClient = Effect.flatMap(PgClient.PgClient, storeOver)

const anotherClient = Effect.gen(function*() {
  return yield* storeOver(yield* connect(yield* database, { maxConnections: 5 }))
})

/** Its transaction has its number before it writes, and is held until it is told how to end. */
const lateAppend: Exclude<Capabilities<PgClient.PgClient>["lateAppend"], { readonly unsupported: string }> = Effect
  .fnUntraced(function*(streamId) {
    const sql = yield* connect(yield* database)
    const id = crypto.randomUUID()
    const numbered = yield* Deferred.make<void>()
    const end = yield* Deferred.make<"commit" | "roll back">()
    const transaction = sql.withTransaction(Effect.gen(function*() {
      yield* sql`select pg_current_xact_id()::text`
      yield* Deferred.succeed(numbered, undefined)
      const how = yield* Deferred.await(end)
      yield* sql`insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
        values (${streamId.category}, ${streamId.name}, 1, ${id}, 'Happened', 1, '{}', '{}')`
      if (how === "roll back") return yield* Effect.fail("rolled back" as const)
    }))
    const fiber = yield* Effect.forkScoped(transaction)
    yield* Deferred.await(numbered)
    const ended = (how: "commit" | "roll back") => Effect.andThen(Deferred.succeed(end, how), Fiber.await(fiber))
    return { id, commit: ended("commit"), rollBack: ended("roll back") } satisfies LateAppend
  })

const idleTransaction = Effect.fnUntraced(function*(where: "same database" | "other database") {
  const sql = yield* connect(where === "same database" ? yield* database : "postgres")
  const numbered = yield* Deferred.make<void>()
  yield* Effect.forkScoped(sql.withTransaction(Effect.gen(function*() {
    yield* sql`select pg_current_xact_id()::text`
    yield* Deferred.succeed(numbered, undefined)
    return yield* Effect.never
  })))
  yield* Deferred.await(numbered)
})

const cutConnections = Effect.scoped(Effect.gen(function*() {
  const name = yield* database
  const admin = yield* connect("postgres", { maxConnections: 1 })
  yield* admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
}))

const relay = Effect.gen(function*() {
  const name = yield* database
  const { cutNext, host, port } = yield* makeProxy
  const store = yield* storeOver(yield* connect(name, { host, port, maxConnections: 2 }))
  return { store, cutNext: (side, about) => Effect.sync(() => cutNext(side, about)) } satisfies Relay
})

export const serverCapabilities = {
  anotherClient,
  lateAppend,
  idleTransaction,
  cutConnections,
  relay
} satisfies Capabilities<PgClient.PgClient>
