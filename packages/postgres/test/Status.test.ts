import { Position } from "@deciduous/core"
import { Metrics, Migrations, Ordering, PostgresEventStore, Status, Watch } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Context, Duration, Effect, Layer, Logger, Metric, Stream } from "effect"
import { session } from "./support/clients.ts"
import { append, event, readAll } from "./support/events.ts"
import { emptyPglite, emptyPostgres, freshPglite, freshPostgres } from "./support/Pg.ts"
import { ownPostgres, secondServer, storeInNewDatabase } from "./support/secondServer.ts"

const log = Effect.map(Status.read(), (status) => status.log!)

for (
  const [name, empty, fresh] of [
    ["PostgreSQL", emptyPostgres(), freshPostgres],
    ["PGlite", emptyPglite, freshPglite]
  ] as const
) {
  layer(empty, { excludeTestServices: true, timeout: "60 seconds" })(`the status of an empty ${name}`, (it) => {
    it.effect("says which migrations it lacks", () =>
      Effect.gen(function*() {
        const { log, migrations } = yield* Status.read()
        assert.strictEqual(log, undefined)
        assert.deepStrictEqual(migrations.applied, [])
        assert.include(migrations.pending, "0002_events")
      }))
  })

  layer(fresh, { excludeTestServices: true, timeout: "60 seconds" })(`the status of a log on ${name}`, (it) => {
    it.effect("says how it is ordered and where it ends", () =>
      Effect.gen(function*() {
        const empty = yield* log
        assert.deepStrictEqual(
          { ...empty, holder: undefined },
          {
            ordering: "compound",
            lastVisible: undefined,
            lastWritten: undefined,
            hidden: { events: 0, age: Duration.zero },
            holder: undefined,
            isBehind: false
          }
        )
        const { position, recordedAt } = yield* append("status", 0)
        const { lastVisible, lastWritten } = yield* log
        assert.deepStrictEqual(lastWritten, { position, recordedAt })
        assert.deepStrictEqual(lastVisible, { position, recordedAt })
      }))

    it.effect("says that it has to be adopted", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Migrations.run({ schema: "restored" })
        yield* sql`insert into restored.events
          (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
          values (1000000000, 'test', 'test-future', 7, ${event().id}, 'Happened', 1, '{}', '{}')`
        assert.isTrue((yield* Status.read({ schema: "restored" })).log!.isBehind)
        yield* Ordering.change("strict", { schema: "restored" })
        const strict = (yield* Status.read({ schema: "restored" })).log!
        assert.deepInclude(strict, { ordering: "strict", isBehind: false, holder: undefined })
        assert.deepStrictEqual(strict.lastVisible, strict.lastWritten)
      }))
  })
}

