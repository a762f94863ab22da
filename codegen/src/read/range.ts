// Pairs of bounds, and whether anything lies between them: lengths, counts, numbers.
import { error } from "../diagnostic.ts"
import type { SchemaContext } from "./context.ts"
import { readCount } from "./keys.ts"
import type { Keyword, Keywords } from "./keywords.ts"

export interface CountRange {
  readonly least: number | undefined
  readonly most: number | undefined
}

/** `minLength` and `maxLength`, `minItems` and `maxItems`. `sentence` is said of an empty range. */
export const readCountRange = (
  keywords: Keywords,
  min: Keyword,
  max: Keyword,
  sentence: (least: number, most: number) => string,
  context: SchemaContext
): CountRange => {
  const lower = keywords.get(min)
  const upper = keywords.get(max)
  const least = lower && readCount(lower, 0, context.report)
  const most = upper && readCount(upper, 0, context.report)
  if (lower !== undefined && least !== undefined && most !== undefined && least > most) {
    context.report(error("EMPTY_RANGE", lower.place, sentence(least, most)))
  }
  return { least, most }
}
