import { Position } from "@deciduous/core"
import { Migrations, Ordering, PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Deferred, Effect, Fiber, Layer, Stream } from "effect"
import { anotherStore, session, untilWaitingFor } from "./support/clients.ts"
import { append, event, readAll, stream, where } from "./support/events.ts"
import { emptyPglite, emptyPostgres } from "./support/Pg.ts"
import { ownPostgres, storeInNewDatabase } from "./support/secondServer.ts"

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined
const storeIn = (schema: string, options: PostgresEventStore.Options = {}) =>
  Layer.fresh(PostgresEventStore.layerClient({ schema, ...options }))
const opened = (schema: string, options: PostgresEventStore.Options) =>
  Effect.scoped(Layer.build(storeIn(schema, options)))

const orders = ["compound", "strict"] as const
const strict = { migrate: true, ordering: "strict" } as const

for (const [name, empty] of [["PostgreSQL", emptyPostgres()], ["PGlite", emptyPglite]] as const) {
  layer(empty, { excludeTestServices: true, timeout: "60 seconds" })(`the ordering of a database on ${name}`, (it) => {
    it.effect("is compound where nobody asks, and what was asked for while its log is empty", () =>
      Effect.gen(function*() {
        yield* opened("born", { migrate: true })
        assert.strictEqual(yield* Ordering.read({ schema: "born" }), "compound")
        for (const ordering of ["strict", "compound", "strict"] as const) {
          yield* opened("born", { migrate: true, ordering })
          assert.strictEqual(yield* Ordering.read({ schema: "born" }), ordering)
        }
        // who asks for nothing takes it as it is
        yield* opened("born", {})
        assert.strictEqual(yield* Ordering.read({ schema: "born" }), "strict")
      }))

    it.effect("is refused where the database has another one, and nothing changes", () =>
      Effect.gen(function*() {
        for (const ordering of orders) {
          const asked = ordering === "strict" ? "compound" : "strict"
          yield* Effect.provide(append("full", 0), storeIn(ordering, { migrate: true, ordering }))
          for (const migrate of [true, false]) {
            const error = yield* Effect.flip(opened(ordering, { migrate, ordering: asked }))
            assert.deepInclude(reasonOf(error), { _tag: "OrderingMismatch", asked, actual: ordering })
            assert.include(error.message, `deciduous migrate --ordering ${asked}`)
          }
          assert.strictEqual(yield* Ordering.read({ schema: ordering }), ordering)
        }
        yield* Migrations.run({ schema: "unmigrated_order" })
        const error = yield* Effect.flip(opened("unmigrated_order", { ordering: "strict" }))
        assert.strictEqual(reasonOf(error)?._tag, "OrderingMismatch")
      }))

    it.effect("is one of two: others are refused in so many words", () =>
      Effect.gen(function*() {
        yield* Migrations.run({ schema: "unknown_order" })
        const unknown = "serial" as Ordering.Ordering
        const opening = Effect.asVoid(opened("unknown_order", { ordering: unknown }))
        const changing = Effect.asVoid(Ordering.change(unknown, { schema: "unknown_order" }))
        for (const refused of [opening, changing]) {
          const error = yield* Effect.flip(refused)
          assert.include(error.message, `"serial" is no ordering: there are "compound" and "strict".`)
        }
      }))

    it.effect("can be changed while stores are open: positions rise, and every checkpoint goes on", () =>
      Effect.gen(function*() {
        const written: Array<string> = []
        const checkpoints: Array<Position.Position> = []
        const appendTwo = (version: number) =>
          Effect.gen(function*() {
            for (const name of [`changing-${version}`, "changing"]) {
              const { position } = yield* append(name, name === "changing" ? version : 0)
              written.push(where({ streamId: `test-${name}`, version: name === "changing" ? version + 1 : 1 }))
              checkpoints.push(position)
            }
          })
        yield* Effect.gen(function*() {
          for (
            const [version, ordering] of (["strict", "compound", "strict", "strict", "compound"] as const).entries()
          ) {
            yield* appendTwo(version)
            yield* Ordering.change(ordering, { schema: "changing" })
            assert.deepStrictEqual((yield* readAll()).map(where), written)
          }
          yield* appendTwo(5)
          assert.deepStrictEqual((yield* readAll()).map(where), written)
          for (const [n, checkpoint] of checkpoints.entries()) {
            assert.deepStrictEqual((yield* readAll(checkpoint)).map(where), written.slice(n + 1))
          }
        }).pipe(Effect.provide(storeIn("changing", { migrate: true })))
      }))

    it.effect("is refused where only the rows of a database were restored, until it is set anew", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* opened("rows_alone", { migrate: true })
        yield* sql`update rows_alone.settings set ordering = 'strict'`
        const error = yield* Effect.flip(opened("rows_alone", {}))
        assert.strictEqual(reasonOf(error)?._tag, "StoreFailure")
        assert.include(
          error.message,
          "only a part of it was restored. Make them one: deciduous migrate --ordering strict"
        )
        yield* Ordering.change("strict", { schema: "rows_alone" })
        yield* opened("rows_alone", { ordering: "strict" })
        yield* sql`update rows_alone.settings set ordering = 'compound', transaction_offset = 7`
        yield* Effect.flip(opened("rows_alone", {}))
        yield* Ordering.change("compound", { schema: "rows_alone" })
        yield* opened("rows_alone", { ordering: "compound" })
        yield* sql`delete from rows_alone.settings`
        yield* Effect.flip(opened("rows_alone", {}))
        yield* Ordering.change("strict", { schema: "rows_alone" })
        yield* opened("rows_alone", { ordering: "strict" })
      }))

    it.effect("strict: what is appended after the end of a log comes to who subscribed there", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        yield* append("before", 0)
        const later = Stream.runCollect(Stream.take(store.subscribe({ after: "end" }), 2))
        const events = yield* Effect.raceFirst(later, Effect.forever(append("later", "any")))
        assert.deepStrictEqual(events.map(({ streamId }) => streamId), ["test-later", "test-later"])
      }).pipe(Effect.provide(storeIn("ends", strict))))

    it.effect("strict: a log restored from any cluster is read and goes on", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* opened("restored_strict", strict)
        yield* sql`insert into restored_strict.events
          (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
          select 1000000000, 'test', 'test-restored', version, gen_random_uuid(), 'Happened', 1, '{}', '{}'
          from generate_series(1, 3) as version`
        yield* sql`update restored_strict.settings set settled = 1000000001`
        yield* Ordering.change("compound", { schema: "restored_strict" })
        yield* Ordering.change("strict", { schema: "restored_strict" })
        yield* Effect.gen(function*() {
          yield* append("restored", 3)
          yield* append("new", 0)
          assert.deepStrictEqual(
            (yield* readAll()).map(where),
            ["test-restored@1", "test-restored@2", "test-restored@3", "test-restored@4", "test-new@1"]
          )
        }).pipe(Effect.provide(storeIn("restored_strict")))
      }))
  })
}

