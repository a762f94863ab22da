// The ids of commands that processes send: the same event leads to the same ids, in any process, at any time.
import type { RecordedEvent } from "@deciduous/core"
import { sha1 } from "./sha1.ts"

/** A UUID of version 5 from the place that a command has in what an event led to. It never changes: aggregates know it. */
export const commandId = (
  process: string,
  instance: string,
  { part, streamId, version }: Pick<RecordedEvent<unknown>, "part" | "streamId" | "version">,
  index: number
): string => uuidV5(JSON.stringify([process, instance, streamId, version, part, index]))

/** The id of what is sent in the place of a command that was rejected. */
export const insteadId = (id: string, command: string): string => uuidV5(JSON.stringify([id, "instead", command]))

/** RFC 9562, 5.5, in a namespace of our own. */
export const uuidV5 = (name: string): string => {
  // in ASCII, so that half of a surrogate pair has a digest of its own too
  const text = name.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
  const bytes = Uint8Array.from([...namespace, ...Array.from(text, (character) => character.charCodeAt(0))])
  const digest = sha1(bytes)
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  const hex = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** 8c1f7a52-4d3e-4b6a-9f0d-2e5b7c9a1d34 */
const namespace = Uint8Array.of(
  0x8c,
  0x1f,
  0x7a,
  0x52,
  0x4d,
  0x3e,
  0x4b,
  0x6a,
  0x9f,
  0x0d,
  0x2e,
  0x5b,
  0x7c,
  0x9a,
  0x1d,
  0x34
)
