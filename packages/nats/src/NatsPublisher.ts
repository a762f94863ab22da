// Sends messages to JetStream, under the event's id, so that the server drops what it is given twice.
import { CloudEvent, Publisher } from "@deciduous/runtime"
import { jetstream, JetStreamApiError, type JetStreamClient } from "@nats-io/jetstream"
import { errors, headers, type NatsConnection } from "@nats-io/transport-node"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ConnectionOptions, makeConnection, problemOf, unavailable } from "./internal/connection.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends ConnectionOptions {
  /**
   * Under which subject a message goes; its type by default, such as `com.example.funds-deposited`. A stream has to take it,
   * `com.example.>` say.
   */
  readonly subject?: (message: CloudEvent.CloudEvent) => string
  /** How long to wait until the server has it; 5 seconds by default. */
  readonly timeout?: Duration.Input
}

/**
 * A publisher for the relay of `Outbox`. It connects with its first message, and the connection is closed with the scope.
 *
 * A message has gone once a stream has stored it. Its id is `Nats-Msg-Id`: within the stream's `duplicate_window`, two
 * minutes where nobody says otherwise, the server drops a repeated one by itself. A message that is too large, or that no
 * stream takes, is refused; while there is no server, or one without JetStream, all of them wait.
 *
 * @example
 * ```ts
 * import { NatsPublisher } from "@deciduous/nats"
 * import { Outbox, Worker } from "@deciduous/runtime"
 * import { Effect } from "effect"
 *
 * export const program = Effect.gen(function*() {
 *   const publisher = yield* NatsPublisher.make({ servers: "nats://localhost:4222" })
 *   return yield* Worker.run([Outbox.relay({ publisher })])
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.fnUntraced(function*(
  { subject = ({ type }) => type, timeout = "5 seconds", ...options }: Options
): Effect.fn.Return<Publisher.Publisher, never, Scope.Scope> {
  const { connected } = yield* makeConnection(options)
  const millis = Duration.toMillis(timeout)
  return {
    publish: Effect.fnUntraced(function*(message) {
      const connection = yield* connected
      const client = jetstream(connection, { timeout: millis })
      const to = subject(message)
      yield* Effect.catch(
        Effect.tryPromise(() => send(client, to, message, millis)),
        ({ cause }) => failure(connection, client, to, message.id, cause)
      )
    })
  }
})

const send = (client: JetStreamClient, subject: string, message: CloudEvent.CloudEvent, timeout: number) => {
  const named = headers()
  named.set("content-type", CloudEvent.mediaType)
  return client.publish(subject, JSON.stringify(message), { msgID: message.id, headers: named, timeout })
}

/** Whose fault it is: the message's, which holds its stream only, or the server's, on which all wait. */
const failure = Effect.fnUntraced(
  function*(connection: NatsConnection, client: JetStreamClient, subject: string, id: string, cause: unknown) {
    const refused = (problem: string) => new Publisher.MessageRefused({ id, problem })
    const isOfMessage = cause instanceof JetStreamApiError || cause instanceof errors.InvalidSubjectError
      || cause instanceof errors.InvalidArgumentError || cause instanceof errors.PermissionViolationError
    if (isOfMessage) return yield* refused(problemOf(cause))
    // nobody answers where there is no JetStream, and also where none of its streams takes the subject
    if (connection.isClosed() || !isUnanswered(cause)) return yield* unavailable(cause)
    const streams = yield* Effect.tryPromise({
      try: async () => (await client.jetstreamManager(true)).streams.names(subject).next(),
      catch: unavailable
    })
    return yield* streams.length > 0 ? unavailable(cause) : refused(`no stream takes the subject ${subject}.`)
  }
)

const isUnanswered = (cause: unknown): boolean =>
  cause instanceof Error && (cause.name === "JetStreamNotEnabled" || cause instanceof errors.NoRespondersError)
