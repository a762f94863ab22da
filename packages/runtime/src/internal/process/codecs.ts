// States and commands as JSON text, and back.
import type { StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { UnreadableProcess, UnwritableProcess } from "./errors.ts"

export interface Codec<A> {
  readonly encode: (instance: string, value: A) => Result.Result<string, UnwritableProcess>
  readonly decode: (instance: string, json: string) => Result.Result<A, UnreadableProcess>
}

export interface Codecs<State, Command> {
  readonly state: Codec<State>
  readonly command: Codec<Command>
}

export const codecsOf = <State, Command>(
  process: string,
  state: Schema.Codec<State, any>,
  command: Schema.Codec<Command, any>
): Codecs<State, Command> => ({
  state: codecOf(process, "state", state),
  command: codecOf(process, "command", command)
})

const codecOf = <A>(process: string, what: "state" | "command", schema: Schema.Codec<A, any>): Codec<A> => {
  const json = Schema.toCodecJson(schema)
  const encode = Schema.encodeUnknownResult(json)
  const decode = Schema.decodeUnknownResult(json)
  return {
    encode: (instance, value) =>
      Result.mapBoth(encode(value), {
        onSuccess: (encoded) => JSON.stringify(encoded),
        onFailure: () => new UnwritableProcess({ process, instance, problem: `a ${what} does not fit its schema.` })
      }),
    decode: (instance, text) =>
      Result.mapError(
        Result.flatMap(
          Result.try({ try: () => JSON.parse(text) as unknown, catch: () => undefined }),
          (parsed) => decode(parsed)
        ) as Result.Result<A, unknown>,
        () => new UnreadableProcess({ process, instance, what })
      )
  }
}

/** An event that waits for the beginning of its instance: as it is stored in the log, and which of its parts. */
export interface Early {
  readonly event: StoredEvent
  readonly part: number
}

export const encodeEarly = ({ event, part }: Early): string =>
  JSON.stringify({ event: { ...event, recordedAt: DateTime.formatIso(event.recordedAt) }, part })

/** It was written by `encodeEarly`. */
export const decodeEarly = (json: string): Early => {
  const { event, part } = JSON.parse(json) as Early & { readonly event: { readonly recordedAt: unknown } }
  return { event: { ...event, recordedAt: DateTime.makeUnsafe(String(event.recordedAt)) }, part }
}
