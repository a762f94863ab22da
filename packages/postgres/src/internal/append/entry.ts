// An append on its way: checked, and in the form in which the statements take it.
import type { StreamId } from "@deciduous/core"
import { AppendRequest, type EventStore } from "@deciduous/runtime"
import { maxVersion, type Statements } from "../statements.ts"

export interface Entry {
  readonly streamId: StreamId.StreamId
  readonly expected: EventStore.ExpectedVersion
  readonly prepared: ReadonlyArray<AppendRequest.Prepared>
  /** The lowest and the highest version at which the stream may be. */
  readonly lowest: number
  readonly highest: number
  /** Under which the stream takes the append once: the column `command_id`. */
  readonly onceKey: string | undefined
  /** The command's, where there is one. */
  readonly commandId: string | undefined
}

export const toEntry = (
  { events, expectedVersion: expected, streamId }: EventStore.Append,
  prepared: ReadonlyArray<AppendRequest.Prepared>
): Entry => ({
  streamId,
  expected,
  prepared,
  lowest: typeof expected === "number" ? Math.min(expected, maxVersion) : expected === "any" ? 0 : 1,
  highest: typeof expected === "number" ? Math.min(expected, maxVersion) : maxVersion,
  onceKey: AppendRequest.onceKey(events, expected),
  commandId: events[0].metadata.commandId
})

export const isAt = ({ highest, lowest }: Entry, version: number): boolean => lowest <= version && version <= highest

/** A statement with its parameters. */
export type Sent = readonly [statement: string, parameters: ReadonlyArray<unknown>]

/** An append of one event. */
export const single = (statements: Statements, { highest, lowest, onceKey, prepared, streamId }: Entry): Sent => {
  const { data, id, metadata, schemaVersion, type } = prepared[0]!
  const event = [id, type, schemaVersion, data, metadata]
  return [statements.appendEvent, [streamId.name, streamId.category, lowest, highest, onceKey ?? null, ...event]]
}

export const one = (statements: Statements, { highest, lowest, onceKey, prepared, streamId }: Entry): Sent => [
  statements.append,
  [
    streamId.name,
    streamId.category,
    lowest,
    highest,
    onceKey ?? null,
    prepared.map(({ id }) => id),
    prepared.map(({ type }) => type),
    prepared.map(({ schemaVersion }) => schemaVersion),
    prepared.map(({ data }) => data),
    prepared.map(({ metadata }) => metadata)
  ]
]

export const several = (statement: string, entries: ReadonlyArray<Entry>): Sent => {
  const owners: Array<number> = []
  const numbers: Array<number> = []
  const ids: Array<string> = []
  const types: Array<string> = []
  const schemaVersions: Array<number> = []
  const data: Array<string> = []
  const metadata: Array<string> = []
  // one walk fills all columns, as this is done for every batch
  for (let owner = 0; owner < entries.length; owner++) {
    const { prepared } = entries[owner]!
    for (let number = 0; number < prepared.length; number++) {
      const event = prepared[number]!
      owners.push(owner + 1)
      numbers.push(number + 1)
      ids.push(event.id)
      types.push(event.type)
      schemaVersions.push(event.schemaVersion)
      data.push(event.data)
      metadata.push(event.metadata)
    }
  }
  return [statement, [
    entries.map(({ streamId }) => streamId.name),
    entries.map(({ streamId }) => streamId.category),
    entries.map(({ lowest }) => lowest),
    entries.map(({ highest }) => highest),
    // the driver takes no array that has nothing but nulls
    entries.map(({ onceKey }) => onceKey ?? ""),
    entries.map(({ prepared }) => prepared.length),
    owners,
    numbers,
    ids,
    types,
    schemaVersions,
    data,
    metadata
  ]]
}
