// The port: what an event store does, whichever database it stands on. Read EventStoreError beside it.
import type { EventData, Position, StoredEvent, StreamId } from "@deciduous/core"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type { Effect } from "effect/Effect"
import type { Stream } from "effect/Stream"
import type { EventStoreError, OutcomeUnknown, VersionConflict } from "./EventStoreError.ts"

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
}

/**
 * An append-only log of events in streams.
 *
 * `append` writes all of its events or none. `readAll` gives every event once, in one order that later appends never
 * change behind a reader: on PostgreSQL an event is visible there once no transaction that began before its own is open.
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
  readonly read: (streamId: StreamId.StreamId, range?: ReadRange) => Stream<StoredEvent, EventStoreError>
  readonly readAll: (range?: ReadAllRange) => Stream<StoredEvent, EventStoreError>
}>()("@deciduous/runtime/EventStore") {}
