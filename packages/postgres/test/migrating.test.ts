// [103] From every earlier release, with the events that it wrote, and by many programs that start at the same time.
import { Migrations, Ordering, PostgresEventStore } from "@deciduous/postgres"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Layer } from "effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { anotherStore } from "./support/clients.ts"
import { append, event, readAll, stream, where } from "./support/events.ts"
import { emptyPglite, emptyPostgres } from "./support/Pg.ts"

const folder = path.resolve(import.meta.dirname, "../sql/migrations")
const files = fs.readdirSync(folder).sort()
const names = files.map((file) => path.basename(file, ".sql"))

/** A database as the release left it that had the first `count` migrations. */
const migratedBy = (count: number, schema: string) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    yield* sql`create schema ${sql(schema)}`
    yield* sql.withTransaction(Effect.gen(function*() {
      yield* sql`select set_config('search_path', ${schema}, true)`
      for (const file of files.slice(0, count)) {
        const statements = fs.readFileSync(path.join(folder, file), "utf8").split(/^--- next statement$/m)
        yield* Effect.forEach(statements, (statement) => sql.unsafe(statement).unprepared)
        yield* sql`insert into migrations (id, name) values (${Number.parseInt(file)}, ${path.basename(file, ".sql")})`
      }
    }))
  })

/** What every release wrote: the columns that the first one has. */
const writeEvents = (schema: string) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    for (const version of [1, 2, 3]) {
      yield* sql`insert into ${sql(schema)}.events
        (category, stream_id, version, id, type, schema_version, data, metadata)
        values ('test', 'test-old', ${version}, ${event().id}, 'Happened', 1, '{"n":1}', '{}')`
    }
  })

for (const [name, empty] of [["PostgreSQL", emptyPostgres()], ["PGlite", emptyPglite]] as const) {
  layer(empty, { excludeTestServices: true, timeout: "60 seconds" })(`a database on ${name}`, (it) => {
    for (const count of Array.range(0, files.length)) {
      it.effect(`[103] with ${count === 0 ? "no migrations" : names[count - 1]} is brought to this release, its events with it`, () =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          const schema = `from_${count}`
          yield* migratedBy(count, schema)
          const hasEvents = count >= 2
          if (hasEvents) yield* writeEvents(schema)
          const stored = sql`select to_jsonb(events)::text as row from ${sql(schema)}.events order by sequence`
          const before = hasEvents ? yield* stored : []
          assert.deepStrictEqual((yield* Migrations.status({ schema })).pending, names.slice(count))
          yield* Effect.gen(function*() {
            assert.deepStrictEqual(yield* stored, before)
            assert.strictEqual(yield* Ordering.read({ schema }), "compound")
            yield* append("old", hasEvents ? 3 : 0)
            assert.deepStrictEqual(
              (yield* readAll()).map(where),
              hasEvents ? ["test-old@1", "test-old@2", "test-old@3", "test-old@4"] : ["test-old@1"]
            )
          }).pipe(Effect.provide(Layer.fresh(PostgresEventStore.layerClient({ schema, migrate: true }))))
          assert.deepStrictEqual((yield* Migrations.status({ schema })).applied, names)
        }))
    }
  })
}

layer(emptyPostgres(), { excludeTestServices: true, timeout: "60 seconds" })(
  "programs that start at the same time",
  (it) => {
    for (const ordering of [undefined, "compound", "strict"] as const) {
      it.effect(`[103] bring a database to this release once, ordered ${ordering ?? "as it is"}, and all of them work`, () =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          const schema = `together_${ordering}`
          yield* migratedBy(2, schema)
          const options = { schema, migrate: true, ...(ordering === undefined ? {} : { ordering }) }
          const boot = Effect.flatMap(
            anotherStore(options),
            (store) => store.append(stream("boots"), [event()], { expectedVersion: "any" })
          )
          // who comes later may find events already, in the ordering that it asks for
          yield* Effect.forEach(Array.range(1, 8), () => boot, { concurrency: "unbounded" })
          const applied = yield* sql`select name from ${sql(schema)}.migrations order by id`
          assert.deepStrictEqual(applied.map((row) => row.name), names)
          assert.strictEqual(yield* Ordering.read({ schema }), ordering ?? "compound")
          const events = yield* sql`select version from ${sql(schema)}.events order by transaction, sequence`
          assert.deepStrictEqual(events.map(({ version }) => version), Array.range(1, 8))
        }))
    }
  }
)
