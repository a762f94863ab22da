// The event store on PostgreSQL. Read EventStore in @deciduous/runtime first; internal/statements holds the SQL.
import {
  type CheckpointStore,
  EventStore,
  type EventStoreError,
  type Inbox,
  Limits,
  type Outbox,
  type OutboxStore,
  type ProcessStore,
  Projections,
  type ProjectionStore,
  type ReadModelStore,
  SnapshotStore
} from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { makeAppends } from "./internal/append.ts"
import type { AfterAppend } from "./internal/append/sendHooked.ts"
import { open, type Options as OpeningOptions } from "./internal/opening.ts"
import { makeRead } from "./internal/read.ts"
import { makeReadAll } from "./internal/readAll.ts"
import { makeReadTails } from "./internal/readTails.ts"
import { schemaOf } from "./internal/schema.ts"
import type { SqlClient } from "./internal/sql.ts"
import { statements as statementsOf } from "./internal/statements.ts"
import { makeSubscriptions } from "./internal/subscribe/source.ts"
import { makeWatched } from "./internal/watch/watched.ts"
import * as PostgresCheckpointStore from "./PostgresCheckpointStore.ts"
import * as PostgresClient from "./PostgresClient.ts"
import * as PostgresInbox from "./PostgresInbox.ts"
import * as PostgresOutbox from "./PostgresOutbox.ts"
import * as PostgresProcessStore from "./PostgresProcessStore.ts"
import * as PostgresProjectionStore from "./PostgresProjectionStore.ts"
import * as PostgresReadModelStore from "./PostgresReadModelStore.ts"
import * as PostgresSnapshotStore from "./PostgresSnapshotStore.ts"

export type { AfterAppend } from "./internal/append/sendHooked.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends OpeningOptions {
  /**
   * Writes what belongs to new events, in the transaction in which they are written: it is given all of this
   * transaction's, of one append or of several streams', and its statements on the client that it is given join it. It
   * is not called for a repeated append.
   *
   * If it fails nothing is written, and the append fails with `AfterAppendFailed`; it is then called again for each of
   * the appends alone, so that only the one at fault fails. It must not append, nor use another connection.
   *
   * @example
   * ```ts
   * import { PostgresEventStore } from "@deciduous/postgres"
   * import { PgClient } from "@effect/sql-pg"
   * import { Effect } from "effect"
   *
   * const Store = PostgresEventStore.layer({
   *   url: "postgres://localhost/bank",
   *   afterAppend: (events) =>
   *     Effect.flatMap(PgClient.PgClient, (sql) => sql`update counted set events = events + ${events.length}`)
   * })
   * ```
   */
  readonly afterAppend?: AfterAppend
  /**
   * What leaves for other systems: the messages of new events that are published are written with them, and sent by the
   * relay of `Outbox`. Every program that appends is given the same.
   */
  readonly outboxes?: ReadonlyArray<Outbox.Outbox>
  /**
   * Projections that are written with each append, in its transaction. Every program that appends is given the same;
   * one that
   * lacks a projection which the database knows as such may read only.
   */
  readonly inline?: Projections.Inline<InlineServices>
}

/**
 * What a projection that is written with each append may use.
 *
 * @since 0.1.0
 * @category models
 */
export type InlineServices = ReadModelStore.ReadModelStore | PgClient.PgClient | SqlClient

/**
 * @since 0.1.0
 * @category models
 */
export interface ConnectionOptions extends Options, PostgresClient.Options {}

/**
 * What a layer of this store brings: beside the events it keeps snapshots, what projections and processes
 * need, and messages to other systems and from them.
 *
 * @since 0.1.0
 * @category models
 */
export type Services =
  | EventStore.EventStore
  | SnapshotStore.SnapshotStore
  | CheckpointStore.CheckpointStore
  | ProjectionStore.ProjectionStore
  | ReadModelStore.ReadModelStore
  | ProcessStore.ProcessStore
  | OutboxStore.OutboxStore
  | Inbox.Inbox

