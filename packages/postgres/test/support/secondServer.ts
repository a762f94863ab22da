// A second cluster: younger than the run's, as it has hardly counted any transactions yet, and apart from it, so that a
// transaction which stays open there holds no other test's readers back.
import { PostgresEventStore } from "@deciduous/postgres"
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { randomUUID } from "node:crypto"
import { newFolder } from "./Pg.ts"

/** A client of its database `postgres`. Server and client end with the scope. */
export const secondServer = (settings: Readonly<Record<string, string>> = {}) =>
  Effect.gen(function*() {
    const { host, port, restart, stop } = yield* Effect.acquireRelease(
      Effect.promise(() => PostgresServer.start({ folder: newFolder(), listen: "socket" })),
      ({ stop }) => Effect.promise(stop)
    )
    const client = Layer.fresh(PgClient.layer({ host, port, username: "postgres", database: "postgres" }))
    if (Object.keys(settings).length > 0) {
      yield* Effect.forEach(Object.entries(settings), ([name, value]) =>
        Effect.flatMap(PgClient.PgClient, (sql) =>
          sql.unsafe(`alter system set ${name} = '${value}'`).unprepared)).pipe(Effect.provide(client))
      yield* Effect.promise(stop)
      yield* Effect.promise(restart)
    }
    return Context.get(yield* Layer.build(client), PgClient.PgClient)
  })

/** The same as a layer. */
export const ownPostgres = Layer.fresh(Layer.orDie(Layer.effect(PgClient.PgClient, secondServer())))

/** A store in a new database of the present client's server, and its client. */
export const storeInNewDatabase = (options: PostgresEventStore.Options = {}) =>
  PostgresEventStore.layerClient({ migrate: true, ...options }).pipe(
    Layer.provideMerge(Layer.effect(
      PgClient.PgClient,
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const database = `test_${randomUUID().replaceAll("-", "")}`
        yield* sql.unsafe(`create database ${database}`)
        const client = Layer.fresh(PgClient.layer({ ...sql.config, database }))
        return Context.get(yield* Layer.build(client), PgClient.PgClient)
      })
    )),
    Layer.fresh
  )

/** Makes the run's cluster older by so many transactions. */
export const age = (transactions: number) =>
  Effect.flatMap(PgClient.PgClient, (sql) =>
    sql.unsafe(`do $$ begin
      create temporary table aged (at integer);
      for at in 1..${transactions} loop
        begin insert into aged values (at); exception when division_by_zero then null; end;
      end loop;
      drop table aged;
    end $$`).unprepared)

/** Copies the tables of a store with all their columns, as a dump and its restore do. */
export const restore = (from: PgClient.PgClient, to: PgClient.PgClient) =>
  Effect.gen(function*() {
    const rows = yield* from`select row_to_json(events)::text as row from deciduous.events`
    yield* to`insert into deciduous.events overriding system value
      select event.* from unnest(${rows.map(({ row }) => row)}::json[]) as rows (event),
        json_populate_record(null::deciduous.events, rows.event) as event`
    yield* to`select setval('deciduous.events_sequence_seq', (select max(sequence) from deciduous.events))`
  })