/** A store whose appends stay uncommitted from the moment that `isInside` says so until `gate` is opened. */
const gatedStore = Effect.gen(function*() {
  const isInside = yield* Deferred.make<void>()
  const gate = yield* Deferred.make<void>()
  const afterAppend = () => Effect.andThen(Deferred.succeed(isInside, undefined), Deferred.await(gate))
  const store = yield* anotherStore({ afterAppend })
  return {
    /** Appends, and waits in the midst of it. */
    append: (name: string) =>
      Effect.gen(function*() {
        const fiber = yield* Effect.forkChild(store.append(stream(name), [event()], { expectedVersion: 0 }))
        yield* Deferred.await(isInside)
        return Effect.andThen(Deferred.succeed(gate, undefined), Fiber.join(fiber))
      })
  }
})

const one = (name: string) => ({ streamId: stream(name), events: [event()] as const, expectedVersion: 0 })
const ways = {
  alone: (name: string) => Effect.asVoid(append(name, 0)),
  "to several streams": (name: string) =>
    Effect.flatMap(
      EventStore.EventStore,
      (store) => Effect.asVoid(store.appendAll([one(name), one(`${name}, other`)]))
    ),
  "in a group": (name: string) =>
    Effect.forEach([name, `${name}, 2`, `${name}, 3`, `${name}, 4`], (name) => append(name, 0), {
      concurrency: "unbounded",
      discard: true
    })
}

const lastSequence = Effect.flatMap(
  PgClient.PgClient,
  (sql) => Effect.map(sql`select last_value from deciduous.events_sequence_seq`, ([row]) => row!.last_value)
)

