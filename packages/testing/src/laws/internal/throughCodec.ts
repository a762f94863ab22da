// A state as it comes back from where it is kept.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { firstDifference } from "../../internal/difference.ts"
import { isPlain } from "../../internal/freeze.ts"
import { same } from "../../internal/same.ts"

/** A schema, `"json"` for what is JSON as it is, or what keeps a state and gives it back. */
export type StateCodec = Schema.Codec<any, any> | "json" | Keep
export type Keep = (state: unknown, asStored: (json: unknown) => unknown) => Result.Result<unknown, string>

/** What was kept, or why it is not what it was. */
export const through = (codec: StateCodec): (state: unknown) => Result.Result<unknown, string> => {
  const keep: Keep = codec === "json"
    ? (state) => Result.succeed(asStored(state))
    : Schema.isSchema(codec)
    ? throughCodec(codec)
    : codec
  return (state) =>
    Result.flatMap(keep(state, asStored), (back) =>
      same(state, back)
        ? Result.succeed(back)
        : Result.fail(`The state comes back otherwise: ${firstDifference(state, back, same)}`))
}

/** As the runtime keeps it. */
const throughCodec = (codec: Schema.Codec<unknown, unknown>): Keep => {
  const json = Schema.toCodecJson(codec)
  const encode = Schema.encodeUnknownResult(json)
  const decode = Schema.decodeUnknownResult(json)
  return (state) =>
    encode(state).pipe(
      Result.flatMap((encoded) => decode(asStored(encoded))),
      Result.mapError((problem) => `The state cannot be kept: ${problem}`)
    )
}

/** As PostgreSQL hands it out: the keys of objects by length, then by bytes. */
const asStored = (value: unknown): unknown => {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : ordered(JSON.parse(text))
}

const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : isPlain(value)
    ? Object.fromEntries(
      Object.entries(value).toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)).map((
        [key, part]
      ) => [key, ordered(part)])
    )
    : value
