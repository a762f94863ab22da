// The schema files as the verbs need them that show or change one thing: read, or refused with what is wrong with them.
import { formatDiagnostics, hasErrors } from "@deciduous/codegen"
import { findVersion, type FoundVersion } from "@deciduous/codegen/findVersion"
import type { Catalog } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import * as Effect from "effect/Effect"
import { Unusable } from "../Failure.ts"

/** `mended` are rules that the verb is there to mend, so that what breaks them does not keep it from reading. */
export const catalogIn = (
  schemas: string,
  ignore: ReadonlyArray<string>,
  mended: ReadonlySet<string> = new Set()
): Effect.Effect<Catalog, Unusable> =>
  Effect.suspend(() => {
    const { assembled, problems } = readCatalog({ folder: schemas, ignore })
    const errors = problems.filter(({ code, severity }) => severity === "error" && !mended.has(code))
    return assembled === undefined || hasErrors(errors)
      ? Effect.fail(new Unusable({ message: formatDiagnostics(errors).trimEnd() }))
      : Effect.succeed(assembled)
  })

/** `AccountOpened`, `AccountOpened@1`, `bank-account/AccountOpened@1`. */
export const versionIn = (catalog: Catalog, name: string): Effect.Effect<FoundVersion, Unusable> => {
  const found = findVersion(catalog, name)
  return "problem" in found ? Effect.fail(new Unusable({ message: found.problem })) : Effect.succeed(found)
}
