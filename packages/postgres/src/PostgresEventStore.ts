// The event store on PostgreSQL. Read EventStore in @deciduous/runtime first; internal/statements holds the SQL.
import { EventStore, EventStoreError, Limits } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { makeAppend } from "./internal/append.ts"
import { toError } from "./internal/failure.ts"
import { makeRead, makeReadAll } from "./internal/read.ts"
import { type Options as SchemaOptions, schemaOf } from "./internal/schema.ts"
import { type Statements, statements as statementsOf } from "./internal/statements.ts"
import * as Migrations from "./Migrations.ts"
import * as PostgresClient from "./PostgresClient.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends SchemaOptions {
  /** Whether to bring the tables to this release at the start; it needs the right to create them. `false` by default. */
  readonly migrate?: boolean
}

/**
 * @since 0.1.0
 * @category models
 */
export interface ConnectionOptions extends Options, PostgresClient.Options {}

/**
 * An event store on the PostgreSQL at a URL, with connections of its own.
 *
 * Fails with `StoreUnavailable`, with `NotMigrated` unless `migrate` is set, and with `TransactionBehind` where the
 * database was restored into a cluster that counts transactions anew.
 *
 * @example
 * ```ts
 * import { PostgresEventStore } from "@deciduous/postgres"
 *
 * const Store = PostgresEventStore.layer({ url: "postgres://localhost/bank", migrate: true })
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  { migrate, schema, ...client }: ConnectionOptions
): Layer.Layer<EventStore.EventStore, EventStoreError.EventStoreError> =>
  layerClient({ ...(migrate === undefined ? {} : { migrate }), ...(schema === undefined ? {} : { schema }) }).pipe(
    Layer.provide(PostgresClient.layer(client))
  )

/**
 * An event store over the application's own `PgClient`. It fails as {@link layer} does.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<EventStore.EventStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    EventStore.EventStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const limits = yield* Limits.Limits
      const statements = statementsOf(yield* schemaOf(options))
      yield* options.migrate === true ? Migrations.run(options) : Migrations.check(options)
      yield* refuseFutureEvents(sql, statements)
      return EventStore.EventStore.of({
        append: makeAppend(sql, statements, limits),
        read: makeRead(sql, statements),
        readAll: makeReadAll(sql, statements)
      })
    })
  )

/** Readers would see nothing of such a log, and new events would stand before the old ones. */
const refuseFutureEvents = Effect.fnUntraced(function*(sql: PgClient.PgClient, statements: Statements) {
  const [last] = yield* sql.unsafe(statements.eventFromTheFuture).values.pipe(
    Effect.mapError(toError("compare its last event with the cluster's transactions"))
  )
  if (last === undefined) return
  const [streamId, version] = last as [string, number]
  const reason = new EventStoreError.TransactionBehind({ streamId, version })
  return yield* new EventStoreError.EventStoreError({ reason })
})
