// Sends one statement, and gives its rows as those of its caller: the one place that says what a statement's columns are.
import type { EventStoreError } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { toError } from "./failure.ts"
import type { SqlError } from "./sql.ts"

/** `operation` completes "the event store failed to". `Row` are the columns as the statement selects them. */
export const makeQuery = (sql: PgClient.PgClient) =>
<Row extends ReadonlyArray<unknown> = ReadonlyArray<unknown>>(
  operation: string,
  statement: string,
  parameters: ReadonlyArray<unknown>
): Effect.Effect<ReadonlyArray<Row>, EventStoreError.EventStoreError> =>
  Effect.mapError(
    sql.unsafe(statement, parameters).values as Effect.Effect<ReadonlyArray<Row>, SqlError>,
    toError(operation)
  )

export type Query = ReturnType<typeof makeQuery>
