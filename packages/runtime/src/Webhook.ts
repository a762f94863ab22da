// Messages to a URL of somebody else's, signed by the conventions of Standard Webhooks, and how to tell that they are true.
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type CloudEvent, mediaType } from "./CloudEvent.ts"
import { type HttpClient, post, reasonOf } from "./internal/http.ts"
import { isTrue, keysOf, signature } from "./internal/outbox/signature.ts"
import { BrokerUnavailable, MessageRefused, type Publisher } from "./Publisher.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly url: string
  /**
   * `whsec_` and the secret in base64, shared with the receiver. Of several each makes a signature, so that a secret can be
   * exchanged while messages go on.
   */
  readonly secret: Redacted.Redacted | ReadonlyArray<Redacted.Redacted>
  /** How long to wait for an answer, in milliseconds; 15,000 by default. */
  readonly timeout?: number
}

/**
 * Posts each message to a URL, as JSON with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`.
 *
 * An answer of 200 to 299 says that it was taken. No answer, and 408, 425, 429, 502, 503 and 504, say that the receiver is
 * away, and all messages wait; any other, redirections too, says that this message was refused. Throws where a secret or the
 * URL is none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = ({ secret, timeout = 15_000, url }: Options): Publisher<HttpClient> => {
  const keys = keysOf(secret)
  if (!isPostable(url)) {
    throw new TypeError("The URL of a webhook begins with http:// or https://, and has neither user nor password.")
  }
  return {
    publish: Effect.fnUntraced(function*(message) {
      const body = JSON.stringify(message)
      const timestamp = String(Math.floor((yield* Clock.currentTimeMillis) / 1000))
      const signed = yield* signature(keys, { id: message.id, timestamp, body })
      const answer = yield* post(url, body, mediaType, {
        "webhook-id": message.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signed
      }).pipe(
        Effect.timeoutOrElse({ duration: timeout, orElse: () => away(`no answer within ${timeout} ms.`) }),
        Effect.catchTag("HttpClientError", (error) => away(`${reasonOf(error)}.`))
      )
      if (answer >= 200 && answer < 300) return
      const problem = `it was answered with status ${answer}.`
      return yield* isAway(answer) ? away(problem) : new MessageRefused({ id: message.id, problem })
    })
  }
}

/**
 * A message whose signature, time or form is not what it should be. It says no more, to whoever sent it.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidWebhook extends Schema.TaggedError<InvalidWebhook>()("InvalidWebhook", {
  problem: Schema.Literals(["headers", "time", "signature", "body"])
}) {
  override get message() {
    return `The webhook cannot be trusted: its ${this.problem} cannot be right.`
  }
}

/**
 * What arrived by a webhook.
 *
 * @since 0.1.0
 * @category models
 */
export interface Received {
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** As it came: not parsed, not written anew. */
  readonly body: string
}

/**
 * The message of a webhook, if it was signed with one of the secrets within the last five minutes.
 *
 * @since 0.1.0
 * @category receiving
 */
export const verify = (
  secret: Options["secret"]
): (received: Received) => Effect.Effect<CloudEvent, InvalidWebhook> => {
  const keys = keysOf(secret)
  return Effect.fnUntraced(function*({ body, headers }) {
    const { "webhook-id": id, "webhook-signature": signed, "webhook-timestamp": timestamp } = headers
    if (id === undefined || signed === undefined || timestamp === undefined) {
      return yield* new InvalidWebhook({ problem: "headers" })
    }
    const age = (yield* Clock.currentTimeMillis) / 1000 - Number(timestamp)
    if (!(Math.abs(age) <= tolerance)) return yield* new InvalidWebhook({ problem: "time" })
    if (!(yield* isTrue(keys, { id, timestamp, body }, signed))) {
      return yield* new InvalidWebhook({ problem: "signature" })
    }
    const message = parse(body)
    // the id stands in the signature and in the message, and must be one
    return message?.id === id ? message : yield* new InvalidWebhook({ problem: "body" })
  })
}

/** Seconds, for clocks that differ; older ones may be somebody's who has listened. */
const tolerance = 300

const isPostable = (url: string): boolean => /^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i.test(url)

const away = (problem: string) => Effect.fail(new BrokerUnavailable({ problem }))

const isAway = (status: number): boolean => [408, 425, 429, 502, 503, 504].includes(status)

const parse = (body: string): CloudEvent | undefined => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === "object" && value !== null && "id" in value ? value as CloudEvent : undefined
  } catch {
    // who signed it has not written JSON: it is refused as such
    return undefined
  }
}
