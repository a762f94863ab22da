// The stand-in for pgbench where the system has none: one-row INSERTs on `pg`, each its own transaction, a connection a writer.
import pg from "pg"
import type { Open } from "../compare/Contender.ts"
import { history } from "../compare/history.ts"
import { perform, type PromiseOp } from "../compare/perform.ts"

const table = `
create table rows (sequence bigint generated always as identity, stream_id uuid not null, version integer not null,
  type text not null, data json not null, recorded_at timestamptz not null default now(), unique (stream_id, version))`

const insert = { name: "insert", text: "insert into rows (stream_id, version, type, data) values ($1, 1, $2, $3)" }

export const open: Open<PromiseOp> = async ({ concurrency, url }) => {
  const pool = new pg.Pool({ connectionString: url, max: Math.max(10, concurrency) })
  await pool.query(table)
  return {
    perform,
    append: (account) => {
      const [event] = history(1)
      return () => pool.query(insert, [account, event!.type, JSON.stringify(event!.data)])
    },
    close: () => pool.end()
  }
}
