// The port to the outside: what hands one message to a broker, or to whoever listens. Webhook is one; others are packages.
import type { Effect } from "effect/Effect"
import * as Schema from "effect/Schema"
import type { CloudEvent } from "./CloudEvent.ts"

/**
 * Nothing can be sent now: the broker is away. Nothing is wrong with the message, and it is sent again until it goes.
 *
 * @since 0.1.0
 * @category errors
 */
export class BrokerUnavailable extends Schema.TaggedError<BrokerUnavailable>()("BrokerUnavailable", {
  problem: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message() {
    return `The broker cannot be reached: ${this.problem}`
  }
}

/**
 * This message was not taken, others may be: it is too large, or its receiver does not want it.
 *
 * @since 0.1.0
 * @category errors
 */
export class MessageRefused extends Schema.TaggedError<MessageRefused>()("MessageRefused", {
  id: Schema.String,
  /** Without any of the message's values. */
  problem: Schema.String
}) {
  override get message() {
    return `The message ${this.id} was refused: ${this.problem}`
  }
}

/**
 * Sends messages. It succeeds once the other side has the message for sure, and may be given the same one again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Publisher<out R = never> {
  readonly publish: (message: CloudEvent) => Effect<void, BrokerUnavailable | MessageRefused, R>
}
