// Which rows of the log in memory a read is to give.
import type { Position } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import type { Filter, ReadAllRange, ReadRange } from "../EventStore.ts"
import type { Row } from "./memoryLog.ts"

export const inRange = (
  stream: ReadonlyArray<Row>,
  { asOf, direction, from, limit, to }: ReadRange
): ReadonlyArray<Row> => {
  const later = asOf === undefined
    ? -1
    : stream.findIndex((row) => DateTime.isGreaterThan(row.recordedAt, asOf))
  const end = Math.min(to ?? stream.length, later === -1 ? stream.length : later)
  return limited(stream.slice(Math.max((from ?? 1) - 1, 0), end), direction, limit)
}

export const inRangeOfAll = (
  log: ReadonlyArray<Row>,
  { after, before, direction, filter, limit }: ReadAllRange
): ReadonlyArray<Row> => {
  const from = after === undefined ? 0 : firstAfter(log, after)
  const range = log.slice(from).filter((row) => (before === undefined || row.position < before) && fits(row, filter))
  return limited(range, direction, limit)
}

/** The index of the first row after a position: the log rises, so half of it is left out at every look. */
export const firstAfter = (log: ReadonlyArray<Row>, position: Position.Position): number => {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (log[middle]!.position > position) high = middle
    else low = middle + 1
  }
  return low
}

export const fits = (
  { category, streamId, type }: Row,
  { categories, streamPrefix, types }: Filter = {}
): boolean =>
  (categories === undefined || categories.includes(category))
  && (types === undefined || types.includes(type))
  && (streamPrefix === undefined || streamId.startsWith(streamPrefix))

const limited = (
  rows: ReadonlyArray<Row>,
  direction: "forward" | "backward" = "forward",
  limit: number = rows.length
): ReadonlyArray<Row> => (direction === "forward" ? rows : rows.toReversed()).slice(0, limit)
