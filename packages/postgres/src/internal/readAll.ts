// Reading all streams, by keyset pages: each begins where the last one ended, at any depth for the same price.
import { Position } from "@deciduous/core"
import { type EventStore, EventStoreError, ReadRequest } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { toError } from "./failure.ts"
import { orUnavailable } from "./patience.ts"
import { readAhead } from "./readAhead.ts"
import { readLimits } from "./readLimits.ts"
import { makeReadPage } from "./readPage.ts"
import { hasContents, positionOf, toEvents } from "./row.ts"
import type { Statements } from "./statements.ts"

/** What is still to be read: what lies between two positions, and how much of it. */
export interface Rest {
  readonly after: Position.Position
  readonly before: Position.Position
  readonly limit: number
}

export interface PageOfAll extends EventStore.Page {
  readonly isLast: boolean
}

export const makeReadAll =
  (sql: PgClient.PgClient, statements: Statements): EventStore.EventStore["Service"]["readAll"] => (range = {}) => {
    const problem = ReadRequest.problemOfRangeOfAll(range)
    if (problem !== undefined) return Stream.fail(problem)
    const { after = Position.start, before = end, direction = "forward", filter, limit = Infinity } = range
    const events = readAhead(sql, { after, before, limit }, () => {
      const readPage = makeReadPageOfAll(sql, statements, direction, filter)
      return (rest) =>
        Effect.map(readPage(rest), ({ events, isLast, position }) => {
          const left = rest.limit - events.length
          if (isLast || left === 0) return { events, rest: undefined }
          const next = direction === "forward" ? { after: position } : { before: position }
          return { events, rest: { ...rest, ...next, limit: left } }
        })
    })
    const given = [after, range.before ?? Position.start].filter((position) => position !== Position.start)
    return given.length === 0
      ? events
      : Stream.unwrap(Effect.as(Effect.forEach(given, makeCheck(sql, statements), { discard: true }), events))
  }

/** Gives what reads one page after the other, each in one snapshot with how far the log was searched for it. */
export const makeReadPageOfAll = (
  sql: PgClient.PgClient,
  statements: Statements,
  direction: "forward" | "backward",
  filter?: EventStore.Filter,
  limits = readLimits
): (rest: Rest) => Effect.Effect<PageOfAll, EventStoreError.EventStoreError> => {
  const { categories, streamPrefix, types } = filter ?? {}
  const parameters = filter === undefined ? [] : [categories ?? null, types ?? null, streamPrefix ?? null]
  const statement = filter === undefined ? statements.readAll[direction] : statements.readAllFiltered[direction]
  const readPage = makeReadPage(sql, statement, limits)
  return ({ after, before, limit }) => {
    const start = direction === "forward" ? after : before
    if (limit === 0) return Effect.succeed({ events: [], position: start, isLast: true })
    const low = Position.parts(after)
    const high = Position.parts(before)
    return readPage([low.transaction, low.sequence, high.transaction, high.sequence, ...parameters], limit).pipe(
      Effect.map(({ isLast, rows }) => {
        const last = rows.at(-1)
        return {
          events: toEvents(last === undefined || hasContents(last) ? rows : rows.slice(0, -1)),
          position: last === undefined ? start : positionOf(last),
          isLast
        }
      }),
      Effect.mapError(toError("read events")),
      orUnavailable
    )
  }
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
    Effect.catchTag("SqlError", (error) => Effect.fail(toError("look for a position")(error))),
    orUnavailable
  )

/** After every position that a store can give. */
const maxInt8 = 2n ** 63n - 1n
export const end: Position.Position = Position.make(maxInt8, maxInt8)
