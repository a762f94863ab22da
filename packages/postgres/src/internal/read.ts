// Reading one stream, by keyset pages as all streams are.
import { type EventStore, type EventStoreError, ReadRequest } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { toError } from "./failure.ts"
import { later } from "./later.ts"
import { orUnavailable } from "./patience.ts"
import { readAhead, type Step } from "./readAhead.ts"
import { makeReadPage } from "./readPage.ts"
import { toEvents } from "./row.ts"
import { maxVersion, type Statements } from "./statements.ts"

export const makeRead =
  (sql: PgClient.PgClient, statements: Statements): EventStore.EventStore["Service"]["read"] =>
  (streamId, range = {}) => {
    const problem = ReadRequest.problemOfRange(streamId, range)
    if (problem !== undefined) return Stream.fail(problem)
    const { asOf, direction = "forward", limit = Infinity } = range
    const whole: Rest = {
      from: Math.min(range.from ?? 1, maxVersion),
      to: Math.min(range.to ?? maxVersion, maxVersion),
      limit
    }
    const read = (start: Rest) => readAhead(sql, start, () => pagesOf(sql, statements, streamId.name, direction))
    if (asOf === undefined) return read(whole)

    return Stream.unwrap(
      sql.unsafe(statements.versionBefore, [streamId.name, later(asOf)]).values.pipe(
        Effect.map((rows) => read({ ...whole, to: Math.min(whole.to, rows[0]?.[0] as number ?? maxVersion) })),
        Effect.mapError(toError("read a stream as of a time")),
        orUnavailable
      )
    )
  }

/** What is still to be read: versions, inclusive, and how many of them. */
interface Rest {
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** Gives what reads one page after the other. */
const pagesOf = (
  sql: PgClient.PgClient,
  statements: Statements,
  streamName: string,
  direction: "forward" | "backward"
) => {
  const readPage = makeReadPage(sql, statements.read[direction])
  return ({ from, limit, to }: Rest): Effect.Effect<Step<Rest>, EventStoreError.EventStoreError> => {
    if (limit === 0) return Effect.succeed({ events: [], rest: undefined })
    return readPage([streamName, from, to], limit).pipe(
      Effect.map(({ isLast, rows }) => {
        const events = toEvents(rows)
        const left = limit - events.length
        if (isLast || left === 0) return { events, rest: undefined }
        const { version } = events.at(-1)!
        const rest = direction === "forward"
          ? { from: version + 1, to, limit: left }
          : { from, to: version - 1, limit: left }
        return { events, rest }
      }),
      Effect.mapError(toError("read events")),
      orUnavailable
    )
  }
}
