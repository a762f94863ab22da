// What a task that follows the log says of itself.
import type { Position, StoredEvent } from "@deciduous/core"
import type * as Cause from "effect/Cause"
import type * as Effect from "effect/Effect"
import type { Checkpoint, Fenced } from "../../CheckpointStore.ts"
import type { Filter } from "../../EventStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"

export interface Following<E, R> {
  readonly filter?: Filter
  /**
   * For how long a batch may be open, in milliseconds: that long it holds back all readers of the log. A batch is given as
   * many events as were handled in this time before.
   */
  readonly batchMillis: number
  /** Called before the first batch, and again whenever the following begins anew where the checkpoint is. */
  readonly begin?: (checkpoint: Checkpoint) => Effect.Effect<void, E | Fenced | EventStoreError, R>
  /** Runs inside the batch's transaction. It is never given an empty array. */
  readonly handle: (events: ReadonlyArray<StoredEvent>, checkpoint: Checkpoint) => Effect.Effect<void, E, R>
  /** Called where `handle` has failed for one event alone. */
  readonly onPoison: (poison: Poison<E, R>) => Effect.Effect<void, E | Fenced | EventStoreError, R>
  /** Called after each batch, when it has been committed. */
  readonly onBatch?: (
    events: number,
    position: Position.Position
  ) => Effect.Effect<void, E | Fenced | EventStoreError, R>
}

/** Events that cannot be handled, and the two ways to go on. To fail ends the following. */
export interface Poison<E, R> {
  readonly event: StoredEvent
  readonly cause: Cause.Cause<E | Fenced | EventStoreError>
  /** Handles the event once more. */
  readonly again: Effect.Effect<void, E | Fenced | EventStoreError, R>
  /** Writes something else in the batch that passes the event. */
  readonly pass: (write: Effect.Effect<void, E | EventStoreError, R>) => Effect.Effect<
    void,
    E | Fenced | EventStoreError,
    R
  >
}
