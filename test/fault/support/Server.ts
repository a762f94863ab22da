// A durable PostgreSQL of a test file's own, that it may crash, and databases on it.
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import * as TcpProxy from "@deciduous/testing/TcpProxy"
import { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { randomUUID } from "node:crypto"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"

export class Server extends Context.Service<Server, PostgresServer.PostgresServer>()("test/fault/Server") {
  static readonly layer = Layer.effect(Server, Effect.suspend(() => startServer))
}

/** An empty folder, which goes when the scope closes. */
export const newFolder = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-fault-"))),
  (folder) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true }))
)

/** A server in an empty folder. */
export const serverIn = (folder: string) =>
  Effect.acquireRelease(
    Effect.promise(() => PostgresServer.start({ folder, listen: "tcp", durable: true })),
    (server) => Effect.promise(server.crash)
  )

export const startServer = Effect.flatMap(newFolder, serverIn)

/** An empty log, in a database of its own. */
export const newLogWith = Effect.fnUntraced(function*(options: PostgresEventStore.Options) {
  const server = yield* Server
  const name = `log_${randomUUID().replaceAll("-", "")}`
  yield* asAdmin(urlOf(server, "postgres"), (sql) => sql.unsafe(`create database ${name}`))
  const url = urlOf(server, name)
  yield* Effect.scoped(Layer.build(PostgresEventStore.layer({ url, migrate: true, ...options })))
  return url
})

export const newLog = newLogWith({})

export const urlOf = ({ host, port }: { readonly host: string; readonly port: number }, database: string): string =>
  `postgres://postgres@${host}:${port}/${database}`

/** A relay to the server, and the URL of a log behind it. */
export const relayTo = Effect.fnUntraced(function*(url: string) {
  const proxy = yield* Effect.acquireRelease(
    Effect.flatMap(Server, (server) => Effect.promise(() => TcpProxy.start(server))),
    (proxy) => Effect.promise(proxy.close)
  )
  return { ...proxy, url: urlOf(proxy, new URL(url).pathname.slice(1)) }
})

/** A store as an application has it: a pool, caches and queues of its own. */
export const storeAt = (url: string): Effect.Effect<EventStore.EventStore["Service"], unknown, Scope.Scope> =>
  Effect.map(
    Layer.build(Layer.fresh(PostgresEventStore.layer({ url }))),
    (context) => Context.get(context, EventStore.EventStore)
  )

/** Somebody who looks at a database, and does to it what administrators do, by a connection for this alone. */
export const asAdmin = <A, E, R>(url: string, use: (sql: PgClient.PgClient) => Effect.Effect<A, E, R>) =>
  Effect.scoped(Effect.flatMap(connect(url), use))

/** It is told apart from the store's connections by its name, and tries until the server is there. */
export const connect = (url: string) =>
  Effect.map(
    Layer.build(Layer.fresh(
      PgClient.layer({ url: Redacted.make(url), applicationName: "administrator", maxConnections: 1 })
    )),
    Context.get(PgClient.PgClient)
  ).pipe(Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 500 }))

/** Waits until a query finds something. */
export const until = <E>(query: Effect.Effect<ReadonlyArray<unknown>, E>) =>
  Effect.repeat(query, { until: (rows) => rows.length > 0, schedule: Schedule.spaced("5 millis") })

/** Waits until the server has ended whatever the store's clients left to it. */
export const nobodyWrites = (sql: PgClient.PgClient) =>
  until(sql`select 1 where not exists (
    select 1 from pg_stat_activity where application_name = 'deciduous' and state = 'active')`)

/** Ends sessions of the store's clients, once there are such: those of which a condition holds. */
export const endSessions = (url: string, condition: string) =>
  asAdmin(url, (sql) => until(sql.unsafe(sessionsEnd(condition))))

/** The statement that ends those of them that are there. */
export const sessionsEnd = (condition: string): string => `
  select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'deciduous' and datname = current_database() and ${condition}`
