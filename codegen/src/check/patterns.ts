// PATTERN_NOT_GENERABLE: patterns that tests get no text for. Read by the pipeline.
import { type Diagnostic, quote, warning } from "../diagnostic.ts"
import type { Catalog, Shape } from "../model.ts"

export const checkPatterns = ({ aggregates, brands, types }: Catalog): ReadonlyArray<Diagnostic> => {
  const roots: ReadonlyArray<Shape> = [
    ...brands.map(({ shape }) => shape),
    ...types.map(({ shape }) => shape),
    ...aggregates.flatMap(({ commands, events }) =>
      [...events.flatMap(({ versions }) => versions), ...commands].map(({ payload }) => payload)
    )
  ]
  return roots.flatMap(textsOf).flatMap(({ examples = [], pattern, place }) =>
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

const textsOf = (shape: Shape): ReadonlyArray<Extract<Shape, { _tag: "String" }>> => {
  switch (shape._tag) {
    case "String":
      return [shape]
    case "Object":
      return shape.fields.flatMap((field) => textsOf(field.shape))
    case "Record":
      return textsOf(shape.values)
    case "Array":
      return textsOf(shape.items)
    case "Tuple":
      return shape.items.flatMap(textsOf)
    case "Union":
      return shape.branches.flatMap(textsOf)
    case "Nullable":
      return textsOf(shape.shape)
    default:
      return []
  }
}
