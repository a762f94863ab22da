// Read models in memory: for tests, and for programs whose read models may be built anew at every start.
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { projections } from "./MemoryProjectionStore.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { modelOf, type Registered } from "./ProjectionStore.ts"
import { type Change, type DocumentRange, type Found, NotBuilt, ReadModelStore } from "./ReadModelStore.ts"

/**
 * Documents in the tables that other stores in memory share.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<ReadModelStore, never, MemoryTables> = Layer.effect(
  ReadModelStore,
  Effect.map(MemoryTables, (tables) => {
    const get = (model: string, keys: ReadonlyArray<string>) =>
      Effect.map(
        Effect.forEach(keys, (key) => tables.get<Change>(tableOf(model), key)),
        (rows) => rows.map((row) => row?.json)
      )
    const active = Effect.fnUntraced(function*(projection: string) {
      const rows = yield* tables.rows<Registered>(projections)
      const found = rows.find(([, row]) => row.name === projection && row.status === "active")
      return found === undefined ? yield* new NotBuilt({ projection }) : modelOf(found[1])
    })
    return ReadModelStore.of({
      get,
      // transactions come one after the other
      getForChange: get,
      write: (model, changes) =>
        Effect.forEach(
          changes,
          (change) => tables.put(tableOf(model), change.key, change.json === undefined ? undefined : change),
          { discard: true }
        ),
      read: (projection, keys) => Effect.flatMap(active(projection), (model) => get(model, keys)),
      find: (projection, range) =>
        Effect.flatMap(
          active(projection),
          (model) => Effect.map(tables.rows<Change>(tableOf(model)), (rows) => within(rows, range))
        ),
      drop: (model, limit) =>
        Effect.flatMap(tables.rows<Change>(tableOf(model)), (rows) =>
          Effect.as(
            Effect.forEach(rows.slice(0, limit), ([key]) => tables.put(tableOf(model), key, undefined)),
            Math.min(rows.length, limit)
          ))
    })
  })
)

const tableOf = (model: string): string => `documents of ${model}`

const within = (
  rows: ReadonlyArray<readonly [string, Change]>,
  { after, index, limit }: DocumentRange
): ReadonlyArray<Found> =>
  rows
    .flatMap(([key, { indexes, json }]): ReadonlyArray<Found> => {
      const value = index === undefined ? undefined : indexes[index.number]
      if (index !== undefined && !isBetween(value, index.from, index.to)) return []
      const found = { key, json: json!, value }
      return after === undefined || compare(found, after) > 0 ? [found] : []
    })
    .sort(compare)
    .slice(0, limit)

const isBetween = (value: string | undefined, from: string | undefined, to: string | undefined): boolean =>
  value !== undefined && (from === undefined || value >= from) && (to === undefined || value <= to)

interface Place {
  readonly key: string
  readonly value?: string | undefined
}

const compare = (one: Place, other: Place): number =>
  order(one.value ?? "", other.value ?? "") || order(one.key, other.key)

const order = (one: string, other: string): number => one < other ? -1 : one > other ? 1 : 0
