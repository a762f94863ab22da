// Takes messages from JetStream one after the other, and says so once they are taken.
import type { CloudEvent, Publisher } from "@deciduous/runtime"
import { type ConsumerMessages, jetstream, type JsMsg } from "@nats-io/jetstream"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type Connected, type ConnectionOptions, makeConnection, unavailable } from "./internal/connection.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends ConnectionOptions {
  readonly stream: string
  /** The durable consumer of the stream, which exists already: it remembers what was taken. */
  readonly consumer: string
  /** How long to wait before a message that was not taken is given again; 1 second by default. */
  readonly retryAfter?: Duration.Input
}

/**
 * Hands each message to `take`, for ever, and acknowledges it when that has succeeded; where it fails, that is logged and the
 * message comes again. A message may come twice, so `take` looks into an `Inbox` first, or handles a command under its id.
 *
 * Fails with `BrokerUnavailable` where the connection cannot be made or the consumer is not there.
 *
 * @example
 * ```ts
 * import { NatsConsumer } from "@deciduous/nats"
 * import { type CloudEvent, Inbox } from "@deciduous/runtime"
 * import { Effect } from "effect"
 *
 * declare const book: (message: CloudEvent.CloudEvent) => Effect.Effect<void>
 *
 * export const program = Effect.gen(function*() {
 *   const { once } = yield* Inbox.Inbox
 *   yield* NatsConsumer.run(
 *     { servers: "nats://localhost:4222", stream: "bank", consumer: "bookkeeping" },
 *     (message) => once("bookkeeping", message.id, book(message))
 *   )
 * })
 * ```
 *
 * @since 0.1.0
 * @category running
 */
export const run = <E, R>(
  { consumer, retryAfter = "1 second", stream, ...options }: Options,
  take: (message: CloudEvent.CloudEvent) => Effect.Effect<unknown, E, R>
): Effect.Effect<void, Publisher.BrokerUnavailable, R> => {
  const delay = Duration.toMillis(retryAfter)
  const one = (message: JsMsg) =>
    Effect.matchCauseEffect(Effect.suspend(() => take(message.json<CloudEvent.CloudEvent>())), {
      onSuccess: () => Effect.sync(() => message.ack()),
      onFailure: (cause) =>
        Effect.andThen(
          Effect.logWarning(`A message of ${stream} was not taken, and comes again.`, cause),
          Effect.sync(() => message.nak(delay))
        )
    })
  return Effect.scoped(Effect.gen(function*() {
    const { connected } = yield* makeConnection(options)
    const messages = yield* consuming(connected, stream, consumer)
    yield* Stream.runForEach(Stream.fromAsyncIterable(messages, unavailable), one)
  }))
}

const consuming = (
  connected: Connected,
  stream: string,
  consumer: string
): Effect.Effect<ConsumerMessages, Publisher.BrokerUnavailable, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.flatMap(connected, (connection) =>
      Effect.tryPromise({
        try: async () => (await jetstream(connection).consumers.get(stream, consumer)).consume({ max_messages: 100 }),
        catch: unavailable
      })),
    (messages) => Effect.promise(() => messages.close())
  )
