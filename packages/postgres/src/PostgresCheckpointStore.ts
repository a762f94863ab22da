// Checkpoints, leases and batches on PostgreSQL. Read CheckpointStore in @deciduous/runtime first; the SQL is in
// internal/statements/tasks.ts.
import { Position } from "@deciduous/core"
import { CheckpointStore, type EventStoreError, Sharding } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { makeQuery } from "./internal/query.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"
import { makeBatch } from "./internal/tasks/batch.ts"
import { reshard } from "./internal/tasks/reshard.ts"
import { makeTransact } from "./internal/transaction/transactions.ts"

/**
 * Checkpoints over the application's own `PgClient`, which must be the one of the event store and of the read models, so
 * that a batch's writes are one transaction. The tables are those that the event store's migrations make.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<CheckpointStore.CheckpointStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    CheckpointStore.CheckpointStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const statements = statementsOf(yield* schemaOf(options))
      const query = makeQuery(sql)
      const standings = (names: ReadonlyArray<string> | null, lease: Duration.Duration) =>
        Effect.map(
          query<StandingRow>("read checkpoints", statements.standings, [names, Duration.toMillis(lease)]),
          (rows) => rows.map(toStanding)
        )
      const transact = yield* makeTransact(sql, statements)
      const batch = makeBatch(sql, transact, query, statements)

      return CheckpointStore.CheckpointStore.of({
        register: (tasks) =>
          Effect.asVoid(query("register tasks", statements.registerTasks, [
            tasks.map(({ name }) => name),
            tasks.map(({ shards }) => shards),
            tasks.map(({ from = Position.start }) => from)
          ])),

        beat: Effect.fnUntraced(function*(worker, names, lease) {
          const [row] = yield* query<[number]>("renew leases", statements.signOfLife, [
            worker,
            names,
            Duration.toMillis(lease)
          ])
          return { workers: row![0], shards: yield* standings(names, lease) }
        }),

        take: (worker, { name, shard }, duration) =>
          Effect.map(
            query<[number]>("take a lease", statements.takeLease, [worker, name, shard, Duration.toMillis(duration)]),
            ([row]) => row === undefined ? undefined : { name, shard, worker, duration, epoch: row[0] }
          ),

        release: ({ name, shard, worker }) =>
          Effect.asVoid(query("give back a lease", statements.releaseLease, [worker, name, shard])),

        leave: (worker) => Effect.asVoid(query("leave", statements.removeWorker, [worker])),

        checkpoint: batch.checkpoint,

        batch: batch.run,

        stop: batch.stop,

        halt: (name, why) => Effect.asVoid(query("stop a task", statements.haltTask, [name, why])),

        resume: (name) => Effect.asVoid(query("resume a task", statements.resumeTask, [name])),

        seize: (shard) =>
          Effect.map(
            query<[number]>("take a shard", statements.seizeShard, [shard.name, shard.shard]),
            ([row]) => row && { ...shard, worker: "seized", epoch: row[0], duration: Sharding.seizedFor }
          ),

        reset: (name, position) => Effect.asVoid(query("reset a task", statements.resetTask, [name, position])),

        reshard: (name, shards) => reshard(sql, query, statements, name, shards),

        remove: (name) =>
          Effect.forEach(statements.removeTask, (statement) => query("remove a task", statement, [name]), {
            discard: true
          }),

        standings: (names) => standings(names ?? null, Duration.zero)
      })
    })
  )

type StandingRow = readonly [
  name: string,
  shard: number,
  position: Position.Position,
  shards: number,
  inherited: ReadonlyArray<CheckpointStore.Inherited>,
  handled: number,
  epoch: number,
  worker: string | null,
  isHeld: boolean,
  isOverdue: boolean,
  stopped: string | null,
  worked: number
]

const toStanding = (
  [name, shard, position, shards, inherited, handled, epoch, worker, isHeld, isOverdue, stopped, worked]: StandingRow
): CheckpointStore.Standing => ({
  name,
  shard,
  position,
  shards,
  inherited,
  handled,
  epoch,
  worker: worker ?? undefined,
  isHeld,
  isOverdue,
  stopped: stopped ?? undefined,
  worked
})
