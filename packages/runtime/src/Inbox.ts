// The port of the receiving side: what takes each message once, however often it comes.
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type { Effect } from "effect/Effect"
import type { Option } from "effect/Option"
import type { EventStoreError } from "./EventStoreError.ts"

/**
 * Which messages were taken, by the name of who takes them.
 *
 * `once` runs what is to be done for a message unless it was done before, in one transaction with the note that it was: what
 * fails leaves no note, and of two who have the same message at the same time one waits for the other. What it writes by
 * the store's own client is part of the transaction. It must not append events: a command takes the message's id as its
 * `commandId`, by which its stream takes it once without an inbox.
 *
 * @example
 * ```ts
 * import { type CloudEvent, Inbox } from "@deciduous/runtime"
 * import { Effect } from "effect"
 *
 * declare const book: (message: CloudEvent.CloudEvent) => Effect.Effect<void>
 *
 * export const receive = Effect.fnUntraced(function*(message: CloudEvent.CloudEvent) {
 *   const inbox = yield* Inbox.Inbox
 *   return yield* inbox.once("bookkeeping", message.id, book(message))
 * })
 * ```
 *
 * @since 0.1.0
 * @category services
 */
export class Inbox extends Context.Service<Inbox, {
  /** Gives nothing where the message was taken before. */
  readonly once: <A, E, R>(
    consumer: string,
    messageId: string,
    effect: Effect<A, E, R>
  ) => Effect<Option<A>, E | EventStoreError, R>
  /** Forgets messages that were taken longer ago than this, and says how many. One that comes after that is new again. */
  readonly forget: (consumer: string, olderThan: Duration.Duration) => Effect<number, EventStoreError>
}>()("@deciduous/runtime/Inbox") {}
