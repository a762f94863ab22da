// The port: where snapshots are kept. Losing them costs time and never an event. Read Snapshot first.
import type { Position } from "@deciduous/core"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type { EventStoreError, Reason } from "./EventStoreError.ts"
import { makeWriter } from "./internal/snapshot/writer.ts"

/**
 * A state as it is kept: what the events of a stream up to a version fold to.
 *
 * @since 0.1.0
 * @category models
 */
export interface NewSnapshot {
  /** The stream's name. */
  readonly streamId: string
  /** Of the schemas and the code by which the state was folded: who has another one does not use it. */
  readonly fingerprint: string
  /** Of the last event that is folded in, from 1. */
  readonly version: number
  /** Of the same event, by which it is told whether the snapshot is of this log. */
  readonly position: Position.Position
  /** JSON. */
  readonly state: unknown
}

/**
 * @since 0.1.0
 * @category models
 */
export interface StoredSnapshot extends NewSnapshot {
  /** The store's clock when it was taken, to the millisecond. */
  readonly takenAt: DateTime.Utc
}

/**
 * Which snapshots of a stream are meant; with nothing said all of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bounds {
  /** The lowest version, inclusive. */
  readonly from?: number
  /** The highest version, inclusive. */
  readonly to?: number
  /** Only those taken at or before this time. */
  readonly asOf?: DateTime.Utc
}

/**
 * What a backend must do; {@link make} makes the service of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Source {
  /** The snapshot of the highest version within the bounds that has this fingerprint, or `undefined`. */
  readonly load: (
    streamId: string,
    fingerprint: string,
    bounds?: Bounds
  ) => Effect.Effect<StoredSnapshot | undefined, EventStoreError>
  /**
   * Writes a snapshot, over one of the same version and fingerprint. Of this fingerprint the `keep` highest versions stay,
   * whoever writes last; those of other fingerprints are kept for {@link rolloutDays}, as two releases may run side by side.
   */
  readonly save: (snapshot: NewSnapshot, options: { readonly keep: number }) => Effect.Effect<void, EventStoreError>
  /** Removes the snapshots of a stream within the bounds, of any fingerprint, and says how many these were. */
  readonly remove: (streamId: string, bounds?: Bounds) => Effect.Effect<number, EventStoreError>
}

/**
 * How long snapshots of another fingerprint stay beside new ones: as long as a rollout, or the way back from it, may take.
 *
 * @since 0.1.0
 * @category constants
 */
export const rolloutDays = 7

/**
 * A snapshot that is to be written when there is time, encoded only then.
 *
 * @since 0.1.0
 * @category models
 */
export interface Offer {
  readonly streamId: string
  readonly fingerprint: string
  readonly version: number
  readonly keep: number
  readonly snapshot: () => Result.Result<NewSnapshot, Reason>
}

/**
 * Snapshots of streams, by fingerprint and version.
 *
 * @since 0.1.0
 * @category services
 */
export class SnapshotStore extends Context.Service<
  SnapshotStore,
  Source & {
    /** Has a snapshot written in the background. It returns at once, and what goes wrong is logged. */
    readonly offer: (offer: Offer) => void
  }
>()("@deciduous/runtime/SnapshotStore") {}

/**
 * For those who write a store: the service, with its background writer. When the scope closes, what waits is still written.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (source: Source): Effect.Effect<SnapshotStore["Service"], never, Scope.Scope> =>
  Effect.map(makeWriter(source.save), (offer) => ({ ...source, offer }))
