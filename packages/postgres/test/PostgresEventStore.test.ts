import { Migrations, PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { append, event, read, readAll, stream, where } from "./support/events.ts"
import { emptyPglite, emptyPostgres, freshPostgres, server } from "./support/Pg.ts"

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined
const opened = <E>(store: Layer.Layer<EventStore.EventStore, E, PgClient.PgClient>) =>
  Effect.flip(Effect.scoped(Layer.build(store)))

for (const [name, empty] of [["PostgreSQL", emptyPostgres()], ["PGlite", emptyPglite]] as const) {
  layer(empty, { excludeTestServices: true, timeout: "60 seconds" })(`opening a store on ${name}`, (it) => {
    it.effect("refuses a database without its tables, and makes them where it is asked to", () =>
      Effect.gen(function*() {
        const error = yield* opened(PostgresEventStore.layerClient())
        assert.strictEqual(reasonOf(error)?._tag, "NotMigrated")
        for (const options of [{ migrate: true }, {}]) {
          const store = Layer.fresh(PostgresEventStore.layerClient(options))
          yield* Effect.provide(append("opened", "any"), store)
        }
      }))

    it.effect("keeps the stores of two schemas apart", () =>
      Effect.gen(function*() {
        const storeIn = (schema: string) => Layer.fresh(PostgresEventStore.layerClient({ schema, migrate: true }))
        const [one, other] = [storeIn("one"), storeIn("other")]
        yield* Effect.provide(append("same", 0), one)
        yield* Effect.provide(append("same", 0), other)
        assert.deepStrictEqual((yield* Effect.provide(readAll(), one)).map(where), ["test-same@1"])
      }))

    it.effect("refuses a log that ends in the future: a restore into a cluster that counts anew", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Migrations.run({ schema: "restored" })
        yield* sql`insert into restored.events
          (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
          values (1000000000, 'test', 'test-future', 7, ${event().id}, 'Happened', 1, '{}', '{}')`
        const error = yield* opened(PostgresEventStore.layerClient({ schema: "restored" }))
        assert.strictEqual(reasonOf(error)?._tag, "TransactionBehind")
        assert.include(error.message, "test-future, version 7")
      }))
  })
}

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })("a store on PostgreSQL", (it) => {
  it.effect("needs no more rights, once it is migrated, than to use, to read and to insert", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const role = `writer_${crypto.randomUUID().replaceAll("-", "")}`
      yield* sql.unsafe(`create role ${role} login`)
      yield* Effect.gen(function*() {
        yield* sql.unsafe(`grant usage on schema deciduous to ${role}`)
        yield* sql.unsafe(
          `grant select on deciduous.migrations, deciduous.settings, deciduous.projections, deciduous.events to ${role}`
        )
        yield* sql.unsafe(`grant insert on deciduous.events to ${role}`)
        const [row] = yield* sql`select current_database() as name`
        const { host, port } = server()
        const store = PostgresEventStore.layer({
          url: `postgres://${role}@localhost/${row!.name}`,
          host,
          port,
          migrate: true
        })
        yield* Effect.provide(Effect.andThen(append("rights", 0), readAll()), store)
      }).pipe(Effect.ensuring(Effect.orDie(Effect.andThen(
        sql.unsafe(`drop owned by ${role}`),
        sql.unsafe(`drop role ${role}`)
      ))))
    }))

  it.effect("refuses change to its owner by privilege already", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const rows = yield* sql`select
        has_table_privilege('public', 'deciduous.events', 'update, delete, truncate') as public`
      assert.deepStrictEqual(rows, [{ public: false }])
    }))

  it.effect("over a client that pipelines the statements of many fibers on few connections", () =>
    Effect.gen(function*() {
      const store = PostgresEventStore.layerClient({ migrate: true }).pipe(
        Layer.provide(emptyPostgres({ multiplex: true, maxConnections: 2 }))
      )
      yield* Effect.gen(function*() {
        yield* Effect.forEach(Array.from({ length: 200 }), (_, i) => append(`${i % 20}`, "any"), {
          concurrency: "unbounded"
        })
        assert.lengthOf(yield* readAll(), 200)
        assert.deepStrictEqual((yield* read("7")).map(({ version }) => version), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      }).pipe(Effect.provide(store))
    }))

  it.effect("over a client that renames columns", () =>
    Effect.gen(function*() {
      const camel = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
      const store = PostgresEventStore.layerClient({ migrate: true }).pipe(
        Layer.provide(emptyPostgres({ transformResultNames: camel, transformQueryNames: camel, transformJson: true }))
      )
      yield* Effect.gen(function*() {
        yield* append("renamed", 0, { snake_case: { is_kept: 1 } })
        assert.deepStrictEqual((yield* read("renamed"))[0]!.data, { snake_case: { is_kept: 1 } })
      }).pipe(Effect.provide(store))
    }))

  it.effect("reads inside a transaction see what it sees, on its connection", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const store = yield* EventStore.EventStore
      yield* sql.withTransaction(Effect.gen(function*() {
        yield* sql`set transaction isolation level repeatable read`
        assert.lengthOf(yield* read("isolated"), 0)
        yield* Effect.scoped(Effect.gen(function*() {
          const other = yield* sql.reserve
          yield* other.executeValues(
            `insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
             values ('test', 'test-isolated', 1, $1, 'Happened', 1, '{}', '{}')`,
            [event().id]
          )
        }))
        assert.lengthOf(yield* Stream.runCollect(store.read(stream("isolated"))), 0)
      }))
      assert.lengthOf(yield* read("isolated"), 1)
    }))

  it.effect("sets on its own sessions that a forgotten transaction ends", () =>
    Effect.gen(function*() {
      const { host, port } = server()
      const client = PostgresClient.layer({ url: "postgres://postgres@localhost/postgres", host, port })
      const rows = yield* Effect.provide(
        Effect.flatMap(PgClient.PgClient, (sql) => sql`show idle_in_transaction_session_timeout`),
        client
      )
      assert.deepStrictEqual(rows, [{ idle_in_transaction_session_timeout: "1min" }])
    }))
})
