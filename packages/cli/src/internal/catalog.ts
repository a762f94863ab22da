// The schema files as the verbs need them that show or change one thing: read, or refused with what is wrong with them.
import { formatDiagnostics, hasErrors } from "@deciduous/codegen"
import { findVersion, type FoundVersion } from "@deciduous/codegen/findVersion"
import type { Catalog } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import * as Effect from "effect/Effect"
import { Unusable } from "../Failure.ts"

export const catalogIn = (schemas: string, ignore: ReadonlyArray<string>): Effect.Effect<Catalog, Unusable> =>
  Effect.suspend(() => {
    const { catalog, problems } = readCatalog({ folder: schemas, ignore })
    const errors = problems.filter(({ severity }) => severity === "error")
    return catalog === undefined || hasErrors(problems)
      ? Effect.fail(new Unusable({ message: formatDiagnostics(errors).trimEnd() }))
      : Effect.succeed(catalog)
  })

/** `AccountOpened`, `AccountOpened@1`, `bank-account/AccountOpened@1`. */
export const versionIn = (catalog: Catalog, name: string): Effect.Effect<FoundVersion, Unusable> => {
  const found = findVersion(catalog, name)
  return "problem" in found ? Effect.fail(new Unusable({ message: found.problem })) : Effect.succeed(found)
}
