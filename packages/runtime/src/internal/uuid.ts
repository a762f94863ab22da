// Ids of new events, and randomness. The one place that touches Effect's unstable randomness.
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"

/** Where cryptography takes its randomness from. */
export const secureRandom = SecureRandom.layerWebCrypto

/** Bytes; asking the system costs several microseconds, however few are asked for. */
const poolSize = 4096

const pooled = (): (size: number) => Uint8Array => {
  let pool: Uint8Array = new Uint8Array(0)
  let used = 0
  return (size) => {
    if (used + size > pool.length) {
      pool = SecureRandom.randomBytesUnsafe(poolSize)
      used = 0
    }
    return pool.slice(used, used += size)
  }
}

const random = SecureRandom.make(pooled())

/** A UUID of version 7, higher than the one before it in this process. */
export const uuidV7 = (): string => Effect.runSync(random.uuidV7())
