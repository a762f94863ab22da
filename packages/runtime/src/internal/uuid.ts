// The one place that touches Effect's unstable crypto modules.
export { uuidV7Unsafe as uuidV7 } from "effect/crypto/SecureRandom"
