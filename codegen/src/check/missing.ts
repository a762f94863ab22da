// Versions that nobody has said yet how to read. `generate` goes on: the compiler then asks for a hand-written upcaster.
import { warning } from "../diagnostic.ts"
import type { Diagnostic } from "../diagnostic.ts"
import type { Aggregate, Catalog } from "../model.ts"

/** UPCAST_MISSING. `isLocked` says of a version whether the lock has it; without a lock a file is all that is known. */
export const missingUpcasts = (
  catalog: Catalog,
  isLocked: (aggregate: Aggregate, event: string, version: number) => boolean = () => false
): ReadonlyArray<Diagnostic> =>
  catalog.aggregates.flatMap((aggregate) =>
    aggregate.events.flatMap(({ name, reading }) =>
      reading.steps.filter((step) => step._tag === "Missing").map(({ from, place, to }) => {
        const known = isLocked(aggregate, name, from) ? "is locked" : "has a file"
        const message =
          `${name} v${from} ${known} (events of it may be stored) and nothing says how to read it as v${to}.`
        return warning(
          "UPCAST_MISSING",
          place,
          message,
          `add under upcasts: "${from}: [...]" or "${from}: {code: true}".`
        )
      })
    )
  )