layer(ownPostgres, { excludeTestServices: true, timeout: "60 seconds" })("on a server of its own", (it) => {
  it.layer(storeInNewDatabase())("readers that are held back", (it) => {
    it.effect("[23] by a session in another database: it is named, with its age", () =>
      Effect.gen(function*() {
        const seen = yield* append("stall", 0)
        const other = yield* session({ database: "postgres", applicationName: "somebody" })
        yield* other("begin")
        yield* other("select pg_current_xact_id()::text")
        const [[pid]] = (yield* other("select pg_backend_pid()")) as [[number]]
        const hidden = yield* append("stall", 1)
        const { hidden: found, holder, lastVisible, lastWritten } = yield* log
        assert.strictEqual(lastVisible!.position, seen.position)
        assert.strictEqual(lastWritten!.position, hidden.position)
        assert.strictEqual(found.events, 1)
        assert.isTrue(Duration.isGreaterThan(found.age, Duration.zero))
        assert.deepInclude(holder, {
          pid,
          gid: undefined,
          database: "postgres",
          user: "postgres",
          application: "somebody",
          state: "idle in transaction",
          ageIs: "exact"
        })
        assert.isTrue(Duration.isGreaterThan(holder!.age, found.age))
        yield* other("commit")
        const after = yield* log
        assert.strictEqual(after.hidden.events, 0)
        assert.strictEqual(after.holder, undefined)
      }))

    it.effect("[23] by a prepared transaction: it has no process, and is named by its gid", () =>
      Effect.gen(function*() {
        const sql = yield* secondServer({ max_prepared_transactions: "2" })
        yield* Effect.gen(function*() {
          yield* sql.unsafe("create table others (n integer)")
          yield* sql.withTransaction(Effect.andThen(
            sql.unsafe("insert into others values (1)"),
            sql.unsafe("prepare transaction 'payment 7'").unprepared
          )).pipe(Effect.ignore)
          yield* append("prepared", 0)
          const { hidden, holder } = yield* log
          assert.strictEqual(hidden.events, 1)
          assert.deepInclude(holder, { pid: undefined, gid: "payment 7", database: "postgres", user: "postgres" })
          assert.strictEqual(holder!.ageIs, "exact")
          yield* sql.unsafe("commit prepared 'payment 7'").unprepared
          assert.strictEqual((yield* log).hidden.events, 0)
        }).pipe(
          Effect.provide(Layer.fresh(PostgresEventStore.layerClient({ migrate: true }))),
          Effect.provideService(PgClient.PgClient, sql)
        )
      }))

    it.effect("as an ordinary role sees it: who it is, and for how long at least", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const role = `watcher_${crypto.randomUUID().replaceAll("-", "")}`
        yield* sql.unsafe(`create role ${role} login`)
        yield* sql.unsafe(`grant usage on schema deciduous to ${role}`)
        yield* sql.unsafe(`grant select on all tables in schema deciduous to ${role}`)
        const other = yield* session({ database: "postgres", applicationName: "somebody" })
        yield* other("begin")
        yield* other("select pg_current_xact_id()::text")
        const [[pid]] = (yield* other("select pg_backend_pid()")) as [[number]]
        yield* append("role", 0)
        const client = PgClient.layer({ ...sql.config, username: role })
        const { hidden, holder } = (yield* Effect.provide(Status.read(), client)).log!
        assert.deepInclude(holder, { pid, database: "postgres", user: "postgres", state: undefined, ageIs: "at least" })
        assert.deepStrictEqual(holder!.age, hidden.age)
        assert.isTrue(Duration.isGreaterThan(hidden.age, Duration.zero))
        yield* other("commit")
        yield* sql.unsafe(`drop owned by ${role}`)
        yield* sql.unsafe(`drop role ${role}`)
      }))

    it.effect("are measured and warned of once, while somebody reads", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const lines: Array<string> = []
        const logger = Logger.make(({ message }) => void lines.push(String(message)))
        const store = PostgresEventStore.layerClient().pipe(
          Layer.provide(Layer.succeed(Watch.Watch, { every: "5 millis", warnAfter: "20 millis" })),
          Layer.provideMerge(Logger.layer([logger])),
          Layer.fresh
        )
        const other = yield* session({ database: "postgres", applicationName: "culprit" })
        const heldBack = Effect.map(Metric.value(Metrics.readersHeldBack), ({ value }) => Number(value))
        const hiddenEvents = Effect.map(Metric.value(Metrics.hiddenEvents), ({ value }) => Number(value))
        const until = (condition: Effect.Effect<boolean>) =>
          Effect.gen(function*() {
            while (!(yield* condition)) yield* Effect.yieldNow
          })
        yield* Effect.scoped(Effect.gen(function*() {
          const { subscribe } = Context.get(yield* Layer.build(store), EventStore.EventStore)
          yield* other("begin")
          yield* other("select pg_current_xact_id()::text")
          yield* append("watched", 0)
          yield* append("watched", 1)
          const reader = yield* Effect.forkChild(Stream.runDrain(subscribe()))
          yield* until(Effect.sync(() => lines.length > 0))
          yield* until(Effect.map(heldBack, (seconds) => seconds > 0.05))
          assert.strictEqual(yield* hiddenEvents, 2)
          assert.lengthOf(lines, 1)
          assert.match(
            lines[0]!,
            /^Readers of all streams have been held back for 0 s by a transaction that is open: process \d+, database postgres, user postgres, application culprit\. See: deciduous status$/
          )
          yield* other("commit")
          yield* until(Effect.map(heldBack, (seconds) => seconds === 0))
          assert.strictEqual(reader.pollUnsafe(), undefined)
        }))
        assert.isAbove((yield* readAll()).length, 2)
        assert.deepStrictEqual(yield* sql`select 1 as one`, [{ one: 1 }])
      }))
  })
})

layer(emptyPostgres(), { excludeTestServices: true, timeout: "60 seconds" })("the positions of a status", (it) => {
  it.effect("are those that events are read with", () =>
    Effect.gen(function*() {
      yield* append("positions", 0)
      const [last] = yield* readAll()
      const { lastVisible } = yield* log
      assert.strictEqual(lastVisible!.position, last!.position)
      assert.isTrue(lastVisible!.position > Position.start)
    }).pipe(Effect.provide(PostgresEventStore.layerClient({ migrate: true }))))
})
