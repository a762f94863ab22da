// No payload and no password in what an error, a log line or a span says: each way to fail, with markers in its input.
import { type EventData, Position } from "@deciduous/core"
import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Cause, Effect, Exit, Layer, Logger, Stream, Tracer } from "effect"
import { inspect } from "node:util"
import { append, event, stream } from "./support/events.ts"
import { freshPostgres, server } from "./support/Pg.ts"
import { makeProxy } from "./support/proxy.ts"

const payload = "marked-payload"
const password = "marked-password"
const marked = (): EventData => ({
  ...event({ iban: payload, owner: [payload] }),
  metadata: { actorId: payload }
})

/** Everything that a program could print of a failure, and everything that was logged and traced meanwhile. */
const told = <A, E, R>(failing: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const loggers = [Logger.formatLogFmt, Logger.formatStructured, Logger.formatSimple].map((format) =>
      Logger.make((options) => void lines.push(inspect(format.log(options), { depth: 20, showHidden: true })))
    )
    const exit = yield* Effect.exit(failing).pipe(
      Effect.tap((exit) => Exit.isFailure(exit) ? Effect.logError("It failed", exit.cause) : Effect.void),
      Effect.withTracer(tracer),
      Effect.provide(Logger.layer(loggers))
    )
    if (Exit.isSuccess(exit)) return assert.fail("it did not fail")
    const error = Cause.squash(exit.cause)
    return [
      String(error),
      Cause.pretty(exit.cause),
      JSON.stringify(error),
      inspect(error, { depth: 20, showHidden: true }),
      ...lines,
      ...spans.map((span) => inspect([span.name, span.attributes, failureOf(span)], { depth: 20, showHidden: true }))
    ]
  })

/** What an exporter writes of how a span ended: of a success nothing. */
const failureOf = ({ status }: Tracer.Span): string =>
  status._tag === "Ended" && Exit.isFailure(status.exit) ? Cause.pretty(status.exit.cause) : ""

