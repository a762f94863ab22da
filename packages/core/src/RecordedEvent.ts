// The three forms of an event at the store's door: going in, read raw, decoded.
import type * as DateTime from "effect/DateTime"
import type { Position } from "./Position.ts"

/**
 * What travels with an event beside its payload. Who adds keys of their own gives JSON values.
 *
 * @since 0.1.0
 * @category models
 */
export interface Metadata {
  /** The same for everything that one first cause led to. */
  readonly correlationId?: string
  /** The id of the command or of the event that led to this one directly. */
  readonly causationId?: string
  /** The id of the command that was handled. */
  readonly commandId?: string
  /** Who acted. */
  readonly actorId?: string
  readonly [key: string]: unknown
}

/**
 * An event going in.
 *
 * @since 0.1.0
 * @category models
 */
export interface EventData {
  /** A UUID; version 7 by default, so that ids rise with time. The store refuses an append that has one twice. */
  readonly id: string
  /** The name of the event, without a version: `AccountOpened`. */
  readonly type: string
  /** The version of the schema that `data` fits, from 1. */
  readonly schemaVersion: number
  /** The payload as JSON, without `_tag`. */
  readonly data: unknown
  readonly metadata: Metadata
}

/**
 * Where and when an event stands.
 *
 * @since 0.1.0
 * @category models
 */
export interface Envelope {
  readonly id: string
  /** The stream's name, `bank-account-42`. */
  readonly streamId: string
  readonly category: string
  /** The part of the stream's name after `<category>-`. */
  readonly aggregateId: string
  /** Its place in its stream: the first event has version 1, an empty stream is at version 0. */
  readonly version: number
  /** Its place among all events of the store. */
  readonly position: Position
  /** The name and the schema version under which it is stored. */
  readonly type: string
  readonly schemaVersion: number
  readonly metadata: Metadata
  /** The store's clock when it was appended, to the millisecond. Never an order: versions and positions are. */
  readonly recordedAt: DateTime.Utc
}

/**
 * An event as it was read, its payload still as it is stored.
 *
 * @since 0.1.0
 * @category models
 */
export interface StoredEvent extends Envelope {
  readonly data: unknown
}

/**
 * As much of a stored event as its payload is decoded with.
 *
 * @since 0.1.0
 * @category models
 */
export type Payload = Pick<
  StoredEvent,
  "streamId" | "version" | "position" | "type" | "schemaVersion" | "data" | "recordedAt"
>

/**
 * An event as it was read, upcast and decoded.
 *
 * @since 0.1.0
 * @category models
 */
export interface RecordedEvent<out Event> extends Envelope {
  readonly event: Event
  /** 0, or the place among the events into which a stored one was split when read. */
  readonly part: number
}
