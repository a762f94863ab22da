// The laws of projections hold on PGlite as in memory: of documents, and of a table that is written by SQL.
import { BankAccountArbitraries as arbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { PostgresEventStore } from "@deciduous/postgres"
import { Projection } from "@deciduous/runtime"
import { Laws } from "@deciduous/testing"
import { ofTables } from "@deciduous/testing/laws/ProjectionLaws"
import { PgClient } from "@effect/sql-pg"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { emptyPglite } from "../../packages/postgres/test/support/Pg.ts"

const from = [{ aggregate: BankAccount, arbitraries }]

type Inline = NonNullable<PostgresEventStore.Options["inline"]>

/** A PGlite of its own for each, and its client beside the store: what a projection writes is part of its batch. */
const pglite = (inline: Inline) =>
  PostgresEventStore.layerClient({ migrate: true, inline }).pipe(Layer.provideMerge(emptyPglite))

/** How often money came in, for each account; a closed account has no document. */
const deposits = Projection.fromView({
  initialState: undefined as number | undefined,
  evolve: (count: number | undefined, { _tag }: BankAccountEvent) =>
    _tag === "AccountClosed" ? undefined : (count ?? 0) + (_tag === "FundsDeposited" ? 1 : 0)
}, { name: "deposits", events: [BankAccount.events], state: Schema.Int, keyOf: ({ aggregateId }) => aggregateId })

Laws.projection("deposits", deposits, { from, store: pglite, budget: 500 })

/** How many events there are of each kind, in a table of its own. */
const kinds = Projection.make({
  name: "kinds",
  events: BankAccount.events,
  handle: (events) =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      for (const { type } of events) {
        yield* sql`insert into kinds (type, many) values (${type}, 1) on conflict (type) do update set many = kinds.many + 1`
      }
    })
})
const sql = <A>(use: (sql: PgClient.PgClient) => Effect.Effect<A, unknown>) => Effect.flatMap(PgClient.PgClient, use)
/** A constant, and made anew with each store. */
const tables = Layer.effectDiscard(sql((sql) => sql`create table kinds (type text primary key, many int not null)`))
const options = {
  from,
  read: () => sql((sql) => sql`select type, many from kinds order by type collate "C"`),
  empty: () => sql((sql) => sql`truncate kinds`),
  store: (inline: Inline) => tables.pipe(Layer.provideMerge(pglite(inline))),
  budget: 500
}

Laws.projection("kinds", kinds, { ...options, streams: "independent" })

it.live("what is said of duplicates is asked of the table", () =>
  Effect.gen(function*() {
    const laws = ofTables("kinds", kinds, { ...options, seed: 1, duplicates: "ignored" })
    const verdict = yield* laws.find(({ name }) => name === "what comes again changes nothing")!.check
    assert(verdict._tag === "Fails")
    assert.strictEqual(verdict.length, 1)
  }))
