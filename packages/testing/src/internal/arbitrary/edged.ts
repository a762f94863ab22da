// Values that break programs, more often than chance would bring them. Read by the generators of scalars.
import * as fc from "fast-check"

/**
 * `base`, with these values of it strewn in.
 *
 * They shrink as any other value of `base` does, so it must be able to shrink a value that it has not made itself:
 * numbers can, and what is mapped from them with the way back.
 */
export const edged = <T>(base: fc.Arbitrary<T>, edges: ReadonlyArray<T>): fc.Arbitrary<T> =>
  edges.length === 0 ? base : new Edged(base, edges)

class Edged<T> extends fc.Arbitrary<T> {
  readonly #base: fc.Arbitrary<T>
  readonly #edges: ReadonlyArray<T>

  constructor(base: fc.Arbitrary<T>, edges: ReadonlyArray<T>) {
    super()
    this.#base = base
    this.#edges = edges
  }

  /** `biasFactor` is fast-check's: one value in so many is to be an edge, and none where it is absent. */
  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<T> {
    if (biasFactor === undefined || random.nextInt(1, 2 * biasFactor) > 1) {
      return this.#base.generate(random, biasFactor)
    }
    return new fc.Value(this.#edges[random.nextInt(0, this.#edges.length - 1)]!, undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#base.canShrinkWithoutContext(value)
  }

  override shrink(value: T, context: unknown): fc.Stream<fc.Value<T>> {
    return this.#base.shrink(value, context)
  }
}
