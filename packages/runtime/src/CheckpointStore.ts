// The port on which everything stands that follows the log or works through a list: projections, processes, relays. It
// keeps for each shard of each task how far it is (checkpoint), who works on it (lease), and lets exactly that one
// write (the fenced batch). Read Worker next, which keeps the leases.
import type { Position } from "@deciduous/core"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type { Effect } from "effect/Effect"
import * as Schema from "effect/Schema"
import type { EventStoreError } from "./EventStoreError.ts"

/**
 * One shard of one task.
 *
 * @since 0.1.0
 * @category models
 */
export interface ShardId {
  /** The task's name, unique in the store: `balances@1`. */
  readonly name: string
  /** From 0. */
  readonly shard: number
}

/**
 * What a task was told of itself when it was first seen; resharding changes it later.
 *
 * @since 0.1.0
 * @category models
 */
export interface Registration {
  readonly name: string
  /** How many, from 1. */
  readonly shards: number
  /** Where its checkpoints begin; before the first event where it is left out. */
  readonly from?: Position.Position
}

/**
 * The right to write for a shard, until somebody else takes it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lease extends ShardId {
  readonly worker: string
  /** Counts the owners: whoever takes the lease gets a higher one, and writes of lower ones are refused. */
  readonly epoch: number
  readonly duration: Duration.Duration
}

/**
 * How far a shard is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Checkpoint {
  readonly position: Position.Position
  /** How many events were handled on the way there. */
  readonly handled: number
  /** Into how many shards the task is divided now. */
  readonly shards: number
  /** What was applied beyond the position by shards that this one inherited from. */
  readonly inherited: ReadonlyArray<Inherited>
}

/**
 * Shards of an earlier division: of a stream that was theirs, everything up to their position is applied.
 *
 * @since 0.1.0
 * @category models
 */
export interface Inherited {
  /** The positions of all shards of that division. */
  readonly positions: ReadonlyArray<Position.Position>
}

/**
 * How a shard stands, for workers that look for work and for people who look.
 *
 * @since 0.1.0
 * @category models
 */
export interface Standing extends ShardId, Checkpoint {
  readonly epoch: number
  /** Who has the lease, or did not give it back. */
  readonly worker: string | undefined
  /** Whether the lease runs, by the store's clock. */
  readonly isHeld: boolean
  /** Whether it has been free for longer than the lease that was asked with: others had their chance. */
  readonly isOverdue: boolean
  /** Why it was stopped; nobody takes it until it is resumed. */
  readonly stopped: string | undefined
  /** For how many seconds it has been at work, from its first registration to its last batch. */
  readonly worked: number
}

/**
 * What a sign of life is answered with.
 *
 * @since 0.1.0
 * @category models
 */
export interface Beat {
  readonly shards: ReadonlyArray<Standing>
  /** How many workers live that work on any of the tasks, the asking one among them. */
  readonly workers: number
}

/**
 * A batch moves the checkpoint from where it began to where it ends.
 *
 * @since 0.1.0
 * @category models
 */
export interface Step {
  readonly from: Position.Position
  readonly to: Position.Position
  /** How many events it handles, for the progress that people are told; 0 where it is left out. */
  readonly events?: number
}

/**
 * Somebody else has the lease by now, or the checkpoint is not where the batch began: nothing of it was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class Fenced extends Schema.TaggedError<Fenced>()("Fenced", {
  task: Schema.String,
  shard: Schema.Int,
  because: Schema.Literals(["lease", "checkpoint"])
}) {
  override get message() {
    const why = this.because === "lease"
      ? "another worker has taken its lease"
      : "its checkpoint is not where the batch began"
    return `A batch of ${this.task}, shard ${this.shard}, was dropped, as ${why}. Nothing of it was written.`
  }
}

/**
 * Checkpoints, leases and fenced batches. All times are by the store's clock, so that no worker's clock matters.
 *
 * `batch` is one transaction: it locks the checkpoint, fails with `Fenced` unless the lease's epoch is the current one and
 * the checkpoint is at `step.from`, runs `write`, sets the checkpoint to `step.to`, and commits. What `write` writes by the
 * store's own client (its `SqlClient`, the `ReadModelStore` of the same layer) is part of the transaction; it must use no
 * other connection. Of two workers that believe to have the lease at most one commits a batch from a position: the lease
 * gives liveness, the fence safety. If `write` fails everything is undone, and the batch fails as `write` did; where the
 * database was at fault it fails with `StoreUnavailable`, may be repeated from `checkpoint`, and says nothing of `write`.
 *
 * A task that keeps no place in the log, such as a relay that deletes what it has sent, lets `from` and `to` be the same.
 *
 * @since 0.1.0
 * @category services
 */
export class CheckpointStore extends Context.Service<CheckpointStore, {
  /** Makes the shards of tasks that have none yet; leaves others as they are. */
  readonly register: (tasks: ReadonlyArray<Registration>) => Effect<void, EventStoreError>
  /** A worker's sign of life: renews its leases, and says how the tasks stand. */
  readonly beat: (
    worker: string,
    names: ReadonlyArray<string>,
    lease: Duration.Duration
  ) => Effect<Beat, EventStoreError>
  /** Takes a lease that is free, has run out or is one's own; `undefined` where somebody else has it. */
  readonly take: (
    worker: string,
    shard: ShardId,
    lease: Duration.Duration
  ) => Effect<Lease | undefined, EventStoreError>
  /** Gives a lease back, so that others need not wait for its end. */
  readonly release: (lease: Lease) => Effect<void, EventStoreError>
  /** Takes back a worker's signs of life, and with them every lease that it may still have, when it ends. */
  readonly leave: (worker: string) => Effect<void, EventStoreError>
  readonly checkpoint: (lease: Lease) => Effect<Checkpoint, Fenced | EventStoreError>
  readonly batch: <A, E, R>(
    lease: Lease,
    step: Step,
    write: Effect<A, E, R>
  ) => Effect<A, E | Fenced | EventStoreError, R>
  /** Nobody takes the shard until its task is resumed. */
  readonly stop: (lease: Lease, why: string) => Effect<void, Fenced | EventStoreError>
  /** As `stop` for all shards of a task, whoever works on them: their batches are refused from now on. */
  readonly halt: (name: string, why: string) => Effect<void, EventStoreError>
  readonly resume: (name: string) => Effect<void, EventStoreError>
  /**
   * A lease for a single batch by somebody who is no worker, such as an administrator: whoever works on the shard is
   * fenced off, and begins anew soon. `undefined` where there is no such shard.
   */
  readonly seize: (shard: ShardId) => Effect<Lease | undefined, EventStoreError>
  /** The one way back: all shards of a task begin again at a position. Inside a batch it is part of that. */
  readonly reset: (name: string, position: Position.Position) => Effect<void, EventStoreError>
  /** Divides a task anew; nothing is applied twice or left out, as the new shards inherit what the old ones did. */
  readonly reshard: (name: string, shards: number) => Effect<void, EventStoreError>
  /** Takes a task away with all of its shards. */
  readonly remove: (name: string) => Effect<void, EventStoreError>
  /** Every shard of these tasks, or of all. */
  readonly standings: (names?: ReadonlyArray<string>) => Effect<ReadonlyArray<Standing>, EventStoreError>
}>()("@deciduous/runtime/CheckpointStore") {}
