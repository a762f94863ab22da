// What is asked of a database before a store is opened on it.
import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Migrations from "../Migrations.ts"
import * as Ordering from "../Ordering.ts"
import { toError } from "./failure.ts"
import type { Options as SchemaOptions } from "./schema.ts"
import type { Statements } from "./statements.ts"

export interface Options extends SchemaOptions {
  /** Whether to bring the tables to this release at the start; it needs the right to create them. `false` by default. */
  readonly migrate?: boolean
  /**
   * How the database must be ordered, by default as it is. Where `migrate` is set, a log without events is given this
   * ordering; others are changed by `deciduous migrate --ordering`.
   */
  readonly ordering?: Ordering.Ordering
}

/** Fails with `NotMigrated`, `OrderingMismatch` or `TransactionBehind`. */
export const open = Effect.fnUntraced(
  function*({ migrate = false, ordering, ...options }: Options, statements: Statements) {
    yield* migrate ? Migrations.run(options) : Migrations.check(options)
    yield* refuseHalves(statements)
    if (ordering !== undefined) yield* Ordering.ensure(ordering, { ...options, mayChange: migrate })
    yield* refuseFutureEvents(statements)
  }
)

/** After a restore of the rows alone writers would go by one order and readers by another, and miss events. */
const refuseHalves = Effect.fnUntraced(function*(statements: Statements) {
  const sql = yield* PgClient.PgClient
  const [row] = yield* sql.unsafe(statements.ordering).values.pipe(Effect.mapError(toError("read its ordering")))
  // without its row readers would wait for ever, and nothing says which order it was
  const [ordering, isWhole] = (row ?? ["compound", false]) as [Ordering.Ordering, boolean]
  if (isWhole) return
  const problem =
    "its table settings and its function current_transaction() are not of one database: only a part of it "
    + `was restored. Make them one: deciduous migrate --ordering ${ordering}`
  return yield* new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreFailure({ operation: "open", problem, cause: problem })
  })
})

/** Readers would see nothing of such a log, and new events would stand before the old ones. */
const refuseFutureEvents = Effect.fnUntraced(function*(statements: Statements) {
  const sql = yield* PgClient.PgClient
  const [last] = yield* sql.unsafe(statements.eventFromTheFuture).values.pipe(
    Effect.mapError(toError("compare its last event with the cluster's transactions"))
  )
  if (last === undefined) return
  const [streamId, version] = last as [string, number]
  const reason = new EventStoreError.TransactionBehind({ streamId, version })
  return yield* new EventStoreError.EventStoreError({ reason })
})
