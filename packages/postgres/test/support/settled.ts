// Other databases of the run's server have transactions of their own, and readers of all streams wait for those too.
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"

/** Waits until every transaction of the cluster has ended that had begun by now: what is committed can then be read. */
export const settled = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  const [now] = yield* sql`select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next`
  while (true) {
    const [row] = yield* sql`select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest`
    if ((row!.oldest as bigint) >= (now!.next as bigint)) return
    yield* Effect.yieldNow
  }
})
