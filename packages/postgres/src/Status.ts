// How a log and its readers stand, and who holds them back. For `deciduous status`.
import { Position } from "@deciduous/core"
import type { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { toError } from "./internal/failure.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"
import { type Hidden, type Holder, readHidden, readHolder } from "./internal/watch/look.ts"
import * as Migrations from "./Migrations.ts"
import type { Ordering } from "./Ordering.ts"

export type { Hidden, Holder } from "./internal/watch/look.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Status {
  readonly migrations: Migrations.Status
  /** `undefined` where the tables are not those of this release. */
  readonly log: Log | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Log {
  readonly ordering: Ordering
  /** The last event that readers of all streams may see; `undefined` without events. */
  readonly lastVisible: Place | undefined
  readonly lastWritten: Place | undefined
  readonly hidden: Hidden
  /** Whose open transaction is the oldest in the cluster, where the ordering waits for such and one is open. */
  readonly holder: Holder | undefined
  /** Whether the cluster counts its transactions from below the log's: it has to be adopted. */
  readonly isBehind: boolean
}

/**
 * Where an event stands.
 *
 * @since 0.1.0
 * @category models
 */
export interface Place {
  readonly position: Position.Position
  readonly recordedAt: DateTime.Utc
}

/**
 * Looks at a database. It writes nothing, and costs a few milliseconds at any size of the log.
 *
 * @since 0.1.0
 * @category reading
 */
export const read: (
  options?: Options
) => Effect.Effect<Status, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(options = {}) {
    const migrations = yield* Migrations.status(options)
    const isOther = migrations.pending.length > 0 || migrations.unknown.length > 0
    return { migrations, log: isOther ? undefined : yield* readLog(options) }
  }
)

const readLog = Effect.fnUntraced(function*(options: Options) {
  const sql = yield* PgClient.PgClient
  const statements = statementsOf(yield* schemaOf(options))
  const rows = (statement: string) => sql.unsafe(statement).values.pipe(Effect.mapError(toError("read its status")))
  const [ordering] = yield* rows(statements.ordering)
  const [visible] = yield* rows(statements.lastVisible)
  const [written] = yield* rows(statements.lastWritten)
  const [fromTheFuture] = yield* rows(statements.eventFromTheFuture)
  const hidden = yield* readHidden(sql, statements)
  const isStrict = ordering![0] === "strict"
  return {
    ordering: ordering![0] as Ordering,
    lastVisible: placeOf(visible),
    lastWritten: placeOf(written),
    hidden: { events: hidden.events, age: hidden.age },
    holder: isStrict ? undefined : yield* readHolder(sql, statements, hidden.age),
    isBehind: fromTheFuture !== undefined
  } satisfies Log
})

const placeOf = (row: ReadonlyArray<unknown> | undefined): Place | undefined => {
  if (row === undefined) return undefined
  const [transaction, sequence, recordedAt] = row as [bigint, bigint, Date]
  return { position: Position.make(transaction, sequence), recordedAt: DateTime.fromDateUnsafe(recordedAt) }
}
