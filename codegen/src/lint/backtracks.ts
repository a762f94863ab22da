// Whether a pattern can read one text in exponentially many ways, which is what a backtracking engine tries out one by
// one where the text then does not fit. The pattern becomes an automaton whose states are the places of its characters;
// there are that many ways if two different walks lead from a place back to it by the same text.
import { parsePattern, type Part } from "./pattern.ts"

export const backtracks = (pattern: string): boolean => {
  const { atoms, part } = parsePattern(pattern)
  // The question is asked of pairs of places; a longer pattern is left to its author.
  if (atoms.length > MAX_PLACES) return false
  const { follow } = automaton(part)
  const alphabet = [...new Set(atoms.flatMap(({ samples }) => samples))]
  const letters = atoms.map((atom) => new Set(alphabet.flatMap((letter, index) => atom.matches(letter) ? [index] : [])))
  return hasTwoWays(follow) || hasTwoWalks(follow, letters)
}

const MAX_PLACES = 60

/** From a place to those that can come next, and in how many ways. */
type Follow = ReadonlyMap<number, ReadonlyMap<number, number>>

interface Ends {
  readonly first: ReadonlyArray<number>
  readonly last: ReadonlyArray<number>
  readonly mayBeEmpty: boolean
}

const automaton = (root: Part): { readonly follow: Follow } => {
  const follow = new Map<number, Map<number, number>>()
  const connect = (from: ReadonlyArray<number>, to: ReadonlyArray<number>): void => {
    for (const a of from) {
      const next = follow.get(a) ?? new Map<number, number>()
      for (const b of to) next.set(b, (next.get(b) ?? 0) + 1)
      follow.set(a, next)
    }
  }
  const visit = (part: Part): Ends => {
    switch (part._tag) {
      case "Atom":
        return { first: [part.place], last: [part.place], mayBeEmpty: false }
      case "Either": {
        const ends = part.parts.map(visit)
        return {
          first: ends.flatMap(({ first }) => first),
          last: ends.flatMap(({ last }) => last),
          mayBeEmpty: ends.some(({ mayBeEmpty }) => mayBeEmpty)
        }
      }
      case "Sequence":
        return part.parts.map(visit).reduce<Ends>((before, after) => {
          connect(before.last, after.first)
          return {
            first: before.mayBeEmpty ? [...before.first, ...after.first] : before.first,
            last: after.mayBeEmpty ? [...before.last, ...after.last] : after.last,
            mayBeEmpty: before.mayBeEmpty && after.mayBeEmpty
          }
        }, { first: [], last: [], mayBeEmpty: true })
      case "Repeat": {
        const inner = visit(part.part)
        connect(inner.last, inner.first)
        return { ...inner, mayBeEmpty: inner.mayBeEmpty || part.least === 0 }
      }
      case "Optional":
        return { ...visit(part.part), mayBeEmpty: true }
    }
  }
  visit(root)
  return { follow }
}

/** `(a+)+`: one step within a circle can be taken in two ways. */
const hasTwoWays = (follow: Follow): boolean => {
  const edges = [...follow].flatMap(([from, next]) => [...next].map(([to, ways]) => ({ from, to, ways })))
  return edges.some(({ from, to, ways }) =>
    ways > 1 && reaches(to, from, (place) => [...follow.get(place)?.keys() ?? []], String)
  )
}

type Pair = readonly [number, number]

/** `(a|a)*`: two walks by the same text part at a place and meet there again. */
const hasTwoWalks = (follow: Follow, letters: ReadonlyArray<ReadonlySet<number>>): boolean => {
  const meet = (a: number, b: number) => [...letters[a] ?? []].some((letter) => letters[b]?.has(letter) === true)
  const next = ([a, b]: Pair): ReadonlyArray<Pair> =>
    [...follow.get(a)?.keys() ?? []].flatMap((c) =>
      [...follow.get(b)?.keys() ?? []].filter((d) => meet(c, d)).map((d): Pair => [c, d])
    )
  return [...follow.keys()].some((place) => {
    const parted = next([place, place]).filter(([a, b]) => a < b)
    return parted.some((pair) => reaches<Pair>(pair, [place, place], next, ([a, b]) => `${a},${b}`))
  })
}

const reaches = <A>(from: A, to: A, next: (place: A) => ReadonlyArray<A>, keyOf: (place: A) => string): boolean => {
  const seen = new Set<string>([keyOf(from)])
  const left = [from]
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    if (keyOf(place) === keyOf(to)) return true
    for (const one of next(place)) {
      if (seen.has(keyOf(one))) continue
      seen.add(keyOf(one))
      left.push(one)
    }
  }
  return false
}
