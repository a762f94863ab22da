import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Context, Effect, Fiber, Layer } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { append, read } from "../support/events.ts"
import { freshDatabase, server } from "../support/Pg.ts"
import { makeProxy, type Proxy } from "../support/proxy.ts"

class Relay extends Context.Service<Relay, Proxy>()("test/Relay") {}
/** The server without the relay between. */
class Direct extends Context.Service<Direct, PgClient.PgClient>()("test/Direct") {}

const relayed = Layer.unwrap(Effect.gen(function*() {
  const database = yield* freshDatabase
  const proxy = yield* makeProxy
  const direct = yield* PgClient.make({ ...server(), database })
  const client = PostgresClient.layer({
    url: `postgres://postgres@${proxy.host}:${proxy.port}/${database}`,
    maxConnections: 1
  })
  return PostgresEventStore.layerClient({ migrate: true }).pipe(
    Layer.provideMerge(client),
    Layer.merge(Layer.succeed(Relay, proxy)),
    Layer.merge(Layer.succeed(Direct, direct))
  )
})).pipe(Layer.provide(Reactivity.layer))

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

layer(relayed, { excludeTestServices: true, timeout: "60 seconds" })("a connection that is lost", (it) => {
  it.effect("before the append came through: nobody knows, and nothing was written", () =>
    Effect.gen(function*() {
      const { cutNext } = yield* Relay
      yield* append("before", 0)
      cutNext("towards the server", "test-before")
      const error = yield* Effect.flip(append("before", 1))
      assert.strictEqual(error._tag, "OutcomeUnknown")
      assert.include(error.message, "an append to stream test-before: it may or may not have been written")
      assert.lengthOf(yield* read("before"), 1, "and the store works again")
    }))

  it.effect("before the answer came back: nobody knows, and it was written", () =>
    Effect.gen(function*() {
      const { cutNext } = yield* Relay
      yield* append("after", 0)
      cutNext("towards the client", "test-after")
      assert.strictEqual((yield* Effect.flip(append("after", 1)))._tag, "OutcomeUnknown")
      assert.lengthOf(yield* read("after"), 2)
    }))

  it.effect("during a read: the store is unavailable, and works again", () =>
    Effect.gen(function*() {
      const { cutNext } = yield* Relay
      yield* append("reading", 0)
      cutNext("towards the client", "test-reading")
      assert.strictEqual(reasonOf(yield* Effect.flip(read("reading")))?._tag, "StoreUnavailable")
      assert.lengthOf(yield* read("reading"), 1)
    }))

  it.effect("while it was idle is replaced, and raises nothing", () =>
    Effect.gen(function*() {
      const sql = yield* Direct
      yield* append("idle", 0)
      yield* sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'deciduous' and datname = current_database()`
      yield* append("idle", "any").pipe(Effect.retry({ times: 3, while: ({ _tag }) => _tag === "OutcomeUnknown" }))
      assert.isAtLeast((yield* read("idle")).length, 2)
    }))

  it.effect("because the session was ended in the midst of an append: nobody knows", () =>
    Effect.gen(function*() {
      const sql = yield* Direct
      yield* append("ended", 0)
      const error = yield* sql.withTransaction(Effect.gen(function*() {
        // the append waits for this row, and is ended meanwhile
        yield* sql`insert into deciduous.events
          (category, stream_id, version, id, type, schema_version, data, metadata)
          values ('test', 'test-ended', 2, ${crypto.randomUUID()}, 'Happened', 1, '{}', '{}')`
        const fiber = yield* Effect.forkChild(Effect.flip(append("ended", 1)))
        yield* sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'deciduous' and datname = current_database() and wait_event_type = 'Lock'`.pipe(
          Effect.repeat({ until: (rows) => rows.length > 0 })
        )
        return yield* Fiber.join(fiber)
      }))
      assert.strictEqual(error._tag, "OutcomeUnknown")
    }))

  it.effect("cannot be made: the store is unavailable, and nothing was sent", () =>
    Effect.gen(function*() {
      const store = PostgresEventStore.layer({ url: "postgres://ada:secret@127.0.0.1:1/bank" })
      const error = yield* Effect.flip(Effect.scoped(Layer.build(store)))
      assert.strictEqual(reasonOf(error)?._tag, "StoreUnavailable")
      assert.strictEqual(
        error.message,
        "The event store cannot be reached: connect ECONNREFUSED 127.0.0.1:1. Is PostgreSQL running there, on this port?"
      )
      assert.notInclude(JSON.stringify(error), "secret")
    }))

  it.effect("to a database that is not there: the store is unavailable, with the server's words", () =>
    Effect.gen(function*() {
      const { host, port } = yield* Relay
      const store = PostgresEventStore.layer({ url: `postgres://postgres@${host}:${port}/nowhere` })
      const error = yield* Effect.flip(Effect.scoped(Layer.build(store)))
      assert.strictEqual(
        error.message,
        "The event store cannot be reached: database \"nowhere\" does not exist. "
          + "Create the database first; its tables are made by deciduous migrate."
      )
    }))

  it.effect("by a URL that is none: the store is unavailable, and the URL stays unsaid", () =>
    Effect.gen(function*() {
      for (
        const url of ["", "localhost", "http://ada:secret@localhost", "postgres://ada:secret@[", "postgres://a:%zz@b/c"]
      ) {
        const error = yield* Effect.flip(Effect.scoped(Layer.build(PostgresEventStore.layer({ url }))))
        assert.strictEqual(reasonOf(error)?._tag, "StoreUnavailable", url)
        assert.notInclude(error.message, "secret")
      }
    }))
})

layer(relayed, { excludeTestServices: true, timeout: "60 seconds" })("a database that changes under a store", (it) => {
  it.effect("whose tables are gone is not migrated", () =>
    Effect.gen(function*() {
      const sql = yield* Direct
      const store = yield* EventStore.EventStore
      assert.isDefined(store)
      yield* sql`drop schema deciduous cascade`
      for (const error of [yield* Effect.flip(append("gone", 0)), yield* Effect.flip(read("gone"))]) {
        assert.strictEqual(reasonOf(error)?._tag, "NotMigrated")
        assert.match(error.message, /^The database is not ready: .* does not exist\. Run: deciduous migrate$/)
      }
    }))
})
