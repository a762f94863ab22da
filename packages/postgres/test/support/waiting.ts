// Appends that wait at the server, as long as a test wants.
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { session } from "./clients.ts"
import { event, stream } from "./events.ts"

/** Waits until so many sessions of the database wait for a lock of another's. */
export const untilWaiting = (count: number) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const waiting = sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((yield* waiting).length < count) yield* Effect.yieldNow
  })

/** Another session's transaction that has written the first event of each stream, and is open. Answers with its end. */
export const firstEventsOf = Effect.fnUntraced(function*(names: ReadonlyArray<string>, id: string = event().id) {
  const execute = yield* session()
  yield* execute("begin")
  for (const name of names) {
    yield* execute(
      `insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata, command_id)
       values ('test', $1, 1, $2, 'Happened', 1, '1', '{}', $3)`,
      [stream(name).name, id, `event ${id}`]
    )
  }
  return (end: "commit" | "rollback") => Effect.asVoid(execute(end))
})
