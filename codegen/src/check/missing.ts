// Versions that nobody has said yet how to read. `generate` goes on: the compiler then asks for a hand-written upcaster.
import { warning } from "../diagnostic.ts"
import type { Diagnostic } from "../diagnostic.ts"
import type { Catalog } from "../model.ts"

/** UPCAST_MISSING. */
export const missingUpcasts = (catalog: Catalog): ReadonlyArray<Diagnostic> =>
  catalog.aggregates.flatMap(({ events }) =>
    events.flatMap(({ name, reading }) =>
      reading.steps.filter((step) => step._tag === "Missing").map(({ from, place }) => {
        const message = `${name} v${from} has a file (events of it may be stored) and nothing says how to read it as v${
          from + 1
        }.`
        return warning(
          "UPCAST_MISSING",
          place,
          message,
          `add under upcasts: "${from}: [...]" or "${from}: {code: true}".`
        )
      })
    )
  )
