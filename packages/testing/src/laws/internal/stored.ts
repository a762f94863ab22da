// A payload as a store hands it out, for what reads events without one.
import { Position, type StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"

export const storedEvent = (
  category: string,
  { data, schemaVersion, type }: { readonly type: string; readonly schemaVersion: number; readonly data: unknown }
): StoredEvent => ({
  id: "00000000-0000-7000-8000-000000000001",
  streamId: `${category}-1`,
  category,
  aggregateId: "1",
  version: 1,
  position: Position.make(1n, 1n),
  type,
  schemaVersion,
  data,
  metadata: {},
  recordedAt
})

const recordedAt = DateTime.makeUnsafe("2020-01-01T00:00:00.000Z")
