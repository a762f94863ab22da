// States as JSON text with the values that they are found by, and back.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Change } from "../../ReadModelStore.ts"
import { UnreadableDocument, UnwritableDocument } from "./documentErrors.ts"
import { indexText, type IndexValue } from "./indexText.ts"

export type Indexes<State> = { readonly [name: string]: (state: State) => IndexValue | undefined }

export interface DocumentCodec<State> {
  /** By number, in the order in which they were declared. */
  readonly indexes: ReadonlyArray<string>
  /** What documents look like, and what they are found by. */
  readonly described: () => unknown
  readonly encode: (
    model: string,
    key: string,
    state: State
  ) => Result.Result<Change, UnwritableDocument>
  readonly decode: (
    model: string,
    key: string,
    json: string
  ) => Result.Result<Exclude<State, undefined>, UnreadableDocument>
}

export const documentCodec = <State>(
  schema: Schema.Codec<Exclude<State, undefined>, any>,
  indexes: Indexes<Exclude<State, undefined>>
): DocumentCodec<State> => {
  const json = Schema.toCodecJson(schema)
  const encode = Schema.encodeUnknownResult(json)
  const decode = Schema.decodeUnknownResult(json)
  const fields = Object.values(indexes)
  return {
    indexes: Object.keys(indexes),
    described: () => [Schema.toRepresentation(json), Object.keys(indexes), fields.map(String)],
    encode: (model, key, state) => {
      if (state === undefined) return Result.succeed({ key, json: undefined, indexes: [] })
      const problem = key === "" || key.includes("\0") || !key.isWellFormed()
        ? "its key is empty, or has U+0000 or half of a surrogate pair."
        : undefined
      if (problem !== undefined) return Result.fail(new UnwritableDocument({ model, key, problem }))
      const known = state as Exclude<State, undefined>
      return Result.mapBoth(encode(known), {
        onSuccess: (encoded) => ({
          key,
          json: JSON.stringify(encoded),
          indexes: fields.map((field) => {
            const value = field(known)
            return value === undefined ? undefined : indexText(value)
          })
        }),
        onFailure: () =>
          new UnwritableDocument({
            model,
            key,
            problem: "the state does not fit the schema of the projection's state."
          })
      })
    },
    decode: (model, key, text) =>
      Result.mapError(
        Result.flatMap(
          Result.try({ try: () => JSON.parse(text) as unknown, catch: () => undefined }),
          (parsed) => decode(parsed)
        ) as Result.Result<Exclude<State, undefined>, unknown>,
        () => new UnreadableDocument({ model, key })
      )
  }
}
