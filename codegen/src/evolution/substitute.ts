// A catalog in which versions that have changed since they were locked are what they were, so that nothing follows from
// the change, which is reported once. Read by `check`.
import { shapeOfContract } from "../contract/locked.ts"
import type { Catalog, EventVersion } from "../model.ts"
import type { ChangedVersion } from "./versions.ts"

export const substitute = (catalog: Catalog, changed: ReadonlyArray<ChangedVersion>): Catalog => {
  if (changed.length === 0) return catalog
  return {
    ...catalog,
    aggregates: catalog.aggregates.map((aggregate) => ({
      ...aggregate,
      events: aggregate.events.map((event) => ({
        ...event,
        versions: event.versions.map((version) => {
          const found = changed.find((one) =>
            one.aggregate.stream === aggregate.stream && one.event === event.name && one.version === version.version
          )
          return found === undefined ? version : asLocked(version, found, aggregate.folder)
        })
      }))
    }))
  }
}

const asLocked = (version: EventVersion, { base, event }: ChangedVersion, folder: string): EventVersion => {
  if (!("contract" in base.value)) return version
  const key = `${event}V${version.version}Locked`
  const locked = shapeOfContract(base.value.contract, { key, definedIn: folder, place: version.place })
  if (locked?.shape._tag !== "Object") return version
  const definitions = locked.declared.map(({ shape, typeName }) => ({
    pointer: typeName.slice(key.length),
    typeName,
    definedIn: folder,
    description: undefined,
    deprecated: false,
    shape,
    place: version.place
  }))
  return { ...version, payload: locked.shape, definitions: [...version.definitions, ...definitions] }
}
