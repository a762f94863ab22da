// A connection for what the comparison itself asks of the server: databases made and dropped, checkpoints, VACUUM.
import { PgClient } from "@effect/sql-pg"
import { ManagedRuntime, Redacted } from "effect"

export const database = async (url: string) => {
  const runtime = ManagedRuntime.make(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 }))
  const sql = await runtime.runPromise(PgClient.PgClient)
  return {
    execute: (statement: string): Promise<ReadonlyArray<ReadonlyArray<unknown>>> =>
      runtime.runPromise(sql.unsafe(statement).values),
    close: () => runtime.dispose()
  }
}
