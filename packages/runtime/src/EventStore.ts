// The port: what an event store does, whichever database it stands on. Read EventStoreError beside it.
import type { EventData, Payload, Position, StoredEvent, StreamId } from "@deciduous/core"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type { Effect } from "effect/Effect"
import type { Stream } from "effect/Stream"
import type { EventStoreError, OutcomeUnknown, VersionConflict } from "./EventStoreError.ts"
import type { SnapshotStore, StoredSnapshot } from "./SnapshotStore.ts"

/**
 * What an append expects of its stream: a version, 0 being an empty stream; `"any"`; or `"exists"`, any version from 1.
 *
 * @since 0.1.0
 * @category models
 */
export type ExpectedVersion = number | "any" | "exists"

/**
 * Where an append ended: the version and the position of its last event, and the store's clock.
 *
 * @since 0.1.0
 * @category models
 */
export interface Appended {
  readonly version: number
  readonly position: Position.Position
  readonly recordedAt: DateTime.Utc
}

/**
 * Which events of one stream to read; with nothing said all of them, forwards.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReadRange {
  /** Backwards begins at `to`, or at the end. `forward` by default. */
  readonly direction?: "forward" | "backward"
  /** The lowest version to read, inclusive; 1 by default. */
  readonly from?: number
  /** The highest version to read, inclusive; the last by default. */
  readonly to?: number
  /** At most so many events, from 0. */
  readonly limit?: number
  /**
   * Only events recorded at or before this time, to the millisecond. Times are the store's clock at each append and may
   * repeat or, after a clock was set back, fall: the stream is read up to its first event that is later.
   */
  readonly asOf?: DateTime.Utc
}

/**
 * Which events of all streams are wanted: those that fit everything that is said. The store picks them, so that the
 * others never travel.
 *
 * @since 0.1.0
 * @category models
 */
export interface Filter {
  /** Only streams of these categories. */
  readonly categories?: ReadonlyArray<string>
  /** Only events stored under these names. */
  readonly types?: ReadonlyArray<string>
  /** Only streams whose name begins so. */
  readonly streamPrefix?: string
}

/**
 * Which events of all streams to read, in the store's order; with nothing said all of them, forwards.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReadAllRange {
  readonly direction?: "forward" | "backward"
  /** Only events after this position, exclusive. */
  readonly after?: Position.Position
  /** Only events before this position, exclusive. */
  readonly before?: Position.Position
  readonly limit?: number
  readonly filter?: Filter
}

/**
 * Where a subscription begins, and what it wants; with nothing said everything, from the first event.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subscribe {
  /** Only events after this position, exclusive; `"end"` is where the log ends when the subscription starts. */
  readonly after?: Position.Position | "end"
  readonly filter?: Filter
}

/**
 * Some events of the log in their order, and how far the log was searched for them: everything up to `position` that fits
 * has been given. With a filter it passes events that were not wanted, so it is what a checkpoint keeps.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page {
  readonly events: ReadonlyArray<StoredEvent>
  readonly position: Position.Position
}

/**
 * An append to one of several streams.
 *
 * @since 0.1.0
 * @category models
 */
export interface Append {
  readonly streamId: StreamId.StreamId
  readonly events: NonEmptyReadonlyArray<EventData>
  readonly expectedVersion: ExpectedVersion
}

/**
 * What a command needs to know of its stream: the events after a version, and whether the command was handled before.
 *
 * @since 0.1.0
 * @category models
 */
export interface TailRequest {
  readonly streamId: StreamId.StreamId
  /** Only events with a higher version; 0 for all. */
  readonly after: number
  readonly commandId?: string
  /**
   * The fingerprint of snapshots, for a store that has {@link EventStore} `snapshots`: where the stream has one, its last one
   * comes with the tail, which then begins with the snapshot's own event.
   */
  readonly snapshot?: string
}

/**
 * The first events after the version that was asked for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Tail {
  /** As much of them as a fold needs. */
  readonly events: ReadonlyArray<Payload>
  /** Whether there may be more: ask again after the last of these. */
  readonly isWhole: boolean
  /** The version of the first event that was appended with the command id, where there is one. */
  readonly handledAt: number | undefined
  /** The snapshot that was asked for, where there is one. */
  readonly snapshot?: StoredSnapshot
}

/**
 * An append-only log of events in streams.
 *
 * `append` writes all of its events or none. A repeated append is recognised: by the ids of its events at their versions,
 * and by the command id in the metadata of its first event, which a stream takes once. It then writes nothing and gives
 * what the first gave; with other content under the same ids it fails with `IdReused`.
 *
 * `readAll` gives every event once, in one order that later appends never change behind a reader: on PostgreSQL an event
 * is visible there once no transaction that began before its own is open.
 *
 * @since 0.1.0
 * @category services
 */
export class EventStore extends Context.Service<EventStore, {
  readonly append: (
    streamId: StreamId.StreamId,
    events: NonEmptyReadonlyArray<EventData>,
    options: { readonly expectedVersion: ExpectedVersion }
  ) => Effect<Appended, VersionConflict | OutcomeUnknown | EventStoreError>
  /** Appends to several streams, to all or to none; what it gives is in the order of what it was given. */
  readonly appendAll: (
    appends: NonEmptyReadonlyArray<Append>
  ) => Effect<ReadonlyArray<Appended>, VersionConflict | OutcomeUnknown | EventStoreError>
  readonly read: (streamId: StreamId.StreamId, range?: ReadRange) => Stream<StoredEvent, EventStoreError>
  /** The tails of several streams at once, in the order in which they were asked for. */
  readonly readTails: (
    requests: NonEmptyReadonlyArray<TailRequest>
  ) => Effect<ReadonlyArray<Tail>, EventStoreError>
  readonly readAll: (range?: ReadAllRange) => Stream<StoredEvent, EventStoreError>
  /** Every event from a place on, and then each new one as it comes. It never ends, and goes on after a lost connection. */
  readonly subscribe: (options?: Subscribe) => Stream<StoredEvent, EventStoreError>
  /** As `subscribe`, in pages that say how far they reach: for those who keep a checkpoint. Pages may be empty. */
  readonly subscribePages: (options?: Subscribe) => Stream<Page, EventStoreError>
  /** Where the store keeps snapshots beside its events, and `readTails` reads both in one round trip: what keeps them. */
  readonly snapshots?: SnapshotStore["Service"]
}>()("@deciduous/runtime/EventStore") {}
