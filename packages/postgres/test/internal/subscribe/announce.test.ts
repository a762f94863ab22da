import { statements } from "#internal/statements"
import { makeAnnounce } from "#internal/subscribe/announce"
import { channelOf } from "#internal/subscribe/channel"
import { makeListening } from "#internal/subscribe/listen"
import { Subscription } from "@deciduous/runtime"
import { PgClient, PgConnection } from "@effect/sql-pg"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Exit, Fiber, Queue, Scope } from "effect"
import { TestClock } from "effect/testing"
import { freshPglite, freshPostgres } from "../../support/Pg.ts"

const channel = channelOf("\"deciduous\"")
const sends = statements("deciduous")

describe("the channel of a log", () => {
  it("has the name of its schema, or one of its own where that is too long", () => {
    assert.strictEqual(channel, "events of \"deciduous\"")
    const [long, other] = ["é", "è"].map((letter) => channelOf(`"${letter.repeat(30)}"`))
    assert.notStrictEqual(long, other)
    for (const name of [long!, other!]) assert.isAtMost(Buffer.byteLength(name), 63)
  })
})

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { timeout: "60 seconds" })(`announcing on ${name}`, (it) => {
    it.effect("the first append after a while is announced at once, and the others together 25 ms later", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const heard = yield* Effect.flatMap(PgConnection.make(sql.config), (connection) => connection.listen(channel))
        const next = Effect.map(Queue.take(heard), ({ payload }) => payload)
        const marker = sql.unsafe(sends.announce, [channel, "marker"]).values
        const announce = yield* makeAnnounce(sql, sends, channel, "me")
        announce()
        assert.strictEqual(yield* next, "me")
        for (let i = 0; i < 100; i++) announce()
        yield* TestClock.adjust("24 millis")
        yield* marker
        assert.strictEqual(yield* next, "marker", "nothing before its time")
        // its rest began when its own answer had come, which may be after the news of it
        const heardOf = yield* Effect.forkChild(next)
        while (heardOf.pollUnsafe() === undefined) {
          yield* TestClock.adjust("1 millis")
          yield* sql`select 1`
        }
        assert.strictEqual(yield* Fiber.join(heardOf), "me")
        yield* TestClock.adjust("1 minute")
        yield* marker
        assert.strictEqual(yield* next, "marker", "nothing without an append")
      }))

    it.effect("an announcement that fails is forgotten, and the next one goes out", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const heard = yield* Effect.flatMap(PgConnection.make(sql.config), (connection) => connection.listen(channel))
        const fails = { ...sends, announce: `${sends.announce} from pending` }
        const announce = yield* makeAnnounce(sql, fails, channel, "me")
        announce()
        const heardOf = yield* Effect.forkChild(Queue.take(heard))
        yield* sql`select 1`
        yield* sql`create table pending as select 1`
        // the failure has come back at some time or other, and its rest begins then
        while (heardOf.pollUnsafe() === undefined) {
          announce()
          yield* TestClock.adjust("25 millis")
          yield* sql`select 1`
        }
        assert.strictEqual((yield* Fiber.join(heardOf)).payload, "me")
      }))

    it.effect("a process listens while somebody subscribes, with one connection, to others than itself", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const wakeup = Subscription.makeWakeup()
        const listening = yield* makeListening(sql, channel, "me", wakeup)
        assert.strictEqual(wakeup.count(), 0)
        const [first, second] = [yield* Scope.make(), yield* Scope.make()]
        yield* Effect.all([Scope.provide(listening, first), Scope.provide(listening, second)])
        yield* wakeup.after(0)
        assert.strictEqual(wakeup.count(), 1, "once it listens, for what came before")
        const announced = (sender: string) => sql.unsafe(sends.announce, [channel, sender]).values
        yield* announced("another")
        yield* wakeup.after(1)
        yield* announced("me")
        yield* announced("another")
        yield* wakeup.after(2)
        // time enough for what it must not hear
        for (let i = 0; i < 200; i++) yield* sql`select 1`
        assert.strictEqual(wakeup.count(), 3)
        yield* Scope.close(first, Exit.void)
        yield* announced("another")
        yield* wakeup.after(3)
        yield* Scope.close(second, Exit.void)
        // the session of PGlite outlives its connections, and must not go on listening
        const listeners = yield* sql`
          select query from pg_stat_activity where datname = current_database() and query ilike 'listen%'
          union all select pg_listening_channels()`
        assert.deepStrictEqual(listeners, [])
        yield* Scope.provide(listening, yield* Effect.scope)
        yield* wakeup.after(4)
      }))
  })
}
