// Recursive types: how deep a value goes. Read by the generators of objects and lists.
import * as fc from "fast-check"

/** At this depth nothing is made that may be left out: a recursive type ends. */
export const DEEPEST = 3

/** A type that is declared further down, or is just being declared: what is in it lies one deeper. */
export const suspend = <T>(arbitrary: () => fc.Arbitrary<T>): fc.Arbitrary<T> => new Suspended(arbitrary)

/** A generator for each depth, from 0 to `DEEPEST`; each is made when it is first needed. */
export const byDepth = <T>(make: (depth: number) => fc.Arbitrary<T>): fc.Arbitrary<T> => new ByDepth(make)

/** How many suspended values are being made around the present one. Values are made one after the other. */
let depth = 0

class Suspended<T> extends fc.Arbitrary<T> {
  readonly #arbitrary: () => fc.Arbitrary<T>

  constructor(arbitrary: () => fc.Arbitrary<T>) {
    super()
    this.#arbitrary = arbitrary
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<T> {
    depth++
    try {
      return this.#arbitrary().generate(random, biasFactor)
    } finally {
      depth--
    }
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#arbitrary().canShrinkWithoutContext(value)
  }

  override shrink(value: T, context: unknown): fc.Stream<fc.Value<T>> {
    return this.#arbitrary().shrink(value, context)
  }
}

/** A value is shrunk by the generator that made it. */
interface Made {
  readonly at: number
  readonly context: unknown
}

class ByDepth<T> extends fc.Arbitrary<T> {
  readonly #make: (depth: number) => fc.Arbitrary<T>
  readonly #made: Array<fc.Arbitrary<T> | undefined> = []

  constructor(make: (depth: number) => fc.Arbitrary<T>) {
    super()
    this.#make = make
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<T> {
    const at = Math.min(depth, DEEPEST)
    return made(at, this.#of(at).generate(random, biasFactor))
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#of(0).canShrinkWithoutContext(value)
  }

  override shrink(value: T, context: unknown): fc.Stream<fc.Value<T>> {
    const { at, context: own } = (context ?? { at: 0, context: undefined }) as Made
    return this.#of(at).shrink(value, own).map((smaller) => made(at, smaller))
  }

  #of(at: number): fc.Arbitrary<T> {
    return this.#made[at] ??= this.#make(at)
  }
}

const made = <T>(at: number, value: fc.Value<T>): fc.Value<T> => {
  const context: Made = { at, context: value.context }
  return new fc.Value(value.value, context)
}
