// The whole of a log at once, for those who look after it: what it holds, counted where it is, and its streams one after
// the other. For `deciduous audit`.
import type { StoredEvent } from "@deciduous/core"
import type { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { toError } from "./internal/failure.ts"
import { readAhead } from "./internal/readAhead.ts"
import { makeReadPage } from "./internal/readPage.ts"
import { toEvents } from "./internal/row.ts"
import { type Options as SchemaOptions, schemaOf } from "./internal/schema.ts"
import { maxVersion, statements as statementsOf } from "./internal/statements.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends SchemaOptions {
  /** Only events of these categories; all by default. */
  readonly categories?: ReadonlyArray<string>
}

/**
 * The events of one category, type and schema version.
 *
 * @since 0.1.0
 * @category models
 */
export interface Count {
  readonly category: string
  readonly type: string
  readonly schemaVersion: number
  readonly events: number
  /** When the first of them was recorded, to the millisecond. */
  readonly first: DateTime.Utc
  readonly last: DateTime.Utc
}

/**
 * What a log holds, in no order. PostgreSQL counts, so that a million events take some tenths of a second.
 *
 * @since 0.1.0
 * @category reading
 */
export const census: (
  options?: Options
) => Effect.Effect<ReadonlyArray<Count>, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*({ categories, ...options } = {}) {
    const sql = yield* PgClient.PgClient
    const { census } = statementsOf(yield* schemaOf(options))
    const rows = yield* sql.unsafe(census, [categories ?? null]).values.pipe(
      Effect.mapError(toError("count its events"))
    )
    return rows.map((row) => {
      const [category, type, schemaVersion, events, first, last] = row as [string, string, number, number, Date, Date]
      return {
        category,
        type,
        schemaVersion,
        events,
        first: DateTime.fromDateUnsafe(first),
        last: DateTime.fromDateUnsafe(last)
      }
    })
  }
)

/**
 * Every event, stream by stream, the events of each in their order: whoever folds all streams holds one state at a time.
 *
 * Streams come in the order of their names' bytes; `after` is the name of the stream before the first one to read. What is
 * appended meanwhile may be among them, and no stream has a gap.
 *
 * @since 0.1.0
 * @category reading
 */
export const byStream = (
  { after = "", categories, ...options }: Options & { readonly after?: string } = {}
): Stream.Stream<StoredEvent, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Stream.unwrap(Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const { readByStream } = statementsOf(yield* schemaOf(options))
    // no stream has a version beyond this one, so nothing of the stream itself comes
    const start = { streamId: after, version: maxVersion }
    return readAhead(sql, start, () => {
      const readPage = makeReadPage(sql, readByStream)
      return ({ streamId, version }) =>
        readPage([streamId, version, categories ?? null], Infinity).pipe(
          Effect.map(({ isLast, rows }) => {
            const events = toEvents(rows)
            const last = events.at(-1)
            return { events, rest: isLast || last === undefined ? undefined : last }
          }),
          Effect.mapError(toError("read its streams"))
        )
    })
  }))
