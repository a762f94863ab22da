// Texts that a schema of text admits, those that people would write first. Read by `edges.ts` and `sample.ts`.
import { misfit } from "../check/fits.ts"
import { parsePattern, type Part } from "../lint/pattern.ts"
import type { StringShape } from "../model.ts"

/** Never empty where some text is known; each of them fits. */
export const textsOf = (shape: StringShape): ReadonlyArray<string> => {
  const fits = (text: string) => misfit(text, shape, () => undefined) === undefined
  const found = candidatesOf(shape).filter(fits)
  return [...new Set(found)].slice(0, MAX_TEXTS)
}

const MAX_TEXTS = 12

const candidatesOf = (shape: StringShape): ReadonlyArray<string> => {
  const { examples = [], format, maxLength, minLength, pattern } = shape
  if (format !== undefined) return [...examples, ...formatTexts(shape)]
  if (pattern !== undefined) {
    const variants = Array.from({ length: 16 }, (_, variant) => patternText(parsePattern(pattern).part, variant))
    return [...examples, ...variants]
  }
  const least = minLength ?? 0
  const longest = maxLength ?? Math.max(least, 300)
  const lengths = [least, least + 1, Math.min(longest, 40), longest].filter((length) => length <= MAX_LENGTH)
  return [
    ...examples,
    ...WORDS,
    ...lengths.map((length) => "x".repeat(length)),
    " ".repeat(Math.max(1, least)),
    "\u{1F600}".repeat(Math.max(1, least)),
    ...WORDS.map((word) => word.padEnd(least, "-"))
  ]
}

/** Longer ones say nothing more, and nobody reads them. */
const MAX_LENGTH = 2_000

const WORDS = ["Ada Lovelace", "Hello", "PRG-01", "a", "1"]

const formatTexts = ({ decimal, format }: StringShape): ReadonlyArray<string> => {
  switch (format) {
    case "uuid":
      return ["7c9e6679-7425-40de-944b-e07fc1f90ae7", "00000000-0000-0000-0000-000000000000"]
    case "date":
      return ["2024-02-29", "0001-01-01", "9999-12-31"]
    case "date-time":
      return [
        "2024-02-29T12:00:00.000Z",
        "0001-01-01T00:00:00Z",
        "2024-02-29T23:59:59.999+14:00",
        "2024-02-29T12:00:00.123456Z"
      ]
    case "decimal": {
      const { precision, scale } = decimal ?? { precision: 1, scale: 0 }
      const whole = precision - scale === 0 ? "0" : "9".repeat(precision - scale)
      const largest = scale === 0 ? whole : `${whole}.${"9".repeat(scale)}`
      return ["12.5", "1", "0", largest, `-${largest}`]
    }
    case "bigint":
      return ["42", "0", "-1", "123456789012345678901234567890"]
    case "duration":
      return ["PT1H30M", "P1D", "PT0.5S"]
    case "email":
      return ["ada@example.com"]
    case "uri":
      return ["https://example.com/a"]
    case undefined:
      return []
  }
}

/** A text that the pattern matches, as far as its structure is known; variants choose differently. */
const patternText = (part: Part, variant: number): string => {
  let choice = variant
  const choose = (count: number): number => {
    const chosen = choice % count
    choice = Math.floor(choice / count) + variant
    return chosen
  }
  const write = (of: Part): string => {
    switch (of._tag) {
      case "Atom": {
        const fitting = of.samples.filter((sample) => of.matches(sample))
        const readable = fitting.filter((sample) => /^[!-~]$/.test(sample))
        const from = readable.length > 0 ? readable : fitting
        return from[choose(Math.max(1, from.length))] ?? ""
      }
      case "Sequence":
        return of.parts.map(write).join("")
      case "Either":
        return write(of.parts[choose(of.parts.length)] ?? { _tag: "Sequence", parts: [] })
      case "Repeat":
        return Array.from({ length: of.least + choose(3) }, () => write(of.part)).join("")
      case "Optional":
        return choose(2) === 0 ? write(of.part) : ""
    }
  }
  return write(part)
}
