// What can be said of upcasts although something is wrong elsewhere: the events that no reported error touches.
import type { Diagnostic } from "../diagnostic.ts"
import type { Aggregate, Catalog, EventType, Shape } from "../model.ts"
import { declaredIn, findDeclared, referencesIn } from "../walk.ts"
import type { AggregateDraft } from "./aggregate.ts"

/** The catalog without the events that an error stands in, or in a file that they need; all of it where there is none. */
export const soundPart = (
  catalog: Catalog,
  drafts: ReadonlyArray<AggregateDraft>,
  problems: ReadonlyArray<Diagnostic>
): Catalog => {
  const errors = problems.filter(({ severity }) => severity === "error")
  if (errors.length === 0) return catalog
  // what has no finite value cannot be walked to its end
  if (errors.some(({ code }) => code === "REF_CYCLE")) return { ...catalog, aggregates: [] }
  const faulty = new Set(errors.map(({ place }) => place.file))
  const isWhole = wholeShapes(catalog, faulty)
  const isSound = (aggregate: Aggregate, { name, reading, versions }: EventType): boolean =>
    !entryLines(aggregate, name, drafts).some((lines) => errors.some(({ place }) => lines(place)))
    && versions.every(({ file, payload, version }, index) =>
      version === index + 1 && !faulty.has(file) && isWhole(payload)
    )
    && versions.length >= (reading._tag === "Current" ? reading.current : 1)
  return {
    ...catalog,
    aggregates: catalog.aggregates.map((aggregate) => ({
      ...aggregate,
      events: aggregate.events.filter((event) => isSound(aggregate, event))
    }))
  }
}

/** Whether everything that a schema refers to could be read, and stands in files without an error. */
const wholeShapes = (catalog: Catalog, faulty: ReadonlySet<string>): (shape: Shape) => boolean => {
  const find = findDeclared(declaredIn(catalog))
  const seen = new Map<Shape, boolean>()
  const isWhole = (shape: Shape): boolean => {
    const known = seen.get(shape)
    if (known !== undefined) return known
    // a schema that contains itself is whole if the rest of it is
    seen.set(shape, true)
    const whole = referencesIn(shape).every((reference) => {
      const target = find(reference)
      return target !== undefined && !faulty.has(target.place.file) && isWhole(target.shape)
    })
    seen.set(shape, whole)
    return whole
  }
  return isWhole
}

/** The lines of a manifest that speak of an event, as a test of places: from its name to the next one's. */
const entryLines = (
  { folder }: Aggregate,
  event: string,
  drafts: ReadonlyArray<AggregateDraft>
): ReadonlyArray<(place: Diagnostic["place"]) => boolean> => {
  const events = drafts.find((draft) => draft.folder.name === folder)?.manifest?.events ?? []
  return events.flatMap(({ name, place: { file, line } }, index) => {
    const next = events[index + 1]?.place.line ?? Infinity
    return name !== event
      ? []
      : [
        (place: Diagnostic["place"]) =>
          place.file === file && place.line !== undefined && place.line >= line && place.line < Math.max(next, line + 1)
      ]
  })
}
