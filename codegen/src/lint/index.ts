// LINT: what is legal, and regretted later. Warnings only, in an order of no meaning; `settle` makes them ready to print.
// Read this first of `lint/`.
import type { Diagnostic } from "../diagnostic.ts"
import type { Catalog } from "../model.ts"
import { lintBacktracking } from "./backtracking.ts"
import { lintDescriptions } from "./descriptions.ts"
import { lintGenerable } from "./generable.ts"
import { lintNames } from "./names.ts"
import { lintUnused } from "./unused.ts"
import { lintValues } from "./values.ts"

/** Every warning of the LINT rules that a catalog gives reason for. */
export const lint = (catalog: Catalog): ReadonlyArray<Diagnostic> =>
  [lintNames, lintDescriptions, lintValues, lintUnused, lintBacktracking, lintGenerable].flatMap((rule) =>
    rule(catalog)
  )
