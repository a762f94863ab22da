// The driver alone, for the share of a global read that is its own: Deciduous's table read by @effect/sql-pg in pages, the
// same columns, JSON parsed by the driver, nothing decoded.
import { PgClient } from "@effect/sql-pg"
import { Effect, ManagedRuntime, Redacted } from "effect"
import type { Open } from "../Contender.ts"
import { perform, type PromiseOp } from "../perform.ts"

const pageSize = 2_000

const page = `
select sequence, transaction, category, stream_id, version, id, type, schema_version, data, metadata, recorded_at
from deciduous.events
where (transaction, sequence) > ($1::bigint, $2::bigint) and transaction < deciduous.horizon()
order by transaction, sequence limit $3::integer`

export const open: Open<PromiseOp> = async ({ url }) => {
  const runtime = ManagedRuntime.make(PgClient.layer({ url: Redacted.make(url) }))
  const sql = await runtime.runPromise(PgClient.PgClient)
  return {
    perform,
    readAll: (events) => () =>
      runtime.runPromise(Effect.gen(function*() {
        let read = 0
        let last: readonly [transaction: unknown, sequence: unknown] = [0n, 0n]
        while (read < events) {
          const rows = yield* sql.unsafe(page, [...last, Math.min(pageSize, events - read)]).values
          const end = rows.at(-1)
          if (end === undefined) throw new Error(`${read} events of ${events}`)
          last = [end[1], end[0]]
          read += rows.length
        }
      })),
    close: () => runtime.dispose()
  }
}
