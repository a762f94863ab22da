// The documents that some events belong to, and the streams that each is made of.
import type { EventSet } from "@deciduous/core"
import type { RecordedEvent, StoredEvent } from "@deciduous/core"
import type { Documents, Parts } from "@deciduous/runtime/Projection"
import * as Result from "effect/Result"
import { tagOf } from "../step.ts"

type Sets = ReadonlyMap<string, EventSet.EventSet<unknown, unknown, unknown, unknown>>

/** Each event with each document that it belongs to, in the order of the log. */
export function* keyed(
  { ignore, keyOf }: Pick<Parts<any>, "ignore" | "keyOf">,
  sets: Sets,
  events: ReadonlyArray<StoredEvent>
): Iterable<{ readonly key: string; readonly recorded: RecordedEvent<unknown> }> {
  for (const stored of events) {
    const decoded = sets.get(stored.category)?.decode(stored)
    if (decoded === undefined || Result.isFailure(decoded)) continue
    for (const recorded of decoded.success) {
      if (ignore.includes(tagOf(recorded.event))) continue
      for (const key of new Set([keyOf(recorded) ?? []].flat())) yield { key, recorded }
    }
  }
}

/** By document, the streams that it is made of. */
export const streamsByKey = (
  { parts }: Pick<Documents<any>, "parts">,
  sets: Sets,
  events: ReadonlyArray<StoredEvent>
): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { key, recorded } of keyed(parts, sets, events)) {
    found.set(key, (found.get(key) ?? new Set()).add(recorded.streamId))
  }
  return found
}
