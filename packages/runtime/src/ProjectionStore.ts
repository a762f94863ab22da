// The port beside checkpoints that knows projections: which version of each is active, and what could not be handled.
import type { Position, StoredEvent } from "@deciduous/core"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type { Effect } from "effect/Effect"
import type { EventStoreError } from "./EventStoreError.ts"

/**
 * One version of a projection, as it was when it was first run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Registration {
  readonly name: string
  /** From 1; a higher one is built beside the active one, and takes its place. */
  readonly version: number
  /** Differs where the same events could lead to another read model. */
  readonly fingerprint: string
}

/**
 * How a version stands: it is being built, is the one that is read, or was replaced.
 *
 * @since 0.1.0
 * @category models
 */
export interface Registered extends Registration {
  readonly status: "building" | "active" | "replaced"
  /** Whether it is written with each append, instead of by workers. */
  readonly isInline: boolean
}

/**
 * An event that a task could not handle, and went on without.
 *
 * @since 0.1.0
 * @category models
 */
export interface DeadLetter {
  /** The task's name: `balances@1`. */
  readonly task: string
  readonly position: Position.Position
  readonly eventId: string
  readonly streamId: string
  /** The stream's. */
  readonly category: string
  readonly version: number
  readonly type: string
  /** What went wrong, in words. */
  readonly cause: string
  /** How often it was tried; 0 where it was not, as its stream was parked already. */
  readonly attempts: number
  /** Whether later events of its stream wait with it. */
  readonly isParked: boolean
}

/**
 * A letter with the time at which it was put aside, by the store's clock.
 *
 * @since 0.1.0
 * @category models
 */
export interface Buried extends DeadLetter {
  readonly buriedAt: DateTime.Utc
}

/**
 * The name of a version's task, and of its documents.
 *
 * @since 0.1.0
 * @category naming
 */
export const modelOf = ({ name, version }: { readonly name: string; readonly version: number }): string =>
  `${name}@${version}`

/**
 * Versions of projections, and dead letters. Inside a batch of the `CheckpointStore` of the same layer everything is part
 * of the batch's transaction.
 *
 * @since 0.1.0
 * @category services
 */
export class ProjectionStore extends Context.Service<ProjectionStore, {
  /** Makes a version that is not there, as one to be built; gives all versions of that name. */
  readonly register: (projection: Registration) => Effect<ReadonlyArray<Registered>, EventStoreError>
  /** All versions of all projections. */
  readonly registered: Effect<ReadonlyArray<Registered>, EventStoreError>
  /** A version is read from now on, and the one before it is replaced. */
  readonly activate: (name: string, version: number) => Effect<void, EventStoreError>
  /** A version is not read any more, and is being built. */
  readonly deactivate: (name: string, version: number) => Effect<void, EventStoreError>
  /** Another fingerprint is taken for the version's own. */
  readonly accept: (projection: Registration) => Effect<void, EventStoreError>
  /** Who writes a version from now on: appends, or workers. */
  readonly setInline: (name: string, version: number, isInline: boolean) => Effect<void, EventStoreError>
  /**
   * The versions of these projections that are written with each append. Until the transaction ends nobody changes that;
   * who would waits.
   */
  readonly inlineVersions: (names: ReadonlyArray<string>) => Effect<ReadonlyArray<Registered>, EventStoreError>
  /** Waits until no append is between `inlineVersions` and its commit, and keeps new ones out until the transaction ends. */
  readonly holdAppends: (name: string) => Effect<void, EventStoreError>
  /**
   * Events of categories after a position that are committed, up to `limit`, also those that readers of the log are not
   * given yet as an earlier transaction is open. For who has held appends; anybody else would miss events by it.
   */
  readonly readCommitted: (
    after: Position.Position,
    categories: ReadonlyArray<string>,
    limit: number
  ) => Effect<ReadonlyArray<StoredEvent>, EventStoreError>
  /** Takes a version away. */
  readonly forget: (name: string, version: number) => Effect<void, EventStoreError>
  /** Puts letters aside; one that is there already stays as it is. */
  readonly bury: (letters: ReadonlyArray<DeadLetter>) => Effect<void, EventStoreError>
  /** By task, and by position in each. */
  readonly letters: (task?: string) => Effect<ReadonlyArray<Buried>, EventStoreError>
  /** Takes a letter away: `false` where it is gone already. Who handles it again does both in one batch. */
  readonly exhume: (letter: Pick<DeadLetter, "task" | "position">) => Effect<boolean, EventStoreError>
}>()("@deciduous/runtime/ProjectionStore") {}
