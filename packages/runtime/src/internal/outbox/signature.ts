// Signatures of webhooks by Standard Webhooks: HMAC-SHA256 over id, time and body. The one place that touches Effect's
// unstable cryptography for them.
import * as Mac from "effect/crypto/Mac"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { secureRandom } from "../uuid.ts"

export type Secrets = Redacted.Redacted | ReadonlyArray<Redacted.Redacted>

export interface Signed {
  readonly id: string
  /** Seconds since 1970. */
  readonly timestamp: string
  readonly body: string
}

type Keys = ReadonlyArray<Uint8Array>

/** Throws where one is no secret, without showing it: a fault of the program's configuration. */
export const keysOf = (secrets: Secrets): Keys => {
  const keys = (Redacted.isRedacted(secrets) ? [secrets] : secrets).map(keyOf)
  if (keys.length === 0) throw new TypeError("A webhook needs a secret.")
  return keys
}

/** One signature for each key, divided by spaces. */
export const signature = (keys: Keys, signed: Signed): Effect.Effect<string> =>
  withMac((mac) =>
    Effect.map(
      Effect.forEach(keys, (bytes) => Effect.flatMap(macKey(bytes), (key) => mac.sign(key, bytesOf(signed)))),
      (tags) => tags.map((tag) => `v1,${Base64.encode(tag)}`).join(" ")
    )
  )

/** Whether one of the signatures is by one of the keys. Compared in constant time. */
export const isTrue = (keys: Keys, signed: Signed, signatures: string): Effect.Effect<boolean> =>
  withMac((mac) =>
    Effect.gen(function*() {
      const tags = signatures.split(" ").flatMap((one) => {
        const tag = one.startsWith("v1,") ? Base64.decode(one.slice(3)) : undefined
        return tag !== undefined && Result.isSuccess(tag) ? [tag.success] : []
      })
      for (const bytes of keys) {
        const key = yield* macKey(bytes)
        for (const tag of tags) {
          if (yield* mac.verify(key, tag, bytesOf(signed))) return true
        }
      }
      return false
    })
  )

const keyOf = (secret: Redacted.Redacted): Uint8Array => {
  const text = Redacted.value(secret)
  const bytes = text.startsWith(prefix) ? Base64.decode(text.slice(prefix.length)) : undefined
  if (bytes === undefined || Result.isFailure(bytes) || bytes.success.length === 0) {
    throw new TypeError(`The secret of a webhook is written ${prefix} and then base64.`)
  }
  return bytes.success
}

const prefix = "whsec_"

const macKey = (bytes: Uint8Array) => Mac.key(Mac.hmacSha256, bytes)

/** SHA-256 is there wherever a program runs: where it is not, nothing of this can be done. */
const withMac = <A, E>(use: (mac: Mac.Mac["Service"]) => Effect.Effect<A, E>): Effect.Effect<A> =>
  Effect.orDie(Effect.provide(Effect.flatMap(Mac.Mac, use), webCrypto))

const webCrypto = Layer.provide(Mac.layerWebCrypto, secureRandom)

const bytesOf = ({ body, id, timestamp }: Signed): Uint8Array => utf8(`${id}.${timestamp}.${body}`)

/** By what Effect's base64 makes of a text, as the language alone has no encoder. */
const utf8 = (text: string): Uint8Array => Result.getOrThrow(Base64.decode(Base64.encode(text)))
