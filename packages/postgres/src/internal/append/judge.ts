// Why an append was refused: a conflict, or it was written before. As MemoryEventStore judges, with what is read.
import type { StoredEvent } from "@deciduous/core"
import { AppendRequest, type EventStore, EventStoreError } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { toError } from "../failure.ts"
import type { Statements } from "../statements.ts"
import { type Entry, isAt } from "./entry.ts"

export interface Judge {
  /**
   * Where the append was written before; `undefined` if nothing stands in its way. The stream's version is read unless it
   * is known.
   */
  readonly judge: (
    entry: Entry,
    known?: number
  ) => Effect.Effect<
    EventStore.Appended | undefined,
    EventStoreError.VersionConflict | EventStoreError.EventStoreError
  >
  readonly versionOf: (entry: Entry) => Effect.Effect<number, EventStoreError.EventStoreError>
}

export const makeJudge = (
  sql: PgClient.PgClient,
  statements: Statements,
  read: EventStore.EventStore["Service"]["read"]
): Judge => {
  const select = (statement: string, parameters: ReadonlyArray<unknown>) =>
    Effect.mapError(sql.unsafe(statement, parameters).values, toError("read what an append met"))
  const versionOf = ({ streamId }: Entry) =>
    Effect.map(select(statements.versionOf, [streamId.name]), ([row]) => row![0] as number)
  const versionOfRepeated = ({ onceKey, streamId }: Entry) =>
    onceKey === undefined
      ? Effect.undefined
      : Effect.map(
        select(statements.versionOfCommand, [streamId.name, onceKey]),
        ([row]) => row?.[0] as number | undefined
      )
  /** The first events after a version, at most so many. */
  const eventsOf = ({ streamId }: Entry, after: number, limit: number) =>
    Stream.runCollect(read(streamId, { from: after + 1, limit }))

  const repeatAt = Effect.fnUntraced(function*(entry: Entry, version: number) {
    const stored = yield* eventsOf(entry, version, entry.prepared.length)
    const repeat = AppendRequest.repeats(entry.streamId, entry.prepared, stored)
    if (repeat === undefined) return undefined
    if (repeat !== "same") return yield* new EventStoreError.EventStoreError({ reason: repeat })
    return appendedTo(stored.at(-1)!)
  })

  /** The command's events stand together, however many there were. */
  const endOfCommand = Effect.fnUntraced(function*(entry: Entry, first: number) {
    let last: StoredEvent | undefined
    for (;;) {
      const stored = yield* eventsOf(entry, last?.version ?? first - 1, pageSize)
      const other = stored.findIndex(({ metadata }) => metadata.commandId !== entry.commandId)
      last = other < 0 ? stored.at(-1) ?? last : stored[other - 1] ?? last
      if (other >= 0 || stored.length < pageSize) return appendedTo(last!)
    }
  })

  const judge: Judge["judge"] = Effect.fnUntraced(function*(entry, known) {
    const actual = known ?? (yield* versionOf(entry))
    const { commandId, expected, streamId } = entry
    if (!isAt(entry, actual)) {
      const before = typeof expected === "number" && expected < actual ? yield* repeatAt(entry, expected) : undefined
      return before ?? (yield* new EventStoreError.VersionConflict({ streamId: streamId.name, expected, actual }))
    }
    const first = yield* versionOfRepeated(entry)
    if (first === undefined) return undefined
    return yield* commandId === undefined ? repeatAt(entry, first - 1) : endOfCommand(entry, first)
  })
  return { judge, versionOf }
}

/** A command seldom has more events. */
const pageSize = 100

const appendedTo = ({ position, recordedAt, version }: StoredEvent): EventStore.Appended => ({
  version,
  position,
  recordedAt
})
