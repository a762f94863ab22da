// Text of any characters, from the plainest to those that programs trip over.
import * as fc from "fast-check"
import { edged } from "./edged.ts"
import { type Limits, matching } from "./matching.ts"

/** Text that every store can hold: no U+0000, no half of a surrogate pair. */
export const text = (limits: Limits = {}): fc.Arbitrary<string> =>
  limits.pattern === undefined
    ? characters(storable, HARD, limits)
    : matching(limits.pattern, limits, (made) => made.isWellFormed() && !made.includes("\0"))

/** Any text at all (`x-jsonb: any`). */
export const anyText = (limits: Limits = {}): fc.Arbitrary<string> =>
  limits.pattern === undefined
    ? characters(any, [...HARD, "\0", "a\0b", "\ud800", "a\udbff"], limits)
    : matching(limits.pattern, limits)

/** Texts that are often treated wrongly: as nothing, as markup, as another text, as two characters. */
const HARD = [
  "",
  " ",
  "\n",
  "null",
  "0",
  "'",
  "\"\\",
  "${a}",
  "<b>",
  "ß",
  "e\u0301",
  "\u202e",
  "\u2028",
  "\uffff",
  "😀",
  "\u{10ffff}"
]

/** Longer texts are made at their greatest length only, not at random. */
const LONG = 256

const characters = (
  character: fc.Arbitrary<string>,
  hard: ReadonlyArray<string>,
  { maxLength = Infinity, minLength = 0 }: Limits
): fc.Arbitrary<string> => {
  const lengths = maxLength === Infinity ? { minLength } : { minLength, maxLength }
  const list = fc.array(character, lengths)
  const lists = maxLength <= LONG
    ? fc.oneof({ weight: 15, arbitrary: list }, {
      weight: 1,
      arbitrary: fc.array(character, { ...lengths, size: "max" })
    })
    : list
  const longest = maxLength <= LONG ? ["a", "😀"] : maxLength <= 10_000 ? ["a"] : []
  return edged(
    lists.map((made) => made.join(""), split),
    [
      ...hard.map((edge) => edge + "a".repeat(Math.max(0, minLength - [...edge].length))),
      ...longest.map((edge) => edge.repeat(maxLength))
    ].filter((edge) => [...edge].length <= maxLength)
  )
}

/** Back to code points, so that an edge can be shrunk as if it had been made of them. */
const split = (made: unknown): Array<string> => [...String(made)]

/** The order of characters, plainest first: shrinking leads to `a`. */
const ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

const SURROGATES = 0xd800
const AFTER_SURROGATES = 0xe000
/** As many as there are code points without U+0000 and without surrogates; those of `anyText` stand behind them. */
const STORABLE = 0x10ffff - (AFTER_SURROGATES - SURROGATES)
/** U+0000 and the first halves. Second halves are left out: behind a first one they would be one character with it. */
const UNSTORABLE = 1 + 0x400

const toCharacter = (index: number): string => {
  if (index < ASCII.length) return ASCII[index]!
  if (index === STORABLE) return "\0"
  if (index > STORABLE) return String.fromCharCode(SURROGATES + index - STORABLE - 1)
  // the control characters, then what stands behind the last one of ASCII
  const other = index - ASCII.length + 1
  const point = other < 0x20 ? other : other - 0x20 + 0x7f
  return String.fromCodePoint(point < SURROGATES ? point : point + AFTER_SURROGATES - SURROGATES)
}

const toIndex = (character: unknown): number => {
  const known = ASCII.indexOf(String(character))
  if (known >= 0) return known
  const point = String(character).codePointAt(0)!
  if (point === 0) return STORABLE
  if (point >= SURROGATES && point < AFTER_SURROGATES) return STORABLE + 1 + point - SURROGATES
  const skipped = point < SURROGATES ? point : point - (AFTER_SURROGATES - SURROGATES)
  return ASCII.length - 1 + (skipped < 0x20 ? skipped : skipped - 0x7f + 0x20)
}

const mostlyPlain = (characters: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.nat(ASCII.length - 1) },
    { weight: 2, arbitrary: fc.nat(0x7ff) },
    { weight: 1, arbitrary: fc.nat(characters - 1) }
  )

const storable = mostlyPlain(STORABLE).map(toCharacter, toIndex)

const any = edged(mostlyPlain(STORABLE + UNSTORABLE), [STORABLE, STORABLE + 1]).map(toCharacter, toIndex)
