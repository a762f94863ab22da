// Text that a schema says more of: patterns, lengths beside a format, examples where nothing else is found.
import * as fc from "fast-check"
import { sieve } from "./sieve.ts"

/** What a schema says of text beside its format. */
export interface Limits {
  /** In code points. */
  readonly minLength?: number
  readonly maxLength?: number
  /** With the `u` flag. */
  readonly pattern?: RegExp
  /** Taken where no text is found that keeps to all the rest. */
  readonly examples?: ReadonlyArray<string>
}

/** Text made from a pattern. */
export const matching = (
  pattern: RegExp,
  limits: Limits,
  accepts: (text: string) => boolean = () => true
): fc.Arbitrary<string> => within(fromPattern(pattern, limits), limits, accepts)

/** Text of a format, or made from the pattern, that keeps to both. */
export const limited = (
  format: fc.Arbitrary<string>,
  limits: Limits,
  accepts: (text: string) => boolean
): fc.Arbitrary<string> => {
  const { maxLength, minLength, pattern } = limits
  if (pattern !== undefined) return within([...fromPattern(pattern, limits), format], limits, accepts)
  return maxLength === undefined && minLength === undefined ? format : within([format], limits, accepts)
}

/** None where fast-check cannot read the pattern: it knows no look-around, no back references and no `\b`. */
const fromPattern = (pattern: RegExp, limits: Limits): ReadonlyArray<fc.Arbitrary<string>> => {
  const { maxLength, minLength } = limits
  const exact = withLengths(pattern, limits)
  const sizes: ReadonlyArray<fc.SizeForArbitrary | undefined> = exact !== undefined
    ? [undefined, "max"]
    : maxLength === undefined && minLength === undefined
    ? [undefined]
    : [undefined, "xsmall", "medium"]
  try {
    return sizes.map((size) => fc.stringMatching(exact ?? pattern, size === undefined ? {} : { size }))
  } catch {
    return []
  }
}

/** Where a pattern is one character repeated, its count and the lengths are one: `^[0-9]+$` up to 20 is `^[0-9]{1,20}$`. */
const withLengths = ({ source }: RegExp, { maxLength = Infinity, minLength = 0 }: Limits): RegExp | undefined => {
  const [, character, count] = ONE_REPEATED.exec(source) ?? []
  if (character === undefined || count === undefined) return undefined
  const [least, most] = count === "*" ? [0, Infinity] : count === "+" ? [1, Infinity] : bounds(count)
  const [from, to] = [Math.max(least, minLength), Math.min(most, maxLength)]
  // of an open end fast-check itself decides how long is long
  return to > LONG || from > to ? undefined : new RegExp(`^${character}{${from},${to}}$`, "u")
}

const LONG = 256
const ONE_REPEATED = /^\^(\[(?:[^\]\\]|\\.)+\]|\\[dDwWsS]|\\[pP]\{[^}]+\}|[a-zA-Z0-9 _-])([*+]|\{\d+(?:,\d*)?\})\$$/u

const bounds = (count: string): readonly [least: number, most: number] => {
  const [least, most] = count.slice(1, -1).split(",")
  return [Number(least), most === undefined ? Number(least) : most === "" ? Infinity : Number(most)]
}

const within = (
  candidates: ReadonlyArray<fc.Arbitrary<string>>,
  limits: Limits,
  accepts: (text: string) => boolean
): fc.Arbitrary<string> => {
  const { examples = [], maxLength = Infinity, minLength = 0, pattern } = limits
  return sieve(
    candidates.length === 0 ? undefined : fc.oneof(...candidates),
    (text) => {
      const length = [...text].length
      return minLength <= length && length <= maxLength && (pattern === undefined || pattern.test(text))
        && accepts(text)
    },
    (random) => {
      if (examples.length > 0) return examples[random.nextInt(0, examples.length - 1)]!
      throw new Error(`No text was found that fits ${describe(limits)}: add "examples" to its schema.`)
    }
  )
}

const describe = ({ maxLength, minLength, pattern }: Limits): string =>
  [
    ...(pattern === undefined ? [] : [String(pattern)]),
    ...(minLength === undefined ? [] : [`minLength ${minLength}`]),
    ...(maxLength === undefined ? [] : [`maxLength ${maxLength}`])
  ].join(", ")
