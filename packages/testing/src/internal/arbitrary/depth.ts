// Recursive types: how deep and how large a value gets. Read by the generators of objects and lists.
import * as fc from "fast-check"

/** At this depth nothing is made that may be left out: a recursive type ends. */
export const DEEPEST = 3

/** After so many suspended values in one, the same holds for all that follow: lists in lists would grow beyond use. */
const MANY = 20

/** A type that is declared further down, or is just being declared: what is in it lies one deeper. */
export const suspend = <T>(arbitrary: () => fc.Arbitrary<T>): fc.Arbitrary<T> => new Suspended(arbitrary)

/** A generator for each depth, from 0 to `DEEPEST`; each is made when it is first needed. */
export const byDepth = <T>(make: (depth: number) => fc.Arbitrary<T>): fc.Arbitrary<T> => new ByDepth(make)

/** How many suspended values are being made around the present one. Values are made one after the other. */
let depth = 0
/** How many of them the outermost value has so far, and how many generators are at work. */
let count = 0
let working = 0

const work = <T>(generate: () => T): T => {
  if (working === 0) count = 0
  working++
  try {
    return generate()
  } finally {
    working--
  }
}

class Suspended<T> extends fc.Arbitrary<T> {
  readonly #arbitrary: () => fc.Arbitrary<T>

  constructor(arbitrary: () => fc.Arbitrary<T>) {
    super()
    this.#arbitrary = arbitrary
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<T> {
    depth++
    try {
      return work(() => {
        count++
        return this.#arbitrary().generate(random, biasFactor)
      })
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
    return work(() => {
      const at = count > MANY ? DEEPEST : Math.min(depth, DEEPEST)
      return made(at, this.#of(at).generate(random, biasFactor))
    })
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
