// On which channel the processes of one log tell each other that something was appended.
import { createHash } from "node:crypto"

/** The most bytes that the name of a channel may have. */
const maxBytes = 63

/** A name of its own for each schema of a database, which is also as far as a channel reaches. */
export const channelOf = (schema: string): string => {
  const readable = `events of ${schema}`
  return Buffer.byteLength(readable) <= maxBytes
    ? readable
    : `events of ${createHash("sha256").update(schema).digest("hex").slice(0, 32)}`
}
