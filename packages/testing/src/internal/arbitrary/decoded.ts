// From what is stored to what programs hold.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { same } from "../same.ts"

/** Values in memory, made by decoding stored ones: nothing is generated that a codec would not give. */
export const decoded = <A, I>(codec: Schema.Codec<A, I>, stored: fc.Arbitrary<I>): fc.Arbitrary<A> => {
  const decode = Schema.decodeSync(codec)
  return new Decoded(codec, stored.map((value) => decode(value)))
}

/** It knows its values whoever made them, since the codec does: laws put parts of one command into another. */
class Decoded<A> extends fc.Arbitrary<A> {
  readonly #made: fc.Arbitrary<A>
  readonly #encode: (value: unknown) => Result.Result<unknown, unknown>
  readonly #decode: (encoded: unknown) => Result.Result<A, unknown>

  constructor(codec: Schema.Codec<A, unknown>, made: fc.Arbitrary<A>) {
    super()
    this.#made = made
    this.#encode = Schema.encodeUnknownResult(codec)
    this.#decode = Schema.decodeUnknownResult(codec)
  }

  generate(random: fc.Random, biasFactor: number | undefined): fc.Value<A> {
    return this.#made.generate(random, biasFactor)
  }

  canShrinkWithoutContext(value: unknown): value is A {
    const back = Result.flatMap(this.#encode(value), this.#decode)
    return Result.isSuccess(back) && same(back.success, value)
  }

  /** Of a value that somebody else made there is nothing simpler to tell. */
  shrink(value: A, context: unknown): fc.Stream<fc.Value<A>> {
    return this.#made.shrink(value, context)
  }
}
