// A filter with an end. Read by the generators of texts with patterns.
import * as fc from "fast-check"

/**
 * The values of `base` that are accepted. `otherwise` is asked where none is found in a thousand, and where there is
 * nothing to draw from: it gives a value, which does not shrink, or throws.
 */
export const sieve = <A>(
  base: fc.Arbitrary<A> | undefined,
  accepts: (value: A) => boolean,
  otherwise: (random: fc.Random) => A
): fc.Arbitrary<A> => new Sieve(base, accepts, otherwise)

const TRIES = 1_000

class Sieve<A> extends fc.Arbitrary<A> {
  readonly #base: fc.Arbitrary<A> | undefined
  readonly #accepts: (value: A) => boolean
  readonly #otherwise: (random: fc.Random) => A

  constructor(
    base: fc.Arbitrary<A> | undefined,
    accepts: (value: A) => boolean,
    otherwise: (random: fc.Random) => A
  ) {
    super()
    this.#base = base
    this.#accepts = accepts
    this.#otherwise = otherwise
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<A> {
    for (let tries = 0; this.#base !== undefined && tries < TRIES; tries++) {
      const found = this.#base.generate(random, biasFactor)
      if (this.#accepts(found.value)) return found
    }
    return new fc.Value(this.#otherwise(random), NOT_MADE)
  }

  override canShrinkWithoutContext(value: unknown): value is A {
    return this.#base?.canShrinkWithoutContext(value) === true && this.#accepts(value as A)
  }

  override shrink(value: A, context: unknown): fc.Stream<fc.Value<A>> {
    return context === NOT_MADE || this.#base === undefined
      ? fc.Stream.nil()
      : this.#base.shrink(value, context).filter((smaller) => this.#accepts(smaller.value))
  }
}

/** The context of a value that was given, not made. */
const NOT_MADE = Symbol("not made")
