// Payloads at random, with values strewn in that upcasters trip over: nothing, zero, one digit, a text of two words.
import * as fc from "fast-check"
import { leavesOf, replaced } from "./leaf.ts"
import { hard } from "./text.ts"

/** Half of the payloads get one such value, or one of their own in another place, where that is a payload too. */
export const strewn = (payload: fc.Arbitrary<unknown>, fits: Fits): fc.Arbitrary<unknown> => new Strewn(payload, fits)

/** Whether its own schema admits a payload: an arbitrary whose inverse takes too much would say so of any. */
export type Fits = (payload: unknown) => boolean

/** Each such value in each place of a few payloads: what upcasters trip over is met by every seed. */
export const tripping = (payload: fc.Arbitrary<unknown>, fits: Fits, seed: number): ReadonlyArray<unknown> =>
  fc.sample(payload, { seed, numRuns: 2 }).flatMap((made) =>
    leavesOf(made).flatMap(({ kind, path }) =>
      (kind === "text" ? texts : kind === "number" ? numbers : []).map((value) => replaced(made, path, value))
    )
  ).filter((candidate) => payload.canShrinkWithoutContext(candidate) && fits(candidate)).slice(0, MOST)

/** A payload of very many fields has chance for the rest. */
const MOST = 500

const numbers = [0, 1, -1, 5, 9, 10, 99, 100, 101, -5, 1000, 0.1, 1e-7, 1e21]
const texts = [...hard, "0.00", "-1", "5", "a", "a b", "a  b", "a b c", "A", "\u00e9", "e\u0301", "😀", "2024-02-29"]

class Strewn extends fc.Arbitrary<unknown> {
  readonly #base: fc.Arbitrary<unknown>
  readonly #fits: Fits

  constructor(base: fc.Arbitrary<unknown>, fits: Fits) {
    super()
    this.#base = base
    this.#fits = fits
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<unknown> {
    const made = this.#base.generate(random, biasFactor)
    const leaves = leavesOf(made.value)
    if (leaves.length === 0 || random.nextInt(0, 1) === 0) return made
    const pick = <A>(list: ReadonlyArray<A>): A => list[random.nextInt(0, list.length - 1)]!
    const { kind, path } = pick(leaves)
    const own = leaves.filter((other) => other.kind === kind).map(({ value }) => value)
    const known: ReadonlyArray<unknown> = kind === "text" ? texts : kind === "number" ? numbers : own
    const payload = replaced(made.value, path, pick(random.nextInt(0, 2) === 0 ? own : known))
    return this.canShrinkWithoutContext(payload) ? new fc.Value(payload, undefined) : made
  }

  override canShrinkWithoutContext(value: unknown): value is unknown {
    return this.#base.canShrinkWithoutContext(value) && this.#fits(value)
  }

  override shrink(value: unknown, context: unknown): fc.Stream<fc.Value<unknown>> {
    return this.#base.shrink(value, context)
  }
}
