// Reading one stream and all streams, by keyset pages: each page begins where the last one ended, at any depth for the
// same price.
import { Position, type StoredEvent } from "@deciduous/core"
import { type EventStore, type EventStoreError, ReadRequest } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { toError } from "./failure.ts"
import { type Row, toEvent } from "./row.ts"
import type { SqlError } from "./sql.ts"
import { maxVersion, type Statements } from "./statements.ts"

type Events = Stream.Stream<StoredEvent, EventStoreError.EventStoreError>

/** Enough rows to forget the round trip beside them, few enough to hold in memory. */
const pageSize = 1000

export const makeRead =
  (sql: PgClient.PgClient, statements: Statements): EventStore.EventStore["Service"]["read"] =>
  (streamId, range = {}) => {
    const problem = ReadRequest.problemOfRange(streamId, range)
    if (problem !== undefined) return Stream.fail(problem)
    const { asOf, direction = "forward", limit } = range
    const statement = statements.read[direction]
    const whole = {
      from: Math.min(range.from ?? 1, maxVersion),
      to: Math.min(range.to ?? maxVersion, maxVersion)
    }
    const read = (start: typeof whole) =>
      pages({
        start,
        limit,
        page: ({ from, to }, size) => sql.unsafe(statement, [streamId.name, from, to, size]).values,
        next: ({ from, to }, { version }) =>
          direction === "forward" ? { from: version + 1, to } : { from, to: version - 1 }
      })
    if (asOf === undefined) return read(whole)

    // events carry milliseconds when they are read, and the column microseconds: later is from the next millisecond on
    const later = new Date(Math.min(Math.max(Math.floor(DateTime.toEpochMillis(asOf)) + 1, earliest), latest))
    return Stream.unwrap(
      sql.unsafe(statements.versionBefore, [streamId.name, later]).values.pipe(
        Effect.map((rows) => read({ from: whole.from, to: Math.min(whole.to, rows[0]?.[0] as number ?? maxVersion) })),
        Effect.mapError(toError("read a stream as of a time"))
      )
    )
  }

export const makeReadAll =
  (sql: PgClient.PgClient, statements: Statements): EventStore.EventStore["Service"]["readAll"] => (range = {}) => {
    const problem = ReadRequest.problemOfRangeOfAll(range)
    if (problem !== undefined) return Stream.fail(problem)
    const { direction = "forward", limit } = range
    const statement = statements.readAll[direction]
    return pages({
      start: { after: range.after ?? Position.start, before: range.before ?? end },
      limit,
      page: ({ after, before }, size) => {
        const low = Position.parts(after)
        const high = Position.parts(before)
        return sql.unsafe(statement, [low.transaction, low.sequence, high.transaction, high.sequence, size]).values
      },
      next: ({ after, before }, { position }) =>
        direction === "forward" ? { after: position, before } : { after, before: position }
    })
  }

/** No event was recorded outside of these, and PostgreSQL's times reach less far than JavaScript's. */
const earliest = Date.UTC(1970, 0, 1)
const latest = Date.UTC(9999, 0, 1)

/** After every position that a store can give. */
const maxInt8 = 2n ** 63n - 1n
const end = Position.make(maxInt8, maxInt8)

/** What is still to be read, and how many of it; the stream ends with a page that is not full. */
const pages = <Rest>(options: {
  readonly start: Rest
  readonly limit: number | undefined
  readonly page: (rest: Rest, size: number) => Effect.Effect<ReadonlyArray<ReadonlyArray<unknown>>, SqlError>
  readonly next: (rest: Rest, last: StoredEvent) => Rest
}): Events =>
  Stream.paginate(
    { rest: options.start, left: options.limit ?? Infinity },
    ({ left, rest }) => {
      if (left === 0) return Effect.succeed([[], Option.none()] as const)
      const size = Math.min(left, pageSize)
      return options.page(rest, size).pipe(
        Effect.map((rows) => {
          const events = rows.map((row) => toEvent(row as unknown as Row))
          const last = events.at(-1)
          return [
            events,
            last === undefined || events.length < size
              ? Option.none()
              : Option.some({ rest: options.next(rest, last), left: left - events.length })
          ] as const
        }),
        Effect.mapError(toError("read events"))
      )
    }
  )
