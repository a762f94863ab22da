// The documents that some events belong to, and the streams that each is made of.
import type { EventSet } from "@deciduous/core"
import type { StoredEvent } from "@deciduous/core"
import type { Documents } from "@deciduous/runtime/Projection"
import * as Result from "effect/Result"
import { tagOf } from "../step.ts"

type Sets = ReadonlyMap<string, EventSet.EventSet<unknown, unknown, unknown, unknown>>

export const streamsByKey = (
  { parts: { ignore, keyOf } }: Pick<Documents<any>, "parts">,
  sets: Sets,
  events: ReadonlyArray<StoredEvent>
): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>()
  for (const stored of events) {
    const decoded = sets.get(stored.category)?.decode(stored)
    if (decoded === undefined || Result.isFailure(decoded)) continue
    for (const recorded of decoded.success) {
      if (ignore.includes(tagOf(recorded.event))) continue
      for (const key of [keyOf(recorded) ?? []].flat()) {
        found.set(key, (found.get(key) ?? new Set()).add(stored.streamId))
      }
    }
  }
  return found
}
