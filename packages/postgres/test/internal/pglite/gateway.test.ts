import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Queue } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { emptyPglite } from "../../support/Pg.ts"

/** A client of one connection, to the same PGlite. */
const loneClient = Effect.flatMap(PgClient.PgClient, ({ config }) => PgClient.makeClient(config)).pipe(
  Effect.provide(Reactivity.layer)
)

layer(emptyPglite, { excludeTestServices: true, timeout: "60 seconds" })("many connections to one PGlite", (it) => {
  it.effect("a transaction has the session to itself, and the others wait", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`create table numbers (n integer)`
      const inside = yield* Deferred.make<void>()
      const gate = yield* Deferred.make<void>()
      const transaction = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
        yield* sql`insert into numbers values (1)`
        yield* Deferred.succeed(inside, undefined)
        yield* Deferred.await(gate)
        return yield* sql`select n from numbers`
      })))
      yield* Deferred.await(inside)
      const outside = yield* Effect.forkChild(sql`insert into numbers values (2)`)
      yield* Deferred.succeed(gate, undefined)
      assert.deepStrictEqual(yield* Fiber.join(transaction), [{ n: 1 }])
      yield* Fiber.join(outside)
      assert.deepStrictEqual(yield* sql`select n from numbers order by n`, [{ n: 1 }, { n: 2 }])
    }))

  it.effect("a transaction that fails, is interrupted, or loses its connection is rolled back", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`create table attempts (n integer)`
      const insert = sql`insert into attempts values (1)`
      yield* Effect.exit(sql.withTransaction(Effect.andThen(insert, Effect.fail("no"))))
      yield* Effect.exit(sql.withTransaction(Effect.andThen(insert, Effect.interrupt)))
      // a connection that goes away without a word
      yield* Effect.gen(function*() {
        const lone = yield* loneClient
        const connection = yield* lone.reserve
        yield* connection.executeUnprepared("begin", [], undefined)
        yield* connection.executeUnprepared("insert into attempts values (2)", [], undefined)
      }).pipe(Effect.scoped)
      assert.deepStrictEqual(yield* sql`select n from attempts`, [])
    }))

  it.effect("an error leaves the connection usable, inside a transaction and outside", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      assert.isTrue(Exit.isFailure(yield* Effect.exit(sql`select 1 / 0`)))
      assert.isTrue(Exit.isFailure(yield* Effect.exit(sql.withTransaction(sql`select 1 / 0`))))
      assert.deepStrictEqual(yield* sql`select 1 as one`, [{ one: 1 }])
    }))

  it.effect("a statement that is interrupted runs to its end, and the next one is answered", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const fiber = yield* Effect.forkChild(sql`select count(*) from generate_series(1, 300000)`)
      yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* sql`select 2 as two`, [{ two: 2 }])
    }))

  it.effect("what a connection prepared goes with it", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const prepared = sql`select count(*)::int as n from pg_prepared_statements where statement like '%only here%'`
      yield* Effect.flatMap(loneClient, (lone) => lone`select 'only here'`).pipe(Effect.scoped)
      // the query for it names the text as well
      assert.deepStrictEqual(yield* prepared, [{ n: 1 }])
    }))

  it.effect("what one notifies reaches another that listens", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const queue = yield* sql.listen("news")
      yield* sql`select pg_notify('news', 'hello')::text`
      assert.deepInclude(yield* Queue.take(queue), { channel: "news", payload: "hello" })
    }))

  it.effect("answers of any size come whole", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const [row] = yield* sql`select repeat('x', 5000000) as text, ${"y".repeat(3_000_000)}::text as back`
      assert.strictEqual((row!.text as string).length, 5_000_000)
      assert.strictEqual((row!.back as string).length, 3_000_000)
    }))
})
