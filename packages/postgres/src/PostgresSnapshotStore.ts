// Snapshots beside the events that they are folded from. PostgresEventStore brings it, and its tables.
import { Position } from "@deciduous/core"
import { type EventStoreError, SnapshotStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { toError } from "./internal/failure.ts"
import { later } from "./internal/later.ts"
import { makeQuery } from "./internal/query.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { maxVersion, statements as statementsOf } from "./internal/statements.ts"

/**
 * Snapshots in the store's own tables, over the application's `PgClient`. It asks nothing of the database when it is built.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<SnapshotStore.SnapshotStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    SnapshotStore.SnapshotStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const statements = statementsOf(yield* schemaOf(options))
      const query = makeQuery(sql)
      return yield* SnapshotStore.make({
        load: (streamId, fingerprint, bounds) =>
          Effect.map(
            query<Row>("load a snapshot", statements.loadSnapshot, [streamId, ...parameters(bounds), fingerprint]),
            ([row]) => row && toSnapshot(streamId, fingerprint, row)
          ),
        save: ({ fingerprint, position, state, streamId, version }, { keep }) => {
          const { sequence, transaction } = Position.parts(position)
          const json = JSON.stringify(state)
          const row = [streamId, fingerprint, version, transaction, sequence, json]
          return sql.unsafe(statements.saveSnapshot, [...row, keep, SnapshotStore.rolloutDays]).pipe(
            Effect.mapError(toError("save a snapshot")),
            Effect.asVoid
          )
        },
        remove: (streamId, bounds) =>
          Effect.map(
            query("remove snapshots", statements.removeSnapshots, [streamId, ...parameters(bounds)]),
            (rows) => rows.length
          )
      })
    })
  )

type Row = readonly [version: number, transaction: bigint, sequence: bigint, state: unknown, takenAt: Date]

const parameters = ({ asOf, from = 0, to = maxVersion }: SnapshotStore.Bounds = {}) => [
  Math.min(from, maxVersion),
  Math.min(to, maxVersion),
  asOf === undefined ? null : later(asOf)
]

const toSnapshot = (
  streamId: string,
  fingerprint: string,
  [version, transaction, sequence, state, takenAt]: Row
): SnapshotStore.StoredSnapshot => ({
  streamId,
  fingerprint,
  version,
  position: Position.make(transaction, sequence),
  state,
  takenAt: DateTime.fromDateUnsafe(takenAt)
})
