// The catalog, out of the parts that could be read.
import type { Aggregate, Catalog, EventType, EventVersion, Reading, Step } from "../model.ts"
import type { AggregateDraft } from "./aggregate.ts"
import { rootDescription } from "./definitions.ts"
import type { EventEntry, Upcast } from "./eventEntry.ts"
import { isDeprecated } from "./keywords.ts"
import type { DeclaredEvent } from "./manifest.ts"

export const assemble = (
  parts: Pick<Catalog, "folder" | "types" | "brands"> & { readonly drafts: ReadonlyArray<AggregateDraft> }
): Catalog => ({
  folder: parts.folder,
  aggregates: parts.drafts.flatMap(assembleAggregate),
  types: parts.types,
  brands: parts.brands
})

const assembleAggregate = (draft: AggregateDraft): ReadonlyArray<Aggregate> => {
  const { description, events, id, name, place, stream } = draft.manifest ?? {}
  if (
    events === undefined || id?.brand === undefined || name === undefined || place === undefined || stream === undefined
  ) {
    return []
  }
  return [{
    name: name.name,
    folder: draft.folder.name,
    description,
    stream: stream.name,
    id: id.brand.name,
    events: events.flatMap((event) => assembleEvent(name.name, event, draft)),
    commands: draft.commands,
    place
  }]
}

const assembleEvent = (
  aggregate: string,
  { entry, name, place }: DeclaredEvent,
  draft: AggregateDraft
): ReadonlyArray<EventType> => {
  const versions = draft.versions.filter(({ source }) => source.name === name).flatMap(assembleVersion)
  if (entry === undefined) return []
  return [{ name, versions, reading: readingOf(`${aggregate}.${name}`, entry, versions.length, place), place }]
}

const assembleVersion = (
  { definitions, node, payload, source }: AggregateDraft["versions"][number]
): ReadonlyArray<EventVersion> =>
  node === undefined || payload === undefined ? [] : [{
    version: source.version,
    file: source.file,
    description: rootDescription(node),
    deprecated: isDeprecated(node),
    payload,
    definitions,
    place: node.place
  }]

const readingOf = (fullName: string, entry: EventEntry, highest: number, place: EventType["place"]): Reading => {
  const { fate } = entry
  switch (fate._tag) {
    case "Current": {
      const { current, published, retired } = fate
      // What is skipped is never decoded, so no version of it needs a way up.
      const steps = [...stepsOf(entry, current, place), ...downcastsOf(entry, current, highest)]
        .filter((step) => step._tag !== "Missing" || retired?.read !== "skip")
      return {
        _tag: "Current",
        current,
        steps,
        unused: unusedOf(entry, steps, highest),
        retired,
        published: published && { type: published.type ?? fullName, compatibility: published.compatibility }
      }
    }
    case "Renamed":
      return { _tag: "Renamed", to: fate.to, on: fate.on, steps: stepsOf(entry, highest, place) }
    case "Replaced":
      return { _tag: "Replaced", by: fate.by, on: fate.on, steps: stepsOf(entry, highest, place) }
  }
}

/** One step for each version below `last`. */
const stepsOf = ({ upcasts }: EventEntry, last: number, place: Step["place"]): ReadonlyArray<Step> =>
  Array.from({ length: Math.max(0, last - 1) }, (_, index): Step => {
    const [from, to] = [index + 1, index + 2]
    // one that could not be read is missing too, and its problem is said already
    return stepBy(upcasts.get(from), from, to) ?? { _tag: "Missing", from, to, place }
  })

/** From each version above `current`, as far as there is a way down without a gap. Those beyond it are drafts. */
const downcastsOf = ({ downcasts }: EventEntry, current: number, highest: number): ReadonlyArray<Step> => {
  const steps: Array<Step> = []
  for (let from = current + 1; from <= highest; from++) {
    const step = stepBy(downcasts.get(from), from, from - 1)
    if (step === undefined) break
    steps.push(step)
  }
  return steps
}

/** What is said of steps that lead elsewhere than to `current`. */
const unusedOf = (
  { downcasts, upcasts }: EventEntry,
  used: ReadonlyArray<Step>,
  highest: number
): ReadonlyArray<Step> =>
  [
    ...[...upcasts].map(([from, upcast]) => stepBy(upcast, from, from + 1)),
    ...[...downcasts].map(([from, downcast]) => stepBy(downcast, from, from - 1))
  ].filter((step) => step !== undefined).filter(({ from, to }) =>
    Math.max(from, to) <= highest && !used.some((step) => step.from === from && step.to === to)
  )

const stepBy = (upcast: Upcast | undefined, from: number, to: number): Step | undefined =>
  upcast?.by === undefined
    ? undefined
    : upcast.by === "Code"
    ? { _tag: "Code", from, to, place: upcast.place }
    : { _tag: "Operations", from, to, operations: upcast.by, place: upcast.place }
