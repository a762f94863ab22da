// The rules of upcasts: what the operations of each step do wrong. Read by the pipeline.
import { type Diagnostic, error, warning } from "../diagnostic.ts"
import type { Catalog, EventType, Step } from "../model.ts"
import { type ShapeOf, shapesOf } from "./open.ts"
import { flow } from "./step.ts"

export const checkUpcasts = (catalog: Catalog): ReadonlyArray<Diagnostic> => {
  const shapeOf = shapesOf(catalog)
  return catalog.aggregates.flatMap(({ events }) =>
    events.flatMap((event) => event.reading.steps.flatMap((step) => checkStep(event, step, shapeOf)))
  )
}

const checkStep = (event: EventType, step: Step, shapeOf: ShapeOf): ReadonlyArray<Diagnostic> => {
  const [from, to] = [event.versions[step.from - 1], event.versions[step.from]]
  if (step._tag !== "Operations" || from === undefined || to === undefined) return []
  const { faults } = flow(step.operations, from.payload, { shapeOf, version: `${event.name} v${step.from}` })
  return faults.map(({ by, code, help, message, severity }) =>
    (severity === "error" ? error : warning)(code, by?.place ?? step.place, message, help)
  )
}
