// Objects, lists and choices between values.
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { byDepth, DEEPEST } from "./depth.ts"
import { type Lengths, ofAllLengths } from "./lists.ts"
import { text } from "./text.ts"

type Fields = { readonly [name: string]: fc.Arbitrary<unknown> }
type Arbitraries<A> = { readonly [K in keyof A]: fc.Arbitrary<A[K]> }

/** An object: the fields that it always has, and those that it may have. */
export const record = <A, B = {}>(
  required: Arbitraries<A>,
  optional?: Arbitraries<B>
): fc.Arbitrary<A & Partial<B>> => {
  const requiredKeys = Object.keys(required)
  return byDepth((depth) => {
    const fields = (depth < DEEPEST ? { ...required, ...optional } : required) as Fields
    const made: fc.Arbitrary<unknown> = fc.record(fields, { requiredKeys, noNullPrototype: true })
    // a spread of two generics has lost which field is which
    return made as fc.Arbitrary<A & Partial<B>>
  })
}

/** An object of any keys that a store takes. */
export const dictionary = <A>(values: fc.Arbitrary<A>): fc.Arbitrary<{ [key: string]: A }> =>
  byDepth((depth) => {
    const keys = text().filter((key) => key !== "__proto__")
    return fc.dictionary(keys, values, { maxKeys: Math.min(MOST[depth]!, 10), noNullPrototype: true })
  })

interface Items {
  readonly minItems?: number
  readonly maxItems?: number
}

export const array = <A>(items: fc.Arbitrary<A>, bounds: Items = {}): fc.Arbitrary<ReadonlyArray<A>> =>
  byDepth((depth) => ofAllLengths(lengths(depth, bounds), (constraints) => fc.array(items, constraints)))

/** A list without two items that are one value once decoded: `1.5` and `1.50` are. */
export const uniqueArray = <A, B>(
  items: fc.Arbitrary<A>,
  codec: Schema.Codec<B, A>,
  bounds: Items = {}
): fc.Arbitrary<ReadonlyArray<A>> => {
  const decode = Schema.decodeSync(codec)
  // fast-check draws until it has enough, for ever where the schema admits fewer values than it wants items
  let draws = 0
  const selector = (item: A): B => {
    if (draws++ < TOO_MANY) return decode(item)
    draws = 0
    throw new Error(`No ${bounds.minItems} different items were found: their schema must admit more of them.`)
  }
  return byDepth((depth) =>
    ofAllLengths(
      lengths(depth, bounds),
      (constraints) => fc.uniqueArray(items, { ...constraints, selector, comparator: Equal.equals })
    )
  ).map((list) => {
    draws = 0
    return list
  })
}

const TOO_MANY = 10_000

export const tuple = <A extends ReadonlyArray<unknown>>(items: Arbitraries<A>): fc.Arbitrary<A> =>
  fc.tuple(...items as ReadonlyArray<fc.Arbitrary<unknown>>) as fc.Arbitrary<unknown> as fc.Arbitrary<A>

/** One of several; the first is the simplest, in which recursion ends and to which shrinking leads. */
export const union = <A extends ReadonlyArray<unknown>>(branches: Arbitraries<A>): fc.Arbitrary<A[number]> => {
  const all = branches as ReadonlyArray<fc.Arbitrary<A[number]>>
  return byDepth((depth) => depth < DEEPEST ? fc.oneof({ withCrossShrink: true }, ...all) : all[0]!)
}

export const nullable = <A>(value: fc.Arbitrary<A>): fc.Arbitrary<A | null> =>
  byDepth((depth) => depth < DEEPEST ? fc.option(value) : fc.constant(null))

/** One of several constants; shrinking leads to the first. */
export const literals = <const A extends ReadonlyArray<string | number | boolean | null>>(
  values: A
): fc.Arbitrary<A[number]> => fc.constantFrom<A[number]>(...values)

export const boolean = (): fc.Arbitrary<boolean> => fc.boolean()

/** How many items a list within a recursive value has at most, by its depth. */
const MOST = [Infinity, 2, 1, 0]

const lengths = (depth: number, { maxItems = Infinity, minItems = 0 }: Items): Lengths => {
  const most = Math.max(minItems, Math.min(maxItems, MOST[depth] ?? 0))
  return most === Infinity ? { minLength: minItems } : { minLength: minItems, maxLength: most }
}
