// What a tutorial shows, on `pg` alone: BEGIN, SELECT max(version), INSERT each, COMMIT; and a reader whose cursor is a sequence.
import pg from "pg"
import type { Open } from "../compare/Contender.ts"
import { balanceAfter, history, type JsonEvent } from "../compare/history.ts"
import { perform, type PromiseOp } from "../compare/perform.ts"
import { decideDeposit, evolve, unopened } from "../compare/plainAccount.ts"

const table = `
create table if not exists events (sequence bigserial primary key, stream_id text not null, version integer not null,
  type text not null, data jsonb not null, recorded_at timestamptz not null default now(), unique (stream_id, version))`

const pageSize = 1_000

/** Milliseconds between two looks for new events. */
const pollEvery = 20

export const open: Open<PromiseOp> = async ({ concurrency, url }) => {
  const pool = new pg.Pool({ connectionString: url, max: Math.max(10, concurrency) })
  await pool.query(table)
  let decisions = 0
  const append = async (stream: string, expected: number, events: ReadonlyArray<JsonEvent>): Promise<void> => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      const { rows } = await client.query<{ version: number }>(statements.version, [stream])
      if (rows[0]?.version !== expected) throw new Conflict()
      for (const [index, { data, type }] of events.entries()) {
        await client.query(statements.insert, [stream, expected + index + 1, type, JSON.stringify(data)])
      }
      await client.query("commit")
    } catch (error) {
      await client.query("rollback")
      throw isTaken(error) ? new Conflict() : error
    } finally {
      client.release()
    }
  }
  const load = async (stream: string) => {
    const { rows } = await pool.query<Row>(statements.load, [stream])
    return { version: rows.length, state: rows.reduce(evolve, unopened) }
  }
  const page = async (after: string, limit: number) => (await pool.query<Row>(statements.page, [after, limit])).rows
  return {
    perform,
    append: (account, events) => () => append(account, 0, history(events)),
    deposit: (account) => async () => {
      for (;;) {
        const { state, version } = await load(account)
        decisions++
        const event = decideDeposit(state)
        try {
          return await append(account, version, [event])
        } catch (error) {
          if (!(error instanceof Conflict)) throw error
        }
      }
    },
    decisions: () => decisions,
    load: (account, events) => async () => {
      const { state } = await load(account)
      if (state.balance !== balanceAfter(events)) {
        throw new Error(`The account of ${events} events holds ${state.balance}.`)
      }
    },
    readAll: (events) => async () => {
      let read = 0
      for (let after = "0"; read < events;) {
        const rows = await page(after, Math.min(pageSize, events - read))
        if (rows.length === 0) throw new Error(`${read} events of ${events}`)
        read += rows.length
        after = rows.at(-1)!.sequence
      }
    },
    follow: async (delivered) => {
      let following = true
      const follow = async () => {
        for (let after = "0"; following;) {
          const rows = await page(after, pageSize)
          for (const row of rows) delivered(row.stream_id)
          after = rows.at(-1)?.sequence ?? after
          if (rows.length < pageSize) await new Promise((resolve) => setTimeout(resolve, pollEvery))
        }
      }
      const ended = follow()
      return () => {
        following = false
        return ended
      }
    },
    close: () => pool.end()
  }
}

interface Row {
  readonly sequence: string
  readonly stream_id: string
  readonly type: string
  readonly data: unknown
}

class Conflict extends Error {}

/** The unique constraint has refused a version that somebody else wrote. */
const isTaken = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === "23505"

/** Named, so that `pg` prepares them once for each connection. */
const statements = {
  version: prepared("version", "select coalesce(max(version), 0) as version from events where stream_id = $1"),
  insert: prepared("insert", "insert into events (stream_id, version, type, data) values ($1, $2, $3, $4)"),
  load: prepared("load", "select type, data from events where stream_id = $1 order by version"),
  page: prepared(
    "page",
    "select sequence, stream_id, version, type, data, recorded_at from events where sequence > $1 order by sequence limit $2"
  )
}

function prepared(name: string, text: string) {
  return { name, text }
}
