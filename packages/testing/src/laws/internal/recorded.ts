// Events as a store would hand them out, for what reads events and not payloads.
import { Position, type RecordedEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import { tagOf } from "./step.ts"

/** An event by its place in the log, from 1, and in its stream. */
export const recordedEvent = (
  category: string,
  aggregateId: string,
  event: unknown,
  { place, version }: { readonly place: number; readonly version: number }
): RecordedEvent<unknown> => ({
  id: `00000000-0000-7000-8000-${String(place).padStart(12, "0")}`,
  streamId: `${category}-${aggregateId}`,
  category,
  aggregateId,
  version,
  position: Position.make(BigInt(place), BigInt(place)),
  type: tagOf(event),
  schemaVersion: 1,
  metadata: {},
  recordedAt: DateTime.makeUnsafe(BEGINNING + place * 1000),
  event,
  part: 0
})

const BEGINNING = Date.UTC(2020, 0, 1)
