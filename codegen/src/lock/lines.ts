// What a catalog would lock: one line for each thing that stored events depend on. Read by `lock` and by `check`.
import { contractOf } from "../contract/contract.ts"
import type { Find } from "../contract/normal.ts"
import type { Aggregate, Catalog, EventType, Place, Shape, SharedType, Step } from "../model.ts"
import { readVersions } from "../readable.ts"
import { type Declared, declaredIn, findDeclared, referencesIn } from "../walk.ts"
import type { Fate, Lock, Locked, LockedValue } from "./model.ts"
import { operationsJson } from "./operations.ts"

/** The hash of the module with an aggregate's hand-written upcasters; `undefined` where there is none. */
export type ModuleHash = (aggregate: Aggregate) => string | undefined

/** Versions above `current` are drafts, and steps that `current` does not use are left out. */
export const linesOf = (catalog: Catalog, locked: string, moduleHash: ModuleHash): Lock => {
  const find = findIn(catalog)
  const line = (value: LockedValue, place: Place): Locked => ({ locked, value, place })
  const streams = catalog.aggregates.map((aggregate) => {
    const id = catalog.brands.find(({ name }) => name === aggregate.id)
    const lines = new Map<string, Locked>()
    const contract = id === undefined ? { type: "string" } : contractOf(id.shape, find)
    lines.set("", line({ aggregate: aggregate.name, id: contract }, aggregate.place))
    for (const event of aggregate.events) {
      for (const { payload, place, version } of readVersions(event)) {
        lines.set(`${event.name}@${version}`, line({ contract: contractOf(payload, find) }, place))
      }
      for (const step of event.reading.steps) {
        const value = stepValue(step, moduleHash(aggregate))
        if (value !== undefined) lines.set(`${event.name}@${step.from}>${step.to}`, line(value, step.place))
      }
      const fate = fateOf(event)
      if (Object.keys(fate).length > 0) lines.set(`${event.name}>`, line(fate, event.place))
    }
    return [aggregate.stream, lines] as const
  })
  const types = usedTypes(catalog, find).map((type) =>
    [
      `${type.name}@${type.version}`,
      line({ contract: contractOf(type.shape, find) }, type.place)
    ] as const
  )
  return { accepted: [], types: new Map(types), streams: new Map(streams), clashes: [] }
}

export const findIn = (catalog: Catalog): Find => findDeclared<Declared>(declaredIn(catalog))

export const fateOf = ({ reading }: EventType): Fate => {
  switch (reading._tag) {
    case "Renamed":
      return { renamed: `${reading.to.event}@${reading.to.version}` }
    case "Replaced":
      return { replaced: reading.by.map(({ event, version }) => `${event}@${version}`).toSorted() }
    case "Current":
      return {
        ...(reading.retired && { retired: reading.retired.read }),
        ...(reading.published && { published: reading.published.type })
      }
  }
}

const stepValue = (step: Step, hash: string | undefined): LockedValue | undefined =>
  step._tag === "Operations"
    ? { ops: operationsJson(step.operations) }
    : step._tag === "Code" && hash !== undefined
    ? { code: hash }
    : undefined

/** Those that a lockable version leads to. */
const usedTypes = (catalog: Catalog, find: Find): ReadonlyArray<SharedType> => {
  const reached = new Set<Declared>()
  const left: Array<Shape> = catalog.aggregates.flatMap(({ events }) =>
    events.flatMap((event) => readVersions(event).map(({ payload }) => payload))
  )
  for (let shape = left.pop(); shape !== undefined; shape = left.pop()) {
    for (const reference of referencesIn(shape)) {
      const declared = find(reference)
      if (declared === undefined || reached.has(declared)) continue
      reached.add(declared)
      left.push(declared.shape)
    }
  }
  const files = new Set(catalog.types.filter((type) => reached.has(type)).map(({ file }) => file))
  return catalog.types.filter(({ file, pointer }) => files.has(file) && pointer === "#")
}
