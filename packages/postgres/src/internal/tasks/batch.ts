// The fenced batch: lock the checkpoint, see that the lease is still one's own, write, move the checkpoint, commit.
import type { Position } from "@deciduous/core"
import { CheckpointStore, EventStoreError, Sharding } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { isTransient, toError, told } from "../failure.ts"
import { orUnavailable } from "../patience.ts"
import type { Query } from "../query.ts"
import { SqlClient, SqlError } from "../sql.ts"
import type { Statements } from "../statements.ts"
import { type Answers, begin, writesOfDocuments } from "../transaction/pipelined.ts"
import type { Transact } from "../transaction/transactions.ts"

type Store = CheckpointStore.CheckpointStore["Service"]
type Failure = CheckpointStore.Fenced | EventStoreError.EventStoreError
type Row = readonly [
  position: Position.Position,
  shards: number,
  inherited: ReadonlyArray<CheckpointStore.Inherited>,
  handled: number
]

export const makeBatch = (sql: PgClient.PgClient, transact: Transact, query: Query, statements: Statements) => {
  const unasked = new Set([begin, statements.moveCheckpoint, ...writesOfDocuments(statements)])
  const clients = Context.make(PgClient.PgClient, sql).pipe(Context.add(SqlClient, sql))

  const read = Effect.fnUntraced(function*(
    lease: CheckpointStore.Lease,
    statement: string,
    more: ReadonlyArray<unknown>
  ): Effect.fn.Return<CheckpointStore.Checkpoint, Failure> {
    const [row] = yield* query<Row>("read a checkpoint", statement, [lease.name, lease.shard, lease.epoch, ...more])
    if (row === undefined) return yield* fenced(lease, "lease")
    const [position, shards, inherited, handled] = row
    return { position, shards, inherited, handled }
  })

  const transaction = Effect.fnUntraced(function*<A, E, R>(
    lease: CheckpointStore.Lease,
    { events = 0, from, to }: CheckpointStore.Step,
    write: Effect.Effect<A, E, R>,
    answers: Answers
  ): Effect.fn.Return<A, E | Failure | SqlError, R> {
    const { inherited, position } = yield* read(lease, statements.lockCheckpoint, [idleLimit(lease)])
    if (position !== from) return yield* fenced(lease, "checkpoint")
    const written = yield* write
    yield* answers.complete.pipe(
      Effect.timeoutOrElse({ duration: Duration.divideUnsafe(lease.duration, 3), orElse: () => Effect.fail(stuck) })
    )
    if (to !== from) {
      // what was inherited is forgotten once all of it has been passed
      const rest = inherited.filter(({ positions }) => positions.some((one) => one > to))
      yield* query("move a checkpoint", statements.moveCheckpoint, [
        lease.name,
        lease.shard,
        to,
        JSON.stringify(rest),
        events
      ])
    }
    return written
  })

  const run: Store["batch"] = <A, E, R>(
    lease: CheckpointStore.Lease,
    step: CheckpointStore.Step,
    write: Effect.Effect<A, E, R>
  ) =>
    step.to < step.from ? Sharding.goesBack(lease) : Effect.suspend(() => {
      // what failed first is kept: rolling back on a connection that is lost fails too, and says less
      let failed: Cause.Cause<E | Failure | SqlError> | undefined
      const work = (answers: Answers) =>
        Effect.tapCause(
          transaction(lease, step, Effect.provideContext(write, clients), answers),
          (cause) => Effect.sync(() => failed = cause)
        )
      // of an event alone every statement is waited for, so that its handler hears of what failed
      const options = { unasked, learns: (step.events ?? 0) > 1 }
      return Effect.catchCause(transact(options, work), (cause): Effect.Effect<never, E | Failure> => {
        const first = failed ?? cause
        const error = Cause.squash(first)
        if (isTransient(error)) return Effect.fail(unavailable(error as SqlError | EventStoreError.EventStoreError))
        if (!(error instanceof SqlError)) return Effect.failCause(first as Cause.Cause<E | Failure>)
        const ours = toError("write a batch")(error)
        // the beginning and the end of the transaction are ours; what was not waited for in between is the handler's
        return failed === undefined || ours.reason._tag === "StoreUnavailable"
          ? Effect.fail(ours)
          : Effect.failCause(failed as Cause.Cause<E>)
      })
    }).pipe((batch) => orUnavailable(batch as Effect.Effect<A, E | Failure, R>))

  const stop: Store["stop"] = Effect.fnUntraced(function*(lease, why) {
    const rows = yield* query("stop a task", statements.stopShard, [lease.name, lease.shard, lease.epoch, why])
    if (rows.length === 0) return yield* fenced(lease, "lease")
    yield* query("give back a lease", statements.releaseLease, [lease.worker, lease.name, lease.shard])
  })

  return {
    run,
    stop,
    checkpoint: (lease: CheckpointStore.Lease) => read(lease, statements.checkpoint, [])
  }
}

/** Half of the lease: when others may take it, the row is free. */
const idleLimit = ({ duration }: CheckpointStore.Lease): string =>
  `${Math.max(1, Math.ceil(Duration.toMillis(duration) / 2))}ms`

const fenced = ({ name, shard }: CheckpointStore.ShardId, because: CheckpointStore.Fenced["because"]) =>
  Effect.fail(new CheckpointStore.Fenced({ task: name, shard, because }))

/** It says nothing of what was written, and the same may be tried again. */
const unavailable = (error: SqlError | EventStoreError.EventStoreError) => {
  const cause = error instanceof SqlError ? told(error) : error
  return new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreUnavailable({ problem: cause.message, cause })
  })
}

/** Smaller batches are tried then, down to the event whose handler is at fault. */
const stuck = new EventStoreError.EventStoreError({
  reason: new EventStoreError.StoreFailure({
    operation: "write a batch",
    problem: "statements of its handler were not answered in a third of the lease",
    cause: undefined
  })
})
