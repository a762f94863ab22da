import { Migrations, PostgresEventStore } from "@deciduous/postgres"
import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Layer } from "effect"
import * as fileSystem from "node:fs"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import { catalogOf } from "./support/catalog.ts"
import { append, readAll } from "./support/events.ts"
import { emptyPglite, emptyPostgres, freshPglite, freshPostgres } from "./support/Pg.ts"

const folder = path.resolve(import.meta.dirname, "../sql/schema")

/** This release's migrations. */
const migrations = fileSystem.readdirSync(path.resolve(import.meta.dirname, "../sql/migrations")).sort()
  .map((name) => name.replace(".sql", ""))

/** Every object of sql/schema, each after those that it needs. */
const createFromSchemaFiles = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  const names = yield* Effect.promise(() => fs.readdir(folder, { recursive: true }))
  let left = yield* Effect.promise(() =>
    Promise.all(
      names.filter((name) => name.endsWith(".sql")).map((name) => fs.readFile(path.join(folder, name), "utf8"))
    )
  )
  while (left.length > 0) {
    const [, refused] = yield* Effect.partition(
      left,
      (text) =>
        sql.withTransaction(Effect.andThen(sql`set local search_path = by_hand`, sql.unsafe(text))).pipe(
          Effect.mapError((error) => ({ text, error }))
        )
    )
    if (refused.length === left.length) return yield* Effect.die(refused[0]!.error)
    left = refused.map(({ text }) => text)
  }
})

const reasonOf = (error: EventStoreError.EventStoreError) => error.reason

for (
  const [name, empty, fresh] of [
    ["PostgreSQL", emptyPostgres(), freshPostgres],
    ["PGlite", emptyPglite, freshPglite]
  ] as const
) {
  layer(empty, { excludeTestServices: true, timeout: "60 seconds" })(`migrations of an empty ${name}`, (it) => {
    it.effect("make what the files of sql/schema make", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Migrations.run({ schema: "migrated" })
        yield* sql`create schema by_hand`
        yield* createFromSchemaFiles
        const migrated = yield* catalogOf("migrated")
        assert.isAbove(migrated.length, 30)
        assert.deepStrictEqual(migrated, yield* catalogOf("by_hand"))
      }))

    it.effect("by ten at the same time are applied once", () =>
      Effect.gen(function*() {
        const applied = yield* Effect.forEach(Array.range(1, 10), () => Migrations.run({ schema: "boots" }), {
          concurrency: "unbounded"
        })
        assert.deepStrictEqual(applied.filter((names) => names.length > 0), [migrations])
        yield* Migrations.check({ schema: "boots" })
      }))

    it.effect("are all applied or none, and leave the settings of the session alone", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const path = yield* sql`show search_path`
        yield* sql`create schema half`
        yield* sql`create table half.events (in_the_way boolean)`
        const error = yield* Effect.flip(Migrations.run({ schema: "half" }))
        assert.include(
          error.message,
          `failed to migrate the database: relation "events" already exists (SQLSTATE 42P07)`
        )
        const { applied } = yield* Migrations.status({ schema: "half" })
        assert.deepStrictEqual(applied, [])
        assert.deepStrictEqual(yield* sql`show search_path`, path)
      }))

    it.effect("that lack are named, with what to do", () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(Migrations.check({ schema: "nowhere" }))
        assert.strictEqual(reasonOf(error)._tag, "NotMigrated")
        assert.strictEqual(
          error.message,
          `The database is not ready: it lacks the migrations ${migrations.join(", ")}. Run: deciduous migrate`
        )
      }))

    it.effect("of a later release are refused, by run and by check", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Migrations.run({ schema: "later" })
        yield* sql`insert into later.migrations (id, name) values (9999, '9999_from_the_future')`
        for (const use of [Migrations.run, Migrations.check]) {
          const error = yield* Effect.flip(Effect.asVoid(use({ schema: "later" })))
          assert.strictEqual(reasonOf(error)._tag, "NotMigrated")
          assert.include(error.message, "a later release of deciduous has migrated it (9999_from_the_future)")
        }
      }))

    it.effect("[94] take any name for their schema", () =>
      Effect.gen(function*() {
        for (
          const schema of ["o\"; drop schema public; --", "Two Words", "$1", "select", "é".repeat(31), "a.b\\c'd\n"]
        ) {
          const store = Layer.fresh(PostgresEventStore.layerClient({ schema, migrate: true }))
          yield* Effect.gen(function*() {
            yield* append("named", 0)
            assert.lengthOf(yield* readAll(), 1)
          }).pipe(Effect.provide(store))
          yield* Migrations.check({ schema })
        }
      }))

    it.effect("refuse a name that PostgreSQL would cut or cannot hold", () =>
      Effect.gen(function*() {
        for (const schema of ["", "a".repeat(64), "a\0b", "\ud800"]) {
          const error = yield* Effect.flip(Migrations.run({ schema }))
          assert.match(error.message, /^The event store failed to open: the name of its schema /)
        }
      }))
  })

  layer(fresh, { excludeTestServices: true, timeout: "60 seconds" })(`the events table on ${name}`, (it) => {
    it.effect("only grows: update, delete and truncate are refused, with rows and without", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* append("grows", 0)
        for (
          const change of [
            "update deciduous.events set type = 'Other'",
            "delete from deciduous.events",
            "delete from deciduous.events where false",
            "truncate deciduous.events"
          ]
        ) {
          const error = yield* Effect.flip(sql.unsafe(change))
          assert.match(String((error.reason.cause as Error).message), /^events are only ever added/, change)
          const replica = yield* Effect.flip(sql.withTransaction(
            Effect.andThen(sql`set local session_replication_role = replica`, sql.unsafe(change))
          ))
          assert.match(String((replica.reason.cause as Error).message), /^events are only ever added/, change)
        }
      }))
  })
}
