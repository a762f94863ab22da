// What the scalars' tests share: a scalar accepts a table of texts, refuses another, and writes what it reads.
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

type Table = ReadonlyArray<unknown>

/** Which inputs a scalar accepts and refuses; no input ever throws. */
export const strictness = (
  name: string,
  codec: Schema.Codec<any, any>,
  { accepted, refused }: { readonly accepted: Table; readonly refused: Table }
) =>
  describe(name, () => {
    it.each(accepted.map((input) => [input]))("accepts %j", (input) => {
      assert.isTrue(Result.isSuccess(Schema.decodeUnknownResult(codec)(input)))
    })
    it.each([...refused, ...noText].map((input) => [input]))("refuses %j", (input) => {
      assert.isTrue(Result.isFailure(Schema.decodeUnknownResult(codec)(input)))
    })
  })

/** Values that are no text at all. */
const noText: Table = [0, 1, true, null, undefined, [], ["1"], {}]

/** The text that is written for a text that was read. */
export const rewritten = <A>(codec: Schema.Codec<A, string>, text: string): string =>
  Schema.encodeSync(codec)(Schema.decodeSync(codec)(text))

export const isRefusedToWrite = <A>(codec: Schema.Codec<A, string>, value: A): void => {
  assert.isTrue(Result.isFailure(Schema.encodeUnknownResult(codec)(value)), String(value))
}
