// The rows of a page, bounded in number and in bytes: for the reads of one stream and of all.
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { readLimits } from "./readLimits.ts"
import { hasContents, type Values } from "./row.ts"
import type { SqlError } from "./sql.ts"
import type { Page } from "./statements/read.ts"

export interface Rows {
  readonly rows: ReadonlyArray<Values>
  /** Whether there were no more; else there may be. */
  readonly isLast: boolean
}

type ReadRows = (parameters: ReadonlyArray<unknown>, size: number) => Effect.Effect<Rows, SqlError>

/**
 * Reads the pages of one read, each with the parameters of its statement and at most so many rows.
 *
 * It supposes that contents are light. A page in which one is not ends before it, and the next ones are weighed: few rows
 * at first, as PostgreSQL unpacks each to weigh it, and then about as many as fit.
 */
export const makeReadPage = (
  sql: PgClient.PgClient,
  statement: Page,
  { pageBytes, pageRows, searchedRows } = readLimits
): ReadRows => {
  let weighedRows = 0

  const readLight: ReadRows = (parameters, size) =>
    Effect.flatMap(
      sql.unsafe(statement.light, statement.isFiltered ? [...parameters, size, searchedRows] : [...parameters, size])
        .values,
      (rows) => {
        const heavy = rows.findIndex((row) => !hasContents(row) && row[fits] !== false)
        if (heavy < 0) return Effect.succeed({ rows, isLast: isEnd(rows, size) })
        weighedRows = firstWeighedRows
        return heavy === 0
          ? readWeighed(parameters, size)
          : Effect.succeed({ rows: rows.slice(0, heavy), isLast: false })
      }
    )

  const readWeighed: ReadRows = (parameters, size) => {
    const asked = Math.min(size, weighedRows)
    return Effect.map(sql.unsafe(statement.weighed, [...parameters, asked, pageBytes]).values, (rows) => {
      const isCut = rows.at(-1)?.at(-1) === true
      weighedRows = isCut ? 2 * rows.length : weighedRows < pageRows ? Math.min(4 * weighedRows, pageRows) : 0
      return { rows, isLast: !isCut && isEnd(rows, asked) }
    })
  }

  /** The last row that is searched for a filter comes in any case. */
  const isEnd = (rows: ReadonlyArray<Values>, size: number) =>
    statement.isFiltered ? rows.length === 0 : rows.length < size

  return (parameters, limit) => (weighedRows === 0 ? readLight : readWeighed)(parameters, Math.min(limit, pageRows))
}

/** Beyond the columns of an event, where there is a filter. */
const fits = 11

/** At most 32 MiB to unpack, three times as much of texts that are not ASCII, and mostly far less. */
const firstWeighedRows = 32
