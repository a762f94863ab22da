// The log of the store in memory, and what it answers to an append. Nothing here waits, so appends cannot meet.
import { type Payload, Position, type StoredEvent, type StreamId } from "@deciduous/core"
import type * as DateTime from "effect/DateTime"
import * as AppendRequest from "../AppendRequest.ts"
import type { Append, Appended, ExpectedVersion } from "../EventStore.ts"
import { type IdReused, VersionConflict } from "../EventStoreError.ts"

/** A stored event whose payload and metadata are JSON text. */
export interface Row extends Omit<StoredEvent, "data" | "metadata"> {
  readonly data: string
  readonly metadata: string
}

/** An append with its events as they are stored. */
export interface Entry extends Append {
  readonly prepared: ReadonlyArray<AppendRequest.Prepared>
}

export interface MemoryLog {
  readonly rows: ReadonlyArray<Row>
  readonly stream: (streamId: StreamId.StreamId) => ReadonlyArray<Row>
  /** Where the events of a command stand in a stream. */
  readonly handled: (streamId: StreamId.StreamId, commandId: string) => Versions | undefined
  /** Why an append cannot be written, where it was written before, or `undefined`: it can be written. */
  readonly judge: (entry: Entry) => VersionConflict | IdReused | Appended | undefined
  /** The rows that `write` would add now. */
  readonly plan: (entries: ReadonlyArray<Entry>, recordedAt: DateTime.Utc) => ReadonlyArray<Planned>
  readonly write: (entries: ReadonlyArray<Entry>, recordedAt: DateTime.Utc) => ReadonlyArray<Appended>
}

interface Planned {
  readonly entry: Entry
  readonly rows: ReadonlyArray<Row>
}

interface Versions {
  readonly first: number
  readonly last: number
}

export const make = (): MemoryLog => {
  const rows: Array<Row> = []
  const streams = new Map<string, Array<Row>>()
  const once = new Map<string, Versions>()
  let appends = 0n

  const stream = ({ name }: StreamId.StreamId): ReadonlyArray<Row> => streams.get(name) ?? []
  const handled: MemoryLog["handled"] = ({ name }, commandId) =>
    once.get(key(name, AppendRequest.commandKey(commandId)))

  const judge = ({ events, expectedVersion, prepared, streamId }: Entry) => {
    const stored = stream(streamId)
    const actual = stored.length
    if (!isAt(expectedVersion, actual)) {
      return (typeof expectedVersion === "number" ? repeatAt(expectedVersion) : undefined)
        ?? new VersionConflict({ streamId: streamId.name, expected: expectedVersion, actual })
    }
    const onceKey = AppendRequest.onceKey(events, expectedVersion)
    const before = onceKey === undefined ? undefined : once.get(key(streamId.name, onceKey))
    if (before === undefined) return undefined
    // where the first event's id stood for the command's, the events tell whether they are the same
    return events[0].metadata.commandId === undefined
      ? repeatAt(before.first - 1)
      : appendedTo(stored[before.last - 1]!)

    function repeatAt(version: number) {
      const there = stored.slice(version, version + prepared.length)
      const repeat = AppendRequest.repeats(streamId, prepared, there.map(toEvent))
      return repeat === "same" ? appendedTo(there.at(-1)!) : repeat
    }
  }

  /** In one order of the streams everywhere, as in a database that takes locks in it. */
  const plan = (entries: ReadonlyArray<Entry>, recordedAt: DateTime.Utc): ReadonlyArray<Planned> => {
    let sequence = rows.length
    const inOrder = entries.length === 1 ? entries : entries.toSorted(byStream)
    return inOrder.map((entry) => {
      const { aggregateId, category, name } = entry.streamId
      const before = streams.get(name)?.length ?? 0
      const planned = entry.prepared.map(({ data, id, metadata, schemaVersion, type }, i): Row => ({
        id,
        streamId: name,
        category,
        aggregateId,
        version: before + i + 1,
        position: Position.make(appends + 1n, BigInt(++sequence)),
        type,
        schemaVersion,
        data,
        metadata,
        recordedAt
      }))
      return { entry, rows: planned }
    })
  }

  const write = (entries: ReadonlyArray<Entry>, recordedAt: DateTime.Utc) => {
    const planned = plan(entries, recordedAt)
    appends++
    for (const { entry, rows } of planned) writeOne(entry, rows)
    return entries.map((entry) => appendedTo(planned.find((one) => one.entry === entry)!.rows.at(-1)!))
  }

  const writeOne = ({ events, expectedVersion, streamId: { name } }: Entry, planned: ReadonlyArray<Row>) => {
    const stored = streams.get(name) ?? []
    if (stored.length === 0) streams.set(name, stored)
    const onceKey = AppendRequest.onceKey(events, expectedVersion)
    if (onceKey !== undefined) {
      once.set(key(name, onceKey), { first: stored.length + 1, last: stored.length + planned.length })
    }
    for (const row of planned) {
      rows.push(row)
      stored.push(row)
    }
  }

  return { rows, stream, handled, judge, plan, write }
}

export const toEvent = (row: Row): StoredEvent => ({
  ...row,
  data: JSON.parse(row.data),
  metadata: JSON.parse(row.metadata)
})

export const toPayload = (row: Row): Payload => ({
  streamId: row.streamId,
  version: row.version,
  position: row.position,
  type: row.type,
  schemaVersion: row.schemaVersion,
  data: JSON.parse(row.data),
  recordedAt: row.recordedAt
})

const appendedTo = ({ position, recordedAt, version }: Row): Appended => ({
  version,
  position,
  recordedAt
})

const byStream = (a: Entry, b: Entry): number => a.streamId.name < b.streamId.name ? -1 : 1

const isAt = (expected: ExpectedVersion, actual: number): boolean =>
  expected === "any" || (expected === "exists" ? actual > 0 : expected === actual)

/** No name of a stream has U+0000. */
const key = (name: string, onceKey: string): string => `${name}\0${onceKey}`
