// What many commands want to know of their streams, in one round trip.
import { AppendRequest, type EventStore, type EventStoreError, ReadRequest } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { toError } from "./failure.ts"
import { readLimits } from "./readLimits.ts"
import { makeReadPage } from "./readPage.ts"
import { type TailRow, toEvents, toPayloads } from "./row.ts"
import { maxVersion, type Statements } from "./statements.ts"

type ReadTails = EventStore.EventStore["Service"]["readTails"]
type Requests = Parameters<ReadTails>[0]

export const makeReadTails = (sql: PgClient.PgClient, statements: Statements): ReadTails => {
  const { pageRows, tailRows } = readLimits

  /** Where contents were left out as they are not light, the tail ends before them; or is read once more, and weighed. */
  const toTail = (
    request: EventStore.TailRequest,
    rows: ReadonlyArray<TailRow>,
    limit: number,
    handledAt: number | undefined
  ): Effect.Effect<EventStore.Tail, EventStoreError.EventStoreError> => {
    const heavy = rows.findIndex((row) => !row[isLight])
    if (heavy === 0) {
      const page = makeReadPage(sql, statements.read.forward)(
        [request.streamId.name, afterOf(request) + 1, maxVersion],
        limit
      )
      return Effect.mapBoth(page, {
        onSuccess: ({ isLast, rows }) => ({ events: toEvents(rows), isWhole: isLast, handledAt }),
        onFailure: toError("read the end of a stream")
      })
    }
    const events = toPayloads(request.streamId.name, heavy < 0 ? rows : rows.slice(0, heavy))
    return Effect.succeed({ events, isWhole: heavy < 0 && rows.length < limit, handledAt })
  }

  const readOne = (request: EventStore.TailRequest) =>
    sql.unsafe(statements.tail, [request.streamId.name, afterOf(request), pageRows]).values.pipe(
      Effect.mapError(toError("read the end of a stream")),
      Effect.flatMap((rows) => toTail(request, rows as unknown as ReadonlyArray<TailRow>, pageRows, undefined)),
      Effect.map((tail) => [tail])
    )

  const readSeveral = (requests: Requests) => {
    const limit = Math.max(tailRows, Math.floor(pageRows / requests.length))
    const parameters = [requests.map(({ streamId }) => streamId.name), requests.map(afterOf), limit]
    const commandIds = requests.map(({ commandId }) =>
      commandId === undefined ? null : AppendRequest.commandKey(commandId)
    )
    const isProbed = commandIds.some((commandId) => commandId !== null)
    return sql.unsafe(
      isProbed ? statements.tailsAndHandled : statements.tails,
      isProbed ? [...parameters, commandIds] : parameters
    ).values.pipe(
      Effect.mapError(toError("read the ends of streams")),
      Effect.flatMap((rows) => {
        const found = requests.map((): Found => ({ rows: [], handledAt: undefined }))
        for (const [number, ...row] of rows) {
          const one = found[number as number - 1]!
          if (row[type] === null) one.handledAt = row[version] as number
          else one.rows.push(row as unknown as TailRow)
        }
        return Effect.forEach(requests, (request, i) => toTail(request, found[i]!.rows, limit, found[i]!.handledAt))
      })
    )
  }

  return (requests) => {
    const problem = ReadRequest.problemOfTails(requests)
    if (problem !== undefined) return Effect.fail(problem)
    return requests.length === 1 && requests[0].commandId === undefined ? readOne(requests[0]) : readSeveral(requests)
  }
}

interface Found {
  readonly rows: Array<TailRow>
  handledAt: number | undefined
}

/** Columns of a tail; a row that says where a command was handled has a version only. */
const version = 0
const type = 1
const isLight = 4

const afterOf = ({ after }: EventStore.TailRequest): number => Math.min(after, maxVersion)
