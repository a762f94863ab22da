// DESCRIPTION_PRESENT: what everybody meets says in a sentence what it is. Fields may speak for themselves.
import { type Diagnostic, warning } from "../diagnostic.ts"
import type { Catalog, Place } from "../model.ts"
import { mendableTypes, mendableVersions, writtenEvents } from "./mendable.ts"

export const lintDescriptions = (catalog: Catalog): ReadonlyArray<Diagnostic> =>
  [
    ...catalog.aggregates.map((of) => ({ ...of, what: `the aggregate ${of.name}` })),
    ...writtenEvents(catalog).flatMap((event) =>
      mendableVersions(event).map((of) => ({ ...of, what: `${event.name} v${of.version}` }))
    ),
    ...catalog.aggregates.flatMap(({ commands }) => commands.map((of) => ({ ...of, what: `the command ${of.name}` }))),
    ...mendableTypes(catalog).filter(({ pointer }) => pointer === "#").map((of) => ({
      ...of,
      what: `the type ${of.name}`
    }))
  ].filter(({ description }) => description === undefined || description.trim() === "").map(report)

const report = ({ place, what }: { readonly place: Place; readonly what: string }): Diagnostic =>
  warning("DESCRIPTION_PRESENT", place, `Nothing says what ${what} is.`, "add \"description\" with a sentence.")
