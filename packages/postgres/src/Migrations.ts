// The store's tables: which migrations a database has had, and giving it those that it lacks. For `deciduous migrate`.
import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { toError } from "./internal/failure.ts"
import { type MigrationFile, migrationFiles } from "./internal/migrationFiles.ts"
import { type Options, schemaOf } from "./internal/schema.ts"

/**
 * Where a database stands. Names are those of the files in `sql/migrations`, such as `0002_events`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Status {
  readonly applied: ReadonlyArray<string>
  /** What this release has and the database lacks. */
  readonly pending: ReadonlyArray<string>
  /** What the database has had and this release does not know: a later release was here. */
  readonly unknown: ReadonlyArray<string>
}

/**
 * Which migrations a database has had. It writes nothing.
 *
 * @since 0.1.0
 * @category migrating
 */
export const status: (
  options?: Options
) => Effect.Effect<Status, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(options = {}) {
    const sql = yield* PgClient.PgClient
    const schema = yield* schemaOf(options)
    const files = yield* migrationFiles
    return yield* statusOf(sql, schema, files).pipe(Effect.mapError(toError("read which migrations it has had")))
  }
)

/**
 * Gives a database the migrations that it lacks, all or none, and says which these were. Whoever comes at the same time
 * waits and finds nothing to do. Fails with `NotMigrated` where a later release was before.
 *
 * @since 0.1.0
 * @category migrating
 */
export const run: (
  options?: Options
) => Effect.Effect<ReadonlyArray<string>, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(options = {}) {
    const sql = yield* PgClient.PgClient
    const schema = yield* schemaOf(options)
    const files = yield* migrationFiles
    const migrate = Effect.gen(function*() {
      // of the transaction, not of the session: on PGlite all connections are one session
      yield* sql`select pg_advisory_xact_lock(hashtextextended(${`deciduous migrations of ${schema}`}, 0))::text`
      const { pending, unknown } = yield* statusOf(sql, schema, files)
      if (unknown.length > 0) return yield* later(unknown)
      if (pending.length > 0) yield* createSchema(sql, schema)
      for (const file of files) {
        if (pending.includes(file.name)) yield* apply(sql, file)
      }
      return pending
    })
    return yield* sql.withTransaction(migrate).pipe(
      Effect.catchTag("SqlError", (error) => Effect.fail(toError("migrate the database")(error)))
    )
  }
)

/**
 * Fails with `NotMigrated` unless a database has had exactly this release's migrations.
 *
 * @since 0.1.0
 * @category migrating
 */
export const check: (
  options?: Options
) => Effect.Effect<void, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(function*(options) {
  const { pending, unknown } = yield* status(options)
  if (unknown.length > 0) return yield* later(unknown)
  if (pending.length > 0) {
    return yield* notMigrated(`it lacks the migrations ${pending.join(", ")}. Run: deciduous migrate`)
  }
})

const statusOf = Effect.fnUntraced(
  function*(sql: PgClient.PgClient, schema: string, files: ReadonlyArray<MigrationFile>) {
    const table = `${schema}.migrations`
    const [exists] = yield* sql.unsafe("select to_regclass($1) is not null", [table]).values
    const rows = exists![0] === true ? yield* sql.unsafe(`select name from ${table} order by id`).values : []
    const applied = rows.map(([name]) => name as string)
    const known = files.map(({ name }) => name)
    return {
      applied,
      pending: known.filter((name) => !applied.includes(name)),
      unknown: applied.filter((name) => !known.includes(name))
    } satisfies Status
  }
)

/** Only where there is none, as `if not exists` asks for the right to create it even then. */
const createSchema = Effect.fnUntraced(function*(sql: PgClient.PgClient, schema: string) {
  const [row] = yield* sql.unsafe("select to_regnamespace($1) is not null", [schema]).values
  if (row![0] === false) yield* sql.unsafe(`create schema ${schema}`)
  // until the transaction ends: the files name their objects without a schema
  yield* sql.unsafe("select set_config('search_path', $1, true)", [schema])
})

const apply = Effect.fnUntraced(function*(sql: PgClient.PgClient, file: MigrationFile) {
  yield* Effect.forEach(file.statements, (statement) => sql.unsafe(statement).unprepared, { discard: true })
  yield* sql.unsafe("insert into migrations (id, name) values ($1, $2)", [file.id, file.name])
})

const later = (unknown: ReadonlyArray<string>) =>
  notMigrated(`a later release of deciduous has migrated it (${unknown.join(", ")}). Use that release.`)

const notMigrated = (problem: string) =>
  Effect.fail(new EventStoreError.EventStoreError({ reason: new EventStoreError.NotMigrated({ problem }) }))
