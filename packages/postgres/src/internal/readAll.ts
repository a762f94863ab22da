// Reading all streams, by keyset pages: each begins where the last one ended, at any depth for the same price.
import { Position } from "@deciduous/core"
import { type EventStore, EventStoreError, ReadRequest } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { toError } from "./failure.ts"
import { readAhead } from "./readAhead.ts"
import { pageBytes, pageRows, searchedRows } from "./readLimits.ts"
import { toEvent, type Values } from "./row.ts"
import type { Statements } from "./statements.ts"

/** What is still to be read. */
export interface Rest {
  readonly direction: "forward" | "backward"
  readonly after: Position.Position
  readonly before: Position.Position
  readonly limit: number
  readonly filter: EventStore.Filter | undefined
}

export interface PageOfAll extends EventStore.Page {
  readonly isLast: boolean
}

export const makeReadAll =
  (sql: PgClient.PgClient, statements: Statements): EventStore.EventStore["Service"]["readAll"] => (range = {}) => {
    const problem = ReadRequest.problemOfRangeOfAll(range)
    if (problem !== undefined) return Stream.fail(problem)
    const { after = Position.start, before = end, direction = "forward", filter, limit = Infinity } = range
    const readPage = makePageOfAll(sql, statements)
    const events = readAhead(
      sql,
      { direction, after, before, limit, filter },
      (rest) =>
        Effect.map(
          readPage(rest),
          (page) => ({ events: page.events, rest: page.isLast ? undefined : restOf(rest, page) })
        )
    )
    return after === Position.start
      ? events
      : Stream.unwrap(Effect.as(makeCheck(sql, statements)(after), events))
  }

const restOf = (rest: Rest, { events, position }: EventStore.Page): Rest | undefined => {
  const limit = rest.limit - events.length
  if (limit === 0) return undefined
  return rest.direction === "forward" ? { ...rest, after: position, limit } : { ...rest, before: position, limit }
}

/** Reads a page, in one snapshot with how far it was searched. */
export const makePageOfAll = (sql: PgClient.PgClient, statements: Statements) =>
(
  { after, before, direction, filter, limit }: Rest
): Effect.Effect<PageOfAll, EventStoreError.EventStoreError> => {
  if (limit === 0) return Effect.succeed({ events: [], position: after, isLast: true })
  const low = Position.parts(after)
  const high = Position.parts(before)
  const size = Math.min(limit, pageRows)
  const range = [low.transaction, low.sequence, high.transaction, high.sequence, size, pageBytes]
  const start = direction === "forward" ? after : before
  if (filter === undefined) {
    return sql.unsafe(statements.readAll[direction], range).values.pipe(
      Effect.map((rows) => {
        const events = rows.map(toEvent)
        const isFull = events.length === size || rows.at(-1)?.[isHeavy] === true
        return { events, position: events.at(-1)?.position ?? start, isLast: !isFull }
      }),
      Effect.mapError(toError("read events"))
    )
  }
  const { categories, streamPrefix, types } = filter
  return sql.unsafe(
    statements.readAllFiltered[direction],
    [...range, categories ?? null, types ?? null, streamPrefix ?? null, searchedRows]
  ).values.pipe(
    Effect.map((rows) => ({
      events: rows.filter((row) => row[fits] === true).map(toEvent),
      position: positionOf(rows.at(-1)) ?? start,
      isLast: rows.length === 0
    })),
    Effect.mapError(toError("read events"))
  )
}

/** Fails with `UnknownPosition` where there is no event at a position. One that readers may not yet see is known. */
export const makeCheck = (sql: PgClient.PgClient, statements: Statements) =>
  Effect.fnUntraced(
    function*(position: Position.Position) {
      const { sequence, transaction } = Position.parts(position)
      const found = yield* sql.unsafe(statements.eventAt, [transaction, sequence]).values
      if (found.length > 0) return
      const [head] = yield* sql.unsafe(statements.head).values
      return yield* new EventStoreError.EventStoreError({
        reason: new EventStoreError.UnknownPosition({
          position,
          head: head === undefined ? Position.start : Position.make(head[0] as bigint, head[1] as bigint)
        })
      })
    },
    Effect.catchTag("SqlError", (error) => Effect.fail(toError("look for a position")(error)))
  )

/** Beyond the columns of an event: whether a page ends by its weight; whether a row fits the filter. */
const isHeavy = 11
const fits = 11

const positionOf = (row: Values | undefined): Position.Position | undefined =>
  row && Position.make(row[1] as bigint, row[0] as bigint)

/** After every position that a store can give. */
const maxInt8 = 2n ** 63n - 1n
export const end: Position.Position = Position.make(maxInt8, maxInt8)
