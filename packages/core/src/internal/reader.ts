// Reads one stored event: up its chain of upcasts, through splits, to the current codec.
import * as Result from "effect/Result"
import type { Payload } from "../RecordedEvent.ts"
import { toText } from "../scalar/Timestamp.ts"
import type { UpcastContext } from "../Upcast.ts"
import type { CodecMachine } from "./codecMachine.ts"
import { BrokenEventSet, type End, type Ends, type StoredCodec } from "./rules.ts"

/** What is stored, or what a hand-written split answers with. */
interface Versioned {
  readonly type: string
  readonly version: number
  readonly data: unknown
}

/** The events that a stored one stands for, or what is wrong with it. */
export type Read = (stored: Payload) => Result.Result<ReadonlyArray<unknown>, string>

export const reader = (ends: Ends, machineOf: (codec: StoredCodec) => CodecMachine): Read => {
  const read = (
    { data, type, version }: Versioned,
    contextOf: () => UpcastContext,
    splits: ReadonlyArray<string> = []
  ): ReturnType<Read> => {
    const end = ends.readable.get(type)?.get(version)
    if (end === undefined) return Result.fail(ends.unreadable(type, version))
    if (end._tag === "Skip") return Result.succeed([])
    // an upcast trusts its payload: held against its own version first, nothing is lost or turned into something else
    const stored = end.stored === undefined ? Result.succeed(undefined) : machineOf(end.stored).decode(data)
    if (Result.isFailure(stored)) return Result.fail(unfit(`${type} v${version}`, stored.failure))
    const upcast = end.steps.length === 0 ? Result.succeed(data) : climb(end, data, contextOf())
    if (Result.isFailure(upcast)) return Result.fail(upcast.failure)
    if (end._tag === "Split") {
      const { key } = end.steps.at(-1)!
      if (!isParts(upcast.success)) {
        return Result.fail(`the upcaster "${key}" gave something else than a list of { type, version, data }.`)
      }
      if (splits.includes(key)) return Result.fail(`the upcaster "${key}" gave an event that leads to it again.`)
      return all(upcast.success, (part) => read(part, contextOf, [...splits, key])).pipe(
        Result.mapError((problem) => `${type} v${version}, split by the upcaster "${key}": ${problem}`)
      )
    }
    const event = machineOf(end.codec).decode(upcast.success)
    if (Result.isSuccess(event)) return Result.succeed([event.success])
    const after = end.steps.length === 0 ? "" : ` after its upcasts to ${end.type} v${end.schemaVersion}`
    return Result.fail(unfit(`${type} v${version}${after}`, event.failure))
  }
  return (stored) =>
    read({ type: stored.type, version: stored.schemaVersion, data: stored.data }, () => ({
      streamId: stored.streamId,
      version: stored.version,
      recordedAt: toText(stored.recordedAt)
    }))
}

const unfit = (what: string, problem: string): string => `${what} does not fit its schema: ${problem}`

/** Hand-written steps may throw; what they throw may hold the payload, so only its kind is told. */
const climb = (end: End, data: unknown, context: UpcastContext): Result.Result<unknown, string> => {
  let payload = data
  for (const { by, key } of end.steps) {
    try {
      payload = by(payload, context)
    } catch (cause) {
      if (cause instanceof BrokenEventSet) return Result.fail(cause.message)
      const kind = cause instanceof Error ? cause.name : typeof cause
      return Result.fail(
        `the upcaster "${key}" threw ${kind}. Upcasters must be total; run it on this payload to see why.`
      )
    }
  }
  return Result.succeed(payload)
}

/** The types say so already, and a hand-written upcaster may have been forced through them. */
const isParts = (value: unknown): value is ReadonlyArray<Versioned> =>
  Array.isArray(value)
  && value.every((part) => typeof part?.type === "string" && typeof part.version === "number")

const all = (parts: ReadonlyArray<Versioned>, read: (part: Versioned) => ReturnType<Read>): ReturnType<Read> => {
  const events: Array<unknown> = []
  for (const part of parts) {
    const result = read(part)
    if (Result.isFailure(result)) return result
    for (const event of result.success) events.push(event)
  }
  return Result.succeed(events)
}
