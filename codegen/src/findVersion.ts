// `bank-account/AccountOpened@2`, as people name an event version on a command line. Read by the verbs that show one.
import type { Aggregate, Catalog, EventType, EventVersion } from "./model.ts"
import { didYouMean } from "./read/suggest.ts"

export interface FoundEvent {
  readonly aggregate: Aggregate
  readonly event: EventType
}

export interface FoundVersion extends FoundEvent {
  readonly version: EventVersion
}

export interface NotFound {
  readonly problem: string
}

/** The event; the aggregate's folder is needed only where several have one of that name. */
export const findEvent = (catalog: Catalog, name: string): FoundEvent | NotFound => {
  const [event = "", folder] = name.split("/").toReversed()
  const all = catalog.aggregates.flatMap((aggregate) => aggregate.events.map((one) => ({ aggregate, event: one })))
  const found = all.filter((one) =>
    one.event.name === event && (folder === undefined || one.aggregate.folder === folder)
  )
  const [only, ...more] = found
  if (only === undefined) {
    const isKnown = folder === undefined || all.some((one) => one.aggregate.folder === folder)
    const inFolder = folder === undefined ? all : all.filter((one) => one.aggregate.folder === folder)
    const near = isKnown
      ? didYouMean(event, inFolder.map((one) => one.event.name))
      : didYouMean(name, all.map((one) => `${one.aggregate.folder}/${one.event.name}`))
    return { problem: `There is no event "${name}"${near === undefined ? "." : `: ${near}`}` }
  }
  if (more.length === 0) return only
  return { problem: `There are several: say ${found.map((one) => `${one.aggregate.folder}/${event}`).join(" or ")}.` }
}

/** The version that is named, or else the one that is written: `current`, or the highest of an event that went elsewhere. */
export const findVersion = (catalog: Catalog, name: string): FoundVersion | NotFound => {
  const { base, number } = /^(?<base>.*?)(?:@v?(?<number>\d+))?$/u.exec(name)?.groups ?? {}
  const found = findEvent(catalog, base ?? name)
  if ("problem" in found) return found
  const { reading, versions } = found.event
  const wanted = number === undefined
    ? (reading._tag === "Current" ? reading.current : versions.length)
    : Number(number)
  const version = versions[wanted - 1]
  return version === undefined
    ? {
      problem: `${found.event.name} has no version ${wanted}: it has ${
        versions.map((of) => `@${of.version}`).join(", ")
      }.`
    }
    : { ...found, version }
}
