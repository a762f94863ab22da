// From a row of the table `events`, as the driver gives it, to an event.
import { Position, type StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"

/** The columns in the order in which the statements select them. */
export type Row = readonly [
  sequence: bigint,
  transaction: bigint,
  category: string,
  streamId: string,
  version: number,
  id: string,
  type: string,
  schemaVersion: number,
  data: unknown,
  metadata: StoredEvent["metadata"],
  recordedAt: Date
]

/** A row as the driver types it. */
export type Values = ReadonlyArray<unknown>

export const toEvent = (row: Values): StoredEvent => {
  const [sequence, transaction, category, streamId, version, id, type, schemaVersion, data, metadata, recordedAt] =
    row as unknown as Row
  return {
    id,
    streamId,
    category,
    // the category is stored, so that the name never has to be parsed
    aggregateId: streamId.slice(category.length + 1),
    version,
    position: Position.make(transaction, sequence),
    type,
    schemaVersion,
    data,
    metadata,
    recordedAt: DateTime.fromDateUnsafe(recordedAt)
  }
}
