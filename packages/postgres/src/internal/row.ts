// From a row of the table `events`, as the driver gives it, to an event.
import { type Payload, Position, type StoredEvent } from "@deciduous/core"
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

/** Every event that is ever read comes through here. */
export const toEvents = (rows: ReadonlyArray<Values>): ReadonlyArray<StoredEvent> => {
  const timeOf = clock()
  return rows.map((values) => {
    const row = values as unknown as Row
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
      recordedAt: timeOf(row[10])
    }
  })
}

/** The columns of a tail, as its statements select them. */
export type TailRow = readonly [
  version: number,
  type: string,
  schemaVersion: number,
  data: unknown,
  isLight: boolean,
  sequence: bigint,
  transaction: bigint,
  recordedAt: Date
]

/** And what folds comes through here: a third of an event's columns is not worth the way for it. */
export const toPayloads = (streamId: string, rows: ReadonlyArray<TailRow>): ReadonlyArray<Payload> => {
  const timeOf = clock()
  return rows.map((row) => ({
    streamId,
    version: row[0],
    position: Position.make(row[6], row[5]),
    type: row[1],
    schemaVersion: row[2],
    data: row[3],
    recordedAt: timeOf(row[7])
  }))
}

/** Neighbours of one millisecond share its DateTime. */
const clock = () => {
  let time: DateTime.Utc | undefined
  return (date: Date): DateTime.Utc => {
    if (time === undefined || DateTime.toEpochMillis(time) !== date.getTime()) time = DateTime.fromDateUnsafe(date)
    return time
  }
}
