// Deciduous's projection into rows of one's own: one upsert for each event, one after the other, as most write their first
// projection.
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { PostgresEventStore } from "@deciduous/postgres"
import { Projection } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { randomUUID } from "node:crypto"
import type { Open } from "../Contender.ts"
import { accountOf, balanceAfter } from "../history.ts"
import { perform, type PromiseOp } from "../perform.ts"
import { build, cents } from "./projections.ts"

export const open: Open<PromiseOp> = async ({ url }) => {
  const client = PgClient.layer({ url: Redacted.make(url) })
  const runtime = ManagedRuntime.make(Layer.provideMerge(PostgresEventStore.layerClient(), client))
  return {
    perform,
    project: (_events, eventsEach) => () => runtime.runPromise(projected(eventsEach)),
    close: () => runtime.dispose()
  }
}

const projected = Effect.fnUntraced(function*(eventsEach: number) {
  const sql = yield* PgClient.PgClient
  const table = sql(`balances_${randomUUID()}`)
  yield* sql`create table ${table} (account text primary key, cents integer not null)`
  yield* build(Projection.make({
    name: `rows-${randomUUID()}`,
    events: BankAccount.events,
    handle: (events) =>
      Effect.forEach(
        events,
        ({ aggregateId, event }) =>
          sql`insert into ${table} as balance values (${aggregateId}, ${cents(event)})
          on conflict (account) do update set cents = balance.cents + excluded.cents`,
        { discard: true }
      )
  }))
  const [row] = yield* sql`select cents from ${table} where account = ${accountOf(0)}`
  if (row?.cents !== balanceAfter(eventsEach)) throw new Error(`The balance is ${row?.cents}.`)
})
