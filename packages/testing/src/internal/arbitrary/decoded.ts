// From what is stored to what programs hold.
import * as Schema from "effect/Schema"
import type * as fc from "fast-check"

/** Values in memory, made by decoding stored ones: nothing is generated that a codec would not give. */
export const decoded = <A, I>(codec: Schema.Codec<A, I>, stored: fc.Arbitrary<I>): fc.Arbitrary<A> => {
  const decode = Schema.decodeSync(codec)
  return stored.map((value) => decode(value))
}
