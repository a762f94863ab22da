// Lists of every length that a schema admits. Read by the generators of structures.
import * as fc from "fast-check"

export interface Lengths {
  readonly minLength: number
  readonly maxLength?: number
}

/** fast-check keeps lists short; where the longest is no burden it is made too. */
export const ofAllLengths = <A>(
  lengths: Lengths,
  make: (constraints: Lengths) => fc.Arbitrary<ReadonlyArray<A>>
): fc.Arbitrary<ReadonlyArray<A>> => {
  const { maxLength } = lengths
  const list = make(lengths)
  if (maxLength === undefined || maxLength <= SHORT || maxLength > LONG) return list
  const longest = new Longest(make({ minLength: maxLength, maxLength }), list)
  return fc.oneof({ weight: 31, arbitrary: list }, { weight: 1, arbitrary: longest })
}

/** Up to here fast-check makes every length by itself. */
const SHORT = 10
const LONG = 100

/** What a list of one length shrinks by: its items first, as they know how they were made, and then its length. */
interface Made {
  readonly by: "items" | "length"
  readonly context: unknown
}

class Longest<A> extends fc.Arbitrary<ReadonlyArray<A>> {
  readonly #longest: fc.Arbitrary<ReadonlyArray<A>>
  readonly #any: fc.Arbitrary<ReadonlyArray<A>>

  constructor(longest: fc.Arbitrary<ReadonlyArray<A>>, any: fc.Arbitrary<ReadonlyArray<A>>) {
    super()
    this.#longest = longest
    this.#any = any
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<ReadonlyArray<A>> {
    return made("items", this.#longest.generate(random, biasFactor))
  }

  override canShrinkWithoutContext(_value: unknown): _value is ReadonlyArray<A> {
    return false
  }

  override shrink(value: ReadonlyArray<A>, context: unknown): fc.Stream<fc.Value<ReadonlyArray<A>>> {
    const { by, context: own } = context as Made
    const byLength = this.#any.shrink(value, by === "length" ? own : undefined).map((smaller) =>
      made("length", smaller)
    )
    return by === "length"
      ? byLength
      : this.#longest.shrink(value, own).map((smaller) => made("items", smaller)).join(byLength)
  }
}

const made = <A>(by: Made["by"], value: fc.Value<A>): fc.Value<A> => {
  const context: Made = { by, context: value.context }
  return new fc.Value(value.value, context)
}