const silent = <A, E, R>(failing: Effect.Effect<A, E, R>) =>
  Effect.map(told(failing), (texts) => {
    for (const text of texts) {
      assert.notInclude(text, payload)
      assert.notInclude(text, password)
    }
    return texts.join("\n")
  })

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })("no payload is told", (it) => {
  const appendMarked = (name: string, expectedVersion: EventStore.ExpectedVersion, ...events: Array<EventData>) =>
    Effect.flatMap(EventStore.EventStore, (store) => {
      const [first = marked(), ...others] = events
      return store.append(stream(name), [first, ...others], { expectedVersion })
    })

  it.effect("[104] by appends that are refused", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* append("there", 0)
      assert.include(yield* silent(appendMarked("there", 0)), "VersionConflict")
      const again = marked()
      yield* appendMarked("again", 0, again)
      const other = { ...again, data: { iban: payload, other: payload } }
      assert.include(yield* silent(appendMarked("again", 0, other)), "IdReused")
      const refused = (data: unknown) => silent(appendMarked("refused", 0, { ...marked(), data }))
      assert.include(
        yield* refused({ [payload]: `${payload}\0\ud800`, deep: { not: 1n, iban: payload } }),
        "InvalidAppend"
      )
      assert.include(yield* refused(payload.repeat(200_000)), "InvalidAppend")
      assert.include(yield* silent(sql.withTransaction(appendMarked("inside", 0))), "InsideTransaction")
    }))

  it.effect("[104] by what users add to the table: a unique index, a check, a trigger", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* appendMarked("unique-1", 0)
      for (
        const [add, remove] of [
          [
            "create unique index one_owner on deciduous.events ((data ->> 'iban')) where stream_id like 'test-unique%'",
            "drop index deciduous.one_owner"
          ],
          [
            "alter table deciduous.events add constraint no_iban check (data ->> 'iban' is null) not valid",
            "alter table deciduous.events drop constraint no_iban"
          ],
          [
            "alter table deciduous.events add column must integer not null default 1; ",
            "alter table deciduous.events drop column must"
          ]
        ] as const
      ) {
        yield* sql.unsafe(add).unprepared
        if (add.includes("must")) yield* sql.unsafe("alter table deciduous.events alter column must drop default")
        const text = yield* silent(appendMarked("unique-2", 0))
        assert.match(text, /StoreFailure/)
        // several at once are told of no more
        yield* silent(Effect.all([appendMarked("unique-3", 0), appendMarked("unique-4", 0)], { concurrency: 2 }))
        yield* sql.unsafe(remove)
      }
    }))

  it.effect("[104] by reads that are refused", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      yield* appendMarked("read", 0)
      const beyond = Position.make(2n ** 40n, 1n)
      assert.include(yield* silent(Stream.runDrain(store.readAll({ after: beyond }))), "UnknownPosition")
      assert.include(yield* silent(Stream.runDrain(store.read(stream("read"), { from: -1 }))), "InvalidRange")
    }))

  it.effect("[104] by what follows an append", () =>
    Effect.gen(function*() {
      const store = Layer.fresh(PostgresEventStore.layerClient({
        afterAppend: () =>
          Effect.flatMap(PgClient.PgClient, (sql) => sql`insert into owners values (${payload}), (${payload})`)
      }))
      const sql = yield* PgClient.PgClient
      yield* sql`create table owners (name text primary key deferrable initially deferred)`
      assert.include(yield* silent(Effect.provide(appendMarked("after", 0), store)), "owners_pkey")
      yield* sql`alter table owners add check (name = 'nobody')`
      assert.include(yield* silent(Effect.provide(appendMarked("after", 0), store)), "AfterAppendFailed")
    }))

  it.effect("[104] by a stream that ends in the future", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`insert into deciduous.events
        (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
        values (1000000000, 'test', 'test-behind', 1, ${event().id}, 'Happened', 1, '{}', '{}')`
      assert.include(yield* silent(appendMarked("behind", 1)), "TransactionBehind")
    }))
})

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })("no password is told", (it) => {
  it.effect("[104] by a connection that is lost, nor the payload that was on its way", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const proxy = yield* makeProxy
      const [row] = yield* sql`select current_database() as name`
      const url = `postgres://postgres:${password}@${proxy.host}:${proxy.port}/${row!.name}`
      const lost = Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        proxy.cutNext("towards the server", "test-lost")
        yield* store.append(stream("lost"), [marked()], { expectedVersion: 0 })
      })
      assert.include(yield* silent(Effect.provide(lost, PostgresEventStore.layer({ url }))), "OutcomeUnknown")
    }))

  it.effect("[104] by a database that cannot be opened", () =>
    Effect.gen(function*() {
      const { host, port } = server()
      const opened = (options: PostgresEventStore.ConnectionOptions) =>
        silent(Effect.scoped(Layer.build(PostgresEventStore.layer(options))))
      const url = `postgres://ada:${password}@localhost/bank`
      for (
        const options of [
          { url: `postgres://ada:${password}@127.0.0.1:1/bank` },
          { url: `postgres://ada:${password}@no-such-host.invalid/bank` },
          { url: `postgres://ada:${password}@127.0.0.1:port/bank` },
          { url: `postgres//ada:${password}@127.0.0.1` },
          { url, host, port },
          { url: `postgres://postgres:${password}@localhost/no_such_database`, host, port },
          { url: `postgres://postgres:${password}@localhost/postgres`, host, port, schema: "nowhere" },
          { url: `postgres://postgres:${password}@localhost/postgres`, host, port, ordering: "serial" as "strict" }
        ]
      ) {
        assert.match(yield* opened(options), /StoreUnavailable|NotMigrated|StoreFailure/, JSON.stringify(options))
      }
    }))

  it.effect("[104] by the client of a store", () =>
    Effect.gen(function*() {
      const { host, port } = server()
      const url = `postgres://postgres:${password}@localhost/postgres`
      const client = PostgresClient.layer({ url, host, port })
      const failing = Effect.flatMap(PgClient.PgClient, (sql) => sql`select ${payload}::text from missing`)
      yield* silent(Effect.provide(failing, client))
    }))
})
