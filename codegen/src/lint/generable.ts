// PATTERN_NOT_GENERABLE: patterns that tests get no text for. Read by `lint`.
import { type Diagnostic, quote, warning } from "../diagnostic.ts"
import type { Catalog } from "../model.ts"
import { allShapes } from "../walk.ts"

export const lintGenerable = (catalog: Catalog): ReadonlyArray<Diagnostic> => {
  const texts = allShapes(catalog).filter((shape) => shape._tag === "String")
  return texts.flatMap(({ examples = [], pattern, place }) =>
    pattern === undefined || examples.length > 0 || isGenerable(pattern) ? [] : [warning(
      "PATTERN_NOT_GENERABLE",
      place,
      `Arbitraries can't make text like ${quote(pattern)}: it looks around, back, or at a word's end.`,
      "add \"examples\" beside the pattern: tests then use these."
    )]
  )
}

/**
 * Whether fast-check makes text from a pattern: it knows no look-around, no references back, no `\b`, `\c` and `\0`,
 * and wants something in every group.
 */
export const isGenerable = (pattern: string): boolean =>
  // known escapes first, so that every bracket left is one of the syntax
  !UNKNOWN.test(
    pattern.replaceAll(/\\[^bBck0-9]/gu, "x").replaceAll(/\[(?:\\.|[^\]\\])+\]/gu, (of) => of.includes("\\") ? of : "x")
  )

const UNKNOWN = /^$|\\|\[\]|\(\?<?[=!]|\((?:\?:|\?<[^>=!]*>)?\)/u
