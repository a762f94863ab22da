// The port: where messages wait that were written with their events, until the relay of Outbox has sent them.
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type { Effect } from "effect/Effect"
import type { CloudEvent } from "./CloudEvent.ts"
import type { EventStoreError } from "./EventStoreError.ts"

/**
 * A message that waits.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outgoing {
  /** Its place among the messages of the outbox; those of one key go out in this order. */
  readonly sequence: bigint
  /** The stream. */
  readonly key: string
  readonly message: CloudEvent
  /** How often it was refused so far. */
  readonly attempts: number
}

/**
 * A message that was refused, and how long it and those of its key behind it are held: `undefined` until somebody retries.
 *
 * @since 0.1.0
 * @category models
 */
export interface Held {
  readonly sequence: bigint
  readonly problem: string
  readonly hold: Duration.Duration | undefined
}

/**
 * A message that is parked: it was refused for good, and holds those of its key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Parked extends Outgoing {
  readonly problem: string
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Status {
  readonly waiting: number
  /** When the oldest message that waits was written, by the store's clock. */
  readonly oldest: DateTime.Utc | undefined
  /** The first hundred. */
  readonly parked: ReadonlyArray<Parked>
}

/**
 * Messages in outboxes, by the outbox's name.
 *
 * @since 0.1.0
 * @category services
 */
export class OutboxStore extends Context.Service<OutboxStore, {
  /** The first messages, at most so many, before which no message of their key is held. */
  readonly ready: (outbox: string, limit: number) => Effect<ReadonlyArray<Outgoing>, EventStoreError>
  /** Removes what was sent, and holds what was refused. It joins the transaction in which it is called. */
  readonly settle: (outbox: string, settled: {
    readonly sent: ReadonlyArray<bigint>
    readonly held: ReadonlyArray<Held>
  }) => Effect<void, EventStoreError>
  readonly status: (outbox: string) => Effect<Status, EventStoreError>
  /** Lets parked messages go out again, those of one key or all, and says how many these were. */
  readonly retry: (outbox: string, key?: string) => Effect<number, EventStoreError>
}>()("@deciduous/runtime/OutboxStore") {}
