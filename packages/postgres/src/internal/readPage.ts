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

/**
 * Reads the pages of one read, each with the parameters of its statement and at most so many rows.
 *
 * It supposes that contents are light. A page in which one is not ends before it, and the next ones are weighed, until
 * one of those comes with as many rows as it may have.
 */
export const makeReadPage = (sql: PgClient.PgClient, statement: Page, { pageBytes, pageRows } = readLimits) => {
  let isLight = true

  const readLight = (parameters: ReadonlyArray<unknown>, size: number): Effect.Effect<Rows, SqlError> =>
    Effect.flatMap(sql.unsafe(statement.light, [...parameters, size]).values, (rows) => {
      const heavy = rows.findIndex((row) => !hasContents(row))
      if (heavy < 0) return Effect.succeed({ rows, isLast: rows.length < size })
      isLight = false
      return heavy === 0 ? readWeighed(parameters, size) : Effect.succeed({ rows: rows.slice(0, heavy), isLast: false })
    })

  const readWeighed = (parameters: ReadonlyArray<unknown>, size: number): Effect.Effect<Rows, SqlError> =>
    Effect.map(sql.unsafe(statement.weighed, [...parameters, size, pageBytes]).values, (rows) => {
      isLight = rows.length === size
      return { rows, isLast: rows.length < size && rows.at(-1)?.[isFull] !== true }
    })

  return (parameters: ReadonlyArray<unknown>, limit: number): Effect.Effect<Rows, SqlError> =>
    (isLight ? readLight : readWeighed)(parameters, Math.min(limit, pageRows))
}

/** Beyond the columns of an event: whether a row completes the bytes of a page. */
const isFull = 11
