import { Adopt, Migrations, Ordering, PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Layer, Stream } from "effect"
import { session } from "./support/clients.ts"
import { append, event, readAll, where } from "./support/events.ts"
import { emptyPglite, emptyPostgres, freshPostgres } from "./support/Pg.ts"
import { age, restore, secondServer } from "./support/secondServer.ts"

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

layer(freshPostgres, { excludeTestServices: true, timeout: "120 seconds" })("a log in a younger cluster", (it) => {
  it.effect("[24] is refused at the start and in an append, and goes on where it was once it is adopted", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* age(5000)
      yield* Effect.forEach(Array.range(1, 20), (n) => append(`${n % 4}`, "any", n))
      const before = yield* readAll()

      const young = yield* secondServer()
      const onYoung = Layer.succeed(PgClient.PgClient, young)
      const store = Layer.fresh(Layer.provide(PostgresEventStore.layerClient(), onYoung))
      yield* Effect.provide(Migrations.run(), onYoung)
      // one store is open already when the log comes back
      yield* Effect.gen(function*() {
        yield* restore(sql, young)
        assert.strictEqual(reasonOf(yield* Effect.flip(append("1", "any")))?._tag, "TransactionBehind")
      }).pipe(Effect.provide(store))
      const refused = yield* Effect.flip(Effect.scoped(Layer.build(store)))
      assert.strictEqual(reasonOf(refused)?._tag, "TransactionBehind")
      assert.include(refused.message, "deciduous adopt")

      const { behind } = yield* Effect.provide(Adopt.run(), onYoung)
      assert.isAbove(Number(behind), 4000)
      yield* Effect.gen(function*() {
        assert.deepStrictEqual(yield* readAll(), before)
        yield* append("1", 5, "after")
        yield* append("new", 0, "after")
        const after = yield* readAll()
        assert.deepStrictEqual(after.slice(0, 20), before)
        assert.deepStrictEqual(after.slice(20).map(where), ["test-1@6", "test-new@1"])
        const checkpoint = before[12]!.position
        assert.deepStrictEqual(yield* readAll(checkpoint), after.slice(13))
        const { subscribe } = yield* EventStore.EventStore
        const live = yield* Stream.runCollect(Stream.take(subscribe({ after: checkpoint }), 9))
        assert.deepStrictEqual(live, after.slice(13))
      }).pipe(Effect.provide(store))

      const again = yield* Effect.flip(Effect.provide(Adopt.run(), onYoung))
      assert.strictEqual(again._tag, "NothingToAdopt")
    }))
})

for (const [name, empty] of [["PostgreSQL", emptyPostgres()], ["PGlite", emptyPglite]] as const) {
  layer(empty, { excludeTestServices: true, timeout: "60 seconds" })(`adopting a log on ${name}`, (it) => {
    const fromTheFuture = (schema: string) =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Migrations.run({ schema })
        yield* sql`insert into ${sql(schema)}.events
          (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
          values (1000000000, 'test', 'test-adopted', 1, ${event().id}, 'Happened', 1, '{}', '{}')`
      })

    it.effect("changes nothing where there is nothing to adopt, and says why", () =>
      Effect.gen(function*() {
        yield* Migrations.run({ schema: "healthy" })
        const healthy = yield* Effect.flip(Adopt.run({ schema: "healthy" }))
        assert.strictEqual(
          healthy.message,
          "There is nothing to adopt: no event is of a transaction that this cluster has not come to yet. "
            + "Nothing was changed."
        )
        yield* fromTheFuture("strict")
        yield* Ordering.change("strict", { schema: "strict" })
        const strict = yield* Effect.flip(Adopt.run({ schema: "strict" }))
        assert.include(strict.message, "the database's ordering is \"strict\", which does not count transactions")
      }))

    it.effect("says that a database is not migrated", () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(Adopt.run({ schema: "nowhere" }))
        assert.strictEqual(reasonOf(error)?._tag, "NotMigrated")
      }))

    it.effect("by several at the same time is done once", () =>
      Effect.gen(function*() {
        yield* fromTheFuture("together")
        const results = yield* Effect.forEach(
          Array.range(1, 4),
          () => Effect.result(Adopt.run({ schema: "together" })),
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(results.map(({ _tag }) => _tag).sort(), ["Failure", "Failure", "Failure", "Success"])
        const store = Layer.fresh(PostgresEventStore.layerClient({ schema: "together" }))
        yield* Effect.gen(function*() {
          yield* append("adopted", 1)
          assert.deepStrictEqual((yield* readAll()).map(where), ["test-adopted@1", "test-adopted@2"])
        }).pipe(Effect.provide(store))
      }))
  })
}

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })("adopting beside writers", (it) => {
  it.effect("gives up where somebody's append does not end, and changes nothing", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const slow = yield* session()
      yield* slow("begin")
      yield* slow("lock table deciduous.events in row exclusive mode")
      const error = yield* Effect.flip(Ordering.change("strict"))
      assert.strictEqual(reasonOf(error)?._tag, "StoreFailure")
      assert.include(error.message, "did not end within 10s. Nothing was changed; try again.")
      assert.strictEqual(yield* Ordering.read(), "compound")
      yield* slow("rollback")
      assert.deepStrictEqual(yield* sql`show lock_timeout`, [{ lock_timeout: "0" }])
    }))
})
