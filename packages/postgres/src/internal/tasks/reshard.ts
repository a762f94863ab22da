// Divides a task into other shards, in one transaction that waits for open batches and refuses those that come after it.
import type { Position } from "@deciduous/core"
import { type CheckpointStore, type EventStoreError, Sharding } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { isTransient, toError } from "../failure.ts"
import type { Query } from "../query.ts"
import type { Statements } from "../statements.ts"

const operation = "divide a task"

export const reshard = (
  sql: PgClient.PgClient,
  query: Query,
  statements: Statements,
  name: string,
  count: number
): Effect.Effect<void, EventStoreError.EventStoreError> =>
  Effect.gen(function*() {
    const rows = yield* query<Row>(operation, statements.lockShards, [name])
    if (rows.length === 0 || rows.length === count) return
    const { epoch, handled, inherited, position } = Sharding.divided(
      rows.map(([shard, position, inherited, epoch, handled]) => ({ shard, position, inherited, epoch, handled })),
      count
    )
    const [removeShards, removeLeases, makeShards, freeLeases] = statements.divideTask
    yield* query(operation, removeShards!, [name, count])
    yield* query(operation, removeLeases!, [name, count])
    yield* query(operation, makeShards!, [name, count, position, JSON.stringify(inherited), epoch, handled])
    yield* query(operation, freeLeases!, [name, count])
  }).pipe(
    sql.withTransaction,
    Effect.catchTag("SqlError", (error) => Effect.fail(toError(operation)(error))),
    // workers lock leases before checkpoints, and it is the other way round here
    Effect.retry({ while: isTransient, times: 10 })
  )

type Row = readonly [
  shard: number,
  position: Position.Position,
  inherited: ReadonlyArray<CheckpointStore.Inherited>,
  epoch: number,
  handled: number
]
