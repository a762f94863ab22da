// Events that leave for other systems: which, as what, and the relay that sends what waits. OutboxStore keeps it.
import type { StoredEvent } from "@deciduous/core"
import * as Duration from "effect/Duration"
import type { CheckpointStore } from "./CheckpointStore.ts"
import { type CloudEvent, fromStored, type Origin, type Publishing } from "./CloudEvent.ts"
import type { EventStore } from "./EventStore.ts"
import { relayOf } from "./internal/outbox/relay.ts"
import type { OutboxStore } from "./OutboxStore.ts"
import type { Publisher } from "./Publisher.ts"
import type { Task } from "./Worker.ts"

/**
 * What leaves by an outbox: the events that their schemas mark as published.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outbox extends Origin {
  /** Unique in the store; `outbox` by default. Who sends to several places has one for each. */
  readonly name?: string
  readonly events: ReadonlyArray<Publishing>
}

/**
 * The name of an outbox that was given none.
 *
 * @since 0.1.0
 * @category constants
 */
export const defaultName = "outbox"

/**
 * The messages of some events, in their order. Events that are not published have none.
 *
 * @since 0.1.0
 * @category messages
 */
export const messagesOf = (
  { events: sets, ...origin }: Outbox
): (events: ReadonlyArray<StoredEvent>) => ReadonlyArray<CloudEvent> => {
  const byCategory = new Map(sets.map((set) => [set.category, set]))
  return (events) =>
    events.flatMap((event) => {
      const set = byCategory.get(event.category)
      const message = set && fromStored(event, set, origin)
      return message === undefined ? [] : [message]
    })
}

/**
 * @since 0.1.0
 * @category models
 */
export interface RelayOptions<R> {
  /** Of the outbox; `outbox` by default. */
  readonly name?: string
  readonly publisher: Publisher<R>
  /** After how many refusals a message is parked, from 1; 10 by default. */
  readonly attempts?: number
  /** How long a message is held after its first refusal, 1 second by default; twice as long after each further one. */
  readonly firstHold?: Duration.Input
  /** The longest that a message is held between two tries; 5 minutes by default. */
  readonly longestHold?: Duration.Input
}

/**
 * A task for `Worker`: sends what waits, at least once, under the events' own ids. Messages of one stream go out in their
 * order, one after the other; those of different streams side by side, and none waits for another stream's.
 *
 * While the broker is away everything waits. A message that is refused is tried again, and after so many attempts parked:
 * it holds its own stream only, and goes on with `OutboxStore.retry`.
 *
 * @example
 * ```ts
 * import { Outbox, Webhook, Worker } from "@deciduous/runtime"
 * import { Redacted } from "effect"
 *
 * const relay = Outbox.relay({
 *   publisher: Webhook.make({ url: "https://partner.example/hooks", secret: Redacted.make("whsec_c2VjcmV0") })
 * })
 *
 * export const program = Worker.run([relay])
 * ```
 *
 * @since 0.1.0
 * @category running
 */
export const relay = <R = never>(
  { attempts = 10, firstHold = "1 second", longestHold = "5 minutes", name = defaultName, publisher }: RelayOptions<R>
): Task<R | OutboxStore | CheckpointStore | EventStore> => ({
  name: `outbox ${name}`,
  shards: 1,
  run: relayOf({
    outbox: name,
    publisher,
    attempts,
    firstHold: Duration.fromInputUnsafe(firstHold),
    longestHold: Duration.fromInputUnsafe(longestHold)
  })
})
