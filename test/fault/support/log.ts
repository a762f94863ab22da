// What the database holds in the end, asked past the store; and that it is what the ledgers say.
import { Position } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { problems, type Stored } from "../ledger/check.ts"
import type { Entry } from "../ledger/Ledger.ts"
import { asAdmin } from "./Server.ts"

/** Every event, in the order of positions. */
export const readLog = (url: string): Effect.Effect<ReadonlyArray<Stored>, unknown> =>
  asAdmin(url, (sql) =>
    Effect.map(
      sql`
        select id, stream_id, version, transaction, sequence, data->>'attempt', (data->>'part')::integer
        from deciduous.events order by transaction, sequence`.values,
      (rows) => rows.map((row) => toStored(row as unknown as Row))
    ))

type Row = readonly [string, string, number, bigint, bigint, string, number]

const toStored = ([id, stream, version, transaction, sequence, attempt, part]: Row): Stored => ({
  id,
  stream: stream.slice("notebook-".length),
  version,
  position: Position.make(transaction, sequence),
  attempt,
  part
})

/** Fails where a log does not hold what its writers say of it. */
export const agrees = Effect.fnUntraced(function*(url: string, ...ledgers: ReadonlyArray<ReadonlyArray<Entry>>) {
  const log = yield* readLog(url)
  const entries = ledgers.flat()
  const found = problems(entries, log)
  assert.deepStrictEqual(found.slice(0, 10), [], `${found.length} problems in a log of ${log.length} events`)
  return log
})