/**
 * An event store on the PostgreSQL at a URL, with connections of its own.
 *
 * Fails with `StoreUnavailable`, with `NotMigrated` unless `migrate` is set, with `OrderingMismatch` where the database
 * has another `ordering` than was asked for, and with `TransactionBehind` where it was restored into a cluster that counts
 * transactions anew.
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
  { afterAppend, inline, migrate, ordering, outboxes, schema, ...client }: ConnectionOptions
): Layer.Layer<Services, EventStoreError.EventStoreError> =>
  layerClient({
    ...(afterAppend === undefined ? {} : { afterAppend }),
    ...(inline === undefined ? {} : { inline }),
    ...(migrate === undefined ? {} : { migrate }),
    ...(ordering === undefined ? {} : { ordering }),
    ...(outboxes === undefined ? {} : { outboxes }),
    ...(schema === undefined ? {} : { schema })
  }).pipe(Layer.provide(PostgresClient.layer(client)))

/**
 * An event store over the application's own `PgClient`. It fails as {@link layer} does.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<Services, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.mergeAll(
    Layer.provideMerge(events(withOutboxes(options)), PostgresSnapshotStore.layerClient(options)),
    PostgresCheckpointStore.layerClient(options),
    PostgresProjectionStore.layerClient(options),
    PostgresReadModelStore.layerClient(options),
    PostgresProcessStore.layerClient(options),
    PostgresOutbox.layerClient(options),
    PostgresInbox.layerClient(options)
  )

const withOutboxes = ({ outboxes, ...options }: Options): Options => {
  if (outboxes === undefined) return options
  const { afterAppend } = options
  const write = PostgresOutbox.afterAppend(outboxes, options)
  return {
    ...options,
    afterAppend: (events) => Effect.andThen(write(events), afterAppend?.(events) ?? Effect.void)
  }
}

const events = (
  options: Options
): Layer.Layer<
  EventStore.EventStore,
  EventStoreError.EventStoreError,
  PgClient.PgClient | SnapshotStore.SnapshotStore
> =>
  Layer.effect(
    EventStore.EventStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const limits = yield* Limits.Limits
      const schema = yield* schemaOf(options)
      const statements = statementsOf(schema)
      yield* open(options, statements)
      const { onAppended, subscribe, subscribePages } = yield* makeSubscriptions(sql, statements, schema)
      const readAll = makeReadAll(sql, statements)
      const watched = yield* makeWatched(sql, statements)
      return EventStore.EventStore.of({
        ...(yield* makeAppends({ sql, statements, limits, onAppended, hook: yield* makeHook(options) })),
        read: makeRead(sql, statements),
        readTails: makeReadTails(sql, statements),
        readAll: (range) => watched(readAll(range)),
        subscribe: (options) => watched(subscribe(options)),
        subscribePages: (options) => watched(subscribePages(options)),
        snapshots: yield* SnapshotStore.SnapshotStore
      })
    })
  )

/** The projections first, then what the application has. Other programs' projections are asked for in any case. */
const makeHook = Effect.fnUntraced(function*(options: Options) {
  const { afterAppend, inline = [] } = options
  const stores = yield* Layer.build(Layer.mergeAll(
    PostgresCheckpointStore.layerClient(options),
    PostgresProjectionStore.layerClient(options),
    PostgresReadModelStore.layerClient(options)
  ))
  yield* Effect.provideContext(Projections.openInline(inline), stores)
  const problem = yield* Effect.provideContext(Projections.problemOfAppends(inline), stores)
  if (problem !== undefined) return Effect.fail(problem)
  if (inline.length === 0) return afterAppend && Effect.succeed(afterAppend)
  return Effect.map(
    Effect.provideContext(Projections.inlineVersions(inline), stores),
    (versions): AfterAppend => (events) =>
      Effect.andThen(
        Effect.provideContext(Projections.applyInline(inline, versions, events), stores),
        afterAppend?.(events) ?? Effect.void
      )
  )
})
