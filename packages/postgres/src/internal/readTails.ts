// What many commands want to know of their streams, in one round trip.
import { type EventStore, type EventStoreError, ReadRequest } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { toError } from "./failure.ts"
import { makePage } from "./read.ts"
import { pageRows, tailRows } from "./readLimits.ts"
import { toEvent, type Values } from "./row.ts"
import { maxVersion, type Statements } from "./statements.ts"

type ReadTails = EventStore.EventStore["Service"]["readTails"]
type Requests = Parameters<ReadTails>[0]

export const makeReadTails = (sql: PgClient.PgClient, statements: Statements): ReadTails => {
  const readFirst = (request: EventStore.TailRequest) => {
    const page = makePage(sql, statements, request.streamId.name, "forward")
    return page({ from: request.after + 1, to: maxVersion, limit: pageRows })
  }

  /** Contents that are not light were left out, so the tail ends before the first of them; or begins with it. */
  const toTail = (
    request: EventStore.TailRequest,
    rows: ReadonlyArray<Values>,
    limit: number,
    handledAt: number | undefined
  ): Effect.Effect<EventStore.Tail, EventStoreError.EventStoreError> => {
    const heavy = rows.findIndex((row) => row[metadata] === null)
    if (heavy === 0) {
      return Effect.map(readFirst(request), ({ events, rest }) => ({ events, isWhole: rest === undefined, handledAt }))
    }
    const events = (heavy < 0 ? rows : rows.slice(0, heavy)).map(toEvent)
    return Effect.succeed({ events, isWhole: heavy < 0 && rows.length < limit, handledAt })
  }

  const readOne = (request: EventStore.TailRequest) =>
    sql.unsafe(statements.tail, [request.streamId.name, afterOf(request), pageRows]).values.pipe(
      Effect.mapError(toError("read the end of a stream")),
      Effect.flatMap((rows) => toTail(request, rows, pageRows, undefined)),
      Effect.map((tail) => [tail])
    )

  const readSeveral = (requests: Requests) => {
    const limit = Math.max(tailRows, Math.floor(pageRows / requests.length))
    const parameters = [requests.map(({ streamId }) => streamId.name), requests.map(afterOf), limit]
    const commandIds = requests.map(({ commandId }) => commandId ?? null)
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
          if (row[id] === null) one.handledAt = row[version] as number
          else one.rows.push(row)
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
  readonly rows: Array<Values>
  handledAt: number | undefined
}

/** Columns that a row of another kind lacks. */
const version = 4
const id = 5
const metadata = 9

const afterOf = ({ after }: EventStore.TailRequest): number => Math.min(after, maxVersion)
