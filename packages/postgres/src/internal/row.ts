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

/** Whether a row came with its contents. Metadata is an object always, while data may be the JSON value null. */
export const hasContents = (row: Values): boolean => row[9] !== null

export const positionOf = (row: Values): Position.Position => Position.make(row[1] as bigint, row[0] as bigint)

/** Every event that is ever read comes through here; neighbours of one millisecond share its DateTime. */
export const toEvents = (rows: ReadonlyArray<Values>): ReadonlyArray<StoredEvent> => {
  let time: DateTime.Utc | undefined
  return rows.map((values) => {
    const row = values as unknown as Row
    const recordedAt = row[10]
    if (time === undefined || DateTime.toEpochMillis(time) !== recordedAt.getTime()) {
      time = DateTime.fromDateUnsafe(recordedAt)
    }
    return {
      id: row[5],
      streamId: row[3],
      category: row[2],
      // the category is stored, so that the name never has to be parsed
      aggregateId: row[3].slice(row[2].length + 1),
      version: row[4],
      position: Position.make(row[1], row[0]),
      type: row[6],
      schemaVersion: row[7],
      data: row[8],
      metadata: row[9],
      recordedAt: time
    }
  })
}
