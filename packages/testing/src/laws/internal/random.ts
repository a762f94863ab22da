// Randomness by a seed, from fast-check's own generator: its arbitraries take nothing else.
import * as fc from "fast-check"

/** One generator for each history, so that a history does not depend on how many came before it. */
export const randomOf = (seed: number, history: number): Random => {
  const [generator] = fc.sample(new Generator(), { seed: (seed + Math.imul(history, 0x9e3779b1)) | 0, numRuns: 1 })
  const rng = generator!
  return {
    rng,
    int: (min, max) => rng.nextInt(min, max),
    chance: (of, among) => rng.nextInt(1, among) <= of,
    pick: (list) => list[rng.nextInt(0, list.length - 1)]!
  }
}

export interface Random {
  readonly rng: fc.Random
  /** Both ends included. */
  readonly int: (min: number, max: number) => number
  /** True in so many cases among so many. */
  readonly chance: (of: number, among: number) => boolean
  /** One of a list that is not empty. */
  readonly pick: <A>(list: ReadonlyArray<A>) => A
}

export const newSeed = (): number => Math.floor(Math.random() * 0x7fffffff)

class Generator extends fc.Arbitrary<fc.Random> {
  generate(rng: fc.Random): fc.Value<fc.Random> {
    return new fc.Value(rng.clone(), undefined)
  }
  canShrinkWithoutContext(value: unknown): value is fc.Random {
    return value instanceof fc.Random
  }
  shrink(): fc.Stream<fc.Value<fc.Random>> {
    return fc.Stream.nil()
  }
}
