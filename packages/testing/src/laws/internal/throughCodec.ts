// A state as it comes back from where it is kept.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { firstDifference } from "../../internal/difference.ts"
import { isPlain } from "../../internal/freeze.ts"
import { same } from "../../internal/same.ts"

export type StateCodec = Schema.Codec<any, any> | "json"

/** What was kept, or why it is not what it was. */
export const through = (codec: StateCodec): (state: unknown) => Result.Result<unknown, string> => {
  const restore = codec === "json" ? (state: unknown) => Result.succeed(asStored(state)) : throughCodec(codec)
  return (state) =>
    Result.flatMap(restore(state), (back) =>
      same(state, back)
        ? Result.succeed(back)
        : Result.fail(`The state comes back otherwise: ${firstDifference(state, back, same)}`))
}

const throughCodec = (codec: Schema.Codec<unknown, unknown>) => {
  const encode = Schema.encodeUnknownResult(codec)
  const decode = Schema.decodeUnknownResult(codec)
  return (state: unknown): Result.Result<unknown, string> =>
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
