// PATTERN_BACKTRACKS: patterns that some short text keeps busy for longer than anyone waits.
import { type Diagnostic, quote, warning } from "../diagnostic.ts"
import type { Catalog } from "../model.ts"
import { backtracks } from "./backtracks.ts"
import { mendableShapes } from "./mendable.ts"

export const lintBacktracking = (catalog: Catalog): ReadonlyArray<Diagnostic> =>
  mendableShapes(catalog).flatMap((shape) =>
    shape._tag !== "String" || shape.pattern === undefined || !backtracks(shape.pattern) ? [] : [warning(
      "PATTERN_BACKTRACKS",
      shape.place,
      `A text that nearly fits ${quote(shape.pattern)} takes twice the time with each further character.`,
      "don't repeat what can be repeated within itself: (a+)+ is a+."
    )]
  )
