// What many commands want to know of their streams, in one round trip.
import { Position } from "@deciduous/core"
import {
  AppendRequest,
  type EventStore,
  type EventStoreError,
  ReadRequest,
  type SnapshotStore
} from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { toError } from "./failure.ts"
import { orUnavailable } from "./patience.ts"
import { makeQuery } from "./query.ts"
import { readLimits } from "./readLimits.ts"
import { makeReadPage } from "./readPage.ts"
import { type TailRow, toEvents, toPayloads } from "./row.ts"
import { maxVersion, type Statements } from "./statements.ts"

type ReadTails = EventStore.EventStore["Service"]["readTails"]
type Requests = Parameters<ReadTails>[0]

export const makeReadTails = (sql: PgClient.PgClient, statements: Statements): ReadTails => {
  const { pageRows, tailRows } = readLimits
  const query = makeQuery(sql)

  /** Where contents were left out as they are not light, the tail ends before them; or is read once more, and weighed. */
  const toTail = (
    request: EventStore.TailRequest,
    { handledAt, rows, snapshot }: Found,
    limit: number
  ): Effect.Effect<EventStore.Tail, EventStoreError.EventStoreError> => {
    const found = snapshot === undefined ? { handledAt } : { handledAt, snapshot: toSnapshot(request, snapshot) }
    const heavy = rows.findIndex((row) => !row[isLight])
    if (heavy === 0) {
      const page = makeReadPage(sql, statements.read.forward)(
        [request.streamId.name, snapshot === undefined ? afterOf(request) + 1 : snapshot[version], maxVersion],
        limit
      )
      return Effect.mapBoth(page, {
        onSuccess: ({ isLast, rows }) => ({ events: toEvents(rows), isWhole: isLast, ...found }),
        onFailure: toError("read the end of a stream")
      })
    }
    const events = toPayloads(request.streamId.name, heavy < 0 ? rows : rows.slice(0, heavy))
    return Effect.succeed({ events, isWhole: heavy < 0 && rows.length < limit, ...found })
  }

  const readOne = (request: EventStore.TailRequest) =>
    query<TailRow>("read the end of a stream", statements.tail, [request.streamId.name, afterOf(request), pageRows])
      .pipe(
        Effect.flatMap((rows) => toTail(request, { rows }, pageRows)),
        Effect.map((tail) => [tail])
      )

  const readSeveral = (requests: Requests) => {
    const limit = Math.max(tailRows, Math.floor(pageRows / requests.length))
    const parameters = [requests.map(({ streamId }) => streamId.name), requests.map(afterOf), limit]
    const commandIds = requests.map(({ commandId }) =>
      commandId === undefined ? null : AppendRequest.commandKey(commandId)
    )
    const isProbed = commandIds.some((commandId) => commandId !== null)
    const isKept = requests.some(({ snapshot }) => snapshot !== undefined)
    // the driver takes no array of nulls alone, and no id and no fingerprint is empty
    const kept = () => [commandIds.map((commandId) => commandId ?? ""), requests.map(({ snapshot }) => snapshot ?? "")]
    return query<Numbered>(
      "read the ends of streams",
      isKept ? statements.tailsFromSnapshots : isProbed ? statements.tailsAndHandled : statements.tails,
      isKept ? [...parameters, ...kept()] : isProbed ? [...parameters, commandIds] : parameters
    ).pipe(
      Effect.flatMap((rows) => {
        const found = requests.map((): Gathered => ({ rows: [] }))
        for (const [number, ...row] of rows) {
          const one = found[number - 1]!
          if (isEvent(row)) one.rows.push(row)
          else if (isSnapshot(row)) one.snapshot = row
          else one.handledAt = row[version]
        }
        return Effect.forEach(requests, (request, i) => toTail(request, found[i]!, limit))
      })
    )
  }

  return (requests) => {
    const problem = ReadRequest.problemOfTails(requests)
    if (problem !== undefined) return Effect.fail(problem)
    const [{ commandId, snapshot }] = requests
    const isPlain = requests.length === 1 && commandId === undefined && snapshot === undefined
    return orUnavailable(isPlain ? readOne(requests[0]) : readSeveral(requests))
  }
}

interface Found {
  readonly rows: ReadonlyArray<TailRow>
  readonly handledAt?: number
  readonly snapshot?: SnapshotRow
}

/** While the rows of several requests are told apart. */
interface Gathered extends Found {
  readonly rows: Array<TailRow>
  handledAt?: number
  snapshot?: SnapshotRow
}

/** A row with the number of its request. */
type Numbered = readonly [number: number, ...row: TailRow | SnapshotRow | HandledRow]

/** A snapshot in the columns of a tail. */
type SnapshotRow = readonly [
  version: number,
  type: null,
  schemaVersion: null,
  state: unknown,
  isLight: true,
  sequence: bigint,
  transaction: bigint,
  takenAt: Date
]

/** Where a command was handled: a version, and nothing in the other columns. */
type HandledRow = readonly [version: number, type: null, ...others: ReadonlyArray<null>]

const isEvent = (row: TailRow | SnapshotRow | HandledRow): row is TailRow => row[type] !== null

const isSnapshot = (row: SnapshotRow | HandledRow): row is SnapshotRow => row[isLight] === true

const toSnapshot = (
  { snapshot, streamId }: EventStore.TailRequest,
  [version, , , state, , sequence, transaction, takenAt]: SnapshotRow
): SnapshotStore.StoredSnapshot => ({
  streamId: streamId.name,
  fingerprint: snapshot!,
  version,
  position: Position.make(transaction, sequence),
  state,
  takenAt: DateTime.fromDateUnsafe(takenAt)
})

/** Columns of a tail; a row that says where a command was handled has a version only, and a snapshot's has no type. */
const version = 0
const type = 1
const isLight = 4

const afterOf = ({ after }: EventStore.TailRequest): number => Math.min(after, maxVersion)