layer(ownPostgres, { excludeTestServices: true, timeout: "60 seconds" })("on a server of its own", (it) => {
  it.layer(storeInNewDatabase(strict))("the strict order", (it) => {
    for (const [way, appendIn] of Object.entries(ways)) {
      it.effect(`an append ${way} draws its sequence when it is its turn, not before`, () =>
        Effect.gen(function*() {
          const first = yield* gatedStore
          const finish = yield* first.append(`${way} 1`)
          const drawn = yield* lastSequence
          const waiting = yield* Effect.forkChild(appendIn(`${way} 2`))
          yield* untilWaitingFor("advisory")
          assert.strictEqual(yield* lastSequence, drawn)
          assert.notInclude((yield* readAll()).map(({ streamId }) => streamId), `test-${way} 1`)
          yield* finish
          yield* Fiber.join(waiting)
          const names = (yield* readAll()).map(({ streamId }) => streamId)
          assert.isAbove(names.indexOf(`test-${way} 2`), names.indexOf(`test-${way} 1`))
        }))
    }

    it.effect("readers wait for no transaction of others, here or in another database", () =>
      Effect.gen(function*() {
        const others = [yield* session(), yield* session({ database: "postgres" })]
        for (const other of others) yield* Effect.andThen(other("begin"), other("select pg_current_xact_id()::text"))
        yield* append("at once", 0)
        assert.strictEqual((yield* readAll()).at(-1)!.streamId, "test-at once")
      }))
  })

  it.layer(storeInNewDatabase())("changing the order", (it) => {
    it.effect("waits for those who append, and whoever comes meanwhile appends in the new one", () =>
      Effect.gen(function*() {
        const early = yield* gatedStore
        const finishEarly = yield* early.append("early")
        // its snapshot is older than its wait for the change
        const late = yield* anotherStore({}, {
          startupParameters: { default_transaction_isolation: "repeatable read" }
        })
        const change = yield* Effect.forkChild(Ordering.change("strict"))
        yield* untilWaitingFor("relation", 1)
        const appending = yield* Effect.forkChild(late.append(stream("late"), [event()], { expectedVersion: 0 }))
        yield* untilWaitingFor("relation", 2)
        yield* finishEarly
        assert.strictEqual(yield* Fiber.join(change), "compound")
        yield* Fiber.join(appending)
        yield* append("afterwards", 0)
        const events = yield* readAll()
        assert.deepStrictEqual(events.map(({ streamId }) => streamId), ["test-early", "test-late", "test-afterwards"])
        const [, strictly, afterwards] = events.map(({ position }) => Position.parts(position).transaction)
        assert.strictEqual(strictly, afterwards)
        yield* Ordering.change("compound")
      }))

    it.effect("lets who reads in an older snapshot see no more of the log than an unbroken beginning", () =>
      Effect.gen(function*() {
        const slow = yield* gatedStore
        const finishSlow = yield* slow.append("slow")
        const reader = yield* session()
        yield* append("fast", 0)
        yield* reader("begin isolation level repeatable read")
        yield* reader("select 1")
        yield* finishSlow
        yield* Ordering.change("strict")
        const seen = yield* reader("select stream_id from deciduous.events where transaction < deciduous.horizon()")
        assert.notInclude(seen.flat(), "test-fast")
        yield* reader("commit")
        assert.includeMembers((yield* readAll()).map(({ streamId }) => streamId), ["test-slow", "test-fast"])
        yield* Ordering.change("compound")
      }))

    it.effect("back from strict, readers keep seeing what they saw, whoever is still in a transaction", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* Ordering.change("strict")
        const other = yield* session({ database: "postgres" })
        yield* other("begin")
        yield* other("select pg_current_xact_id()::text")
        yield* append("seen", 0)
        // as after a restore: far above what this cluster counts
        yield* sql`insert into deciduous.events
        (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
        values (1000000000, 'test', 'test-restored', 1, ${event().id}, 'Happened', 1, '{}', '{}')`
        const seen = (yield* readAll()).map(where)
        assert.include(seen, "test-seen@1")
        yield* Ordering.change("compound")
        assert.deepStrictEqual((yield* readAll()).map(where), seen)
        yield* append("held back", 0)
        assert.deepStrictEqual((yield* readAll()).map(where), seen)
        yield* other("commit")
        assert.deepStrictEqual((yield* readAll()).map(where), [...seen, "test-held back@1"])
      }))
  })

  for (const ordering of orders) {
    it.layer(storeInNewDatabase({ ordering }))(`16 writers in ${ordering} order, some of them slow`, (it) => {
      it.effect("a live reader gets every event once and in order, and versions rise with positions", () =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          const reader = yield* anotherStore()
          const live = yield* Effect.forkChild(
            Stream.runCollect(Stream.takeUntil(reader.subscribe(), ({ streamId }) => streamId === "test-the end"))
          )
          const stores = yield* Effect.forEach(Array.range(1, 4), () => anotherStore())
          const fast = (writer: number) =>
            Effect.forEach(
              Array.range(1, 40),
              (i) =>
                stores[writer % 4]!.append(stream(`shared-${(writer + i) % 6}`), [event(), event()], {
                  expectedVersion: "any"
                }),
              { discard: true }
            )
          let commits = 0
          const slowStores = yield* Effect.forEach(Array.range(1, 5), () =>
            anotherStore({
              // between taking its place and the commit, for 0 to 9 ms
              afterAppend: () =>
                Effect.flatMap(PgClient.PgClient, (sql) => sql`select pg_sleep(${(commits++ * 7 % 10) / 1000})::text`)
            }))
          const slow = (writer: number) =>
            Effect.forEach(
              Array.range(1, 40),
              (i) => slowStores[writer - 1]!.append(stream(`slow-${writer}-${i}`), [event()], { expectedVersion: 0 }),
              { discard: true }
            )
          const together = { concurrency: "unbounded", discard: true } as const
          yield* Effect.all([
            Effect.forEach(Array.range(1, 5), slow, together),
            Effect.forEach(Array.range(6, 16), fast, together)
          ], together)
          yield* append("the end", 0)
          const stored = yield* sql`select stream_id, version from deciduous.events order by transaction, sequence`
          assert.deepStrictEqual(
            (yield* Fiber.join(live)).map(where),
            stored.map(({ stream_id, version }) => `${stream_id}@${version}`)
          )
          const inverted = yield* sql`
          select stream_id, version from (
            select *, lag((transaction, sequence)) over (partition by stream_id order by version) as earlier
            from deciduous.events
          ) as events
          where (transaction, sequence) <= earlier`
          assert.deepStrictEqual(inverted, [])
        }))
    })
  }
})
