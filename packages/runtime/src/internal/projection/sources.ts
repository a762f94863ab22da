// Which events a projection is for, and how they are read: event sets by category, and the tags that it does not want.
import type { EventSet, RecordedEvent, StoredEvent } from "@deciduous/core"
import * as Result from "effect/Result"
import type { Filter } from "../../EventStore.ts"
import { EventStoreError } from "../../EventStoreError.ts"

/** A set of these events, whatever its aggregate's ids are: only `any` is below and above all of them. */
type SetOf<Event> = EventSet.EventSet<Event, never, unknown, any>
export type AnySet = SetOf<unknown>

/** One event set, or several. */
export type Sets<Event> = SetOf<Event> | ReadonlyArray<SetOf<Event>>

/** What the events of a set, or of any of several, are. */
export type EventOf<S> = S extends SetOf<infer Event> ? Event
  : S extends ReadonlyArray<infer One> ? (One extends SetOf<infer Event> ? Event : never)
  : never

export interface Sources<Event> {
  /** Everything on which the meaning of the events depends. */
  readonly described: () => ReadonlyArray<string>
  readonly filter: Filter
  /** What stored events stand for, upcast and decoded, without those that are ignored. */
  readonly decode: (
    events: ReadonlyArray<StoredEvent>
  ) => Result.Result<ReadonlyArray<RecordedEvent<Event>>, EventStoreError>
}

export const sourcesOf = <Event>(sets: Sets<Event>, ignored: ReadonlyArray<string>): Sources<Event> => {
  const all = "category" in sets ? [sets] : sets
  const byCategory = new Map(all.map((set) => [set.category, set]))
  const isIgnored = new Set(ignored)
  return {
    described: () => [...all.map((set) => set.described()), ...ignored],
    filter: { categories: [...byCategory.keys()] },
    decode: (events) => {
      const found: Array<RecordedEvent<Event>> = []
      for (const stored of events) {
        const set = byCategory.get(stored.category)
        // what stands for itself and is not wanted need not be decoded; by upcasts it could become something that is
        if (set === undefined || (isIgnored.has(stored.type) && set.isCurrent(stored.type, stored.schemaVersion))) {
          continue
        }
        const decoded = set.decode(stored)
        if (Result.isFailure(decoded)) return Result.fail(new EventStoreError({ reason: decoded.failure }))
        for (const one of decoded.success) {
          if (isIgnored.size === 0 || !isIgnored.has(String((one.event as { readonly _tag?: unknown })._tag))) {
            found.push(one)
          }
        }
      }
      return Result.succeed(found)
    }
  }
}
