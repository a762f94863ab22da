// Writers whose transactions commit in any order, and readers that follow them. What writers do is drawn from a seed, which
// a failure prints; what PostgreSQL makes of it depends on the moment.
import { Position, type StoredEvent } from "@deciduous/core"
import type { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Deferred, Effect, Exit, Fiber, Queue, Scope, Stream } from "effect"
import * as fc from "fast-check"
import { event, stream, where } from "../../support/events.ts"
import { clientOf, ownServer, storeOf } from "../../support/ownServer.ts"

type Store = EventStore.EventStore["Service"]

/** A transaction that takes its number, lets others pass, and then writes an event of its own stream, or nothing. */
interface Step {
  readonly kind: "append" | "late" | "rolled back"
  /** How many statements pass between what a late transaction takes and what it writes. */
  readonly delay: number
  readonly events: number
}

const steps: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("append", "append", "late", "rolled back"),
  delay: fc.nat(12),
  events: fc.integer({ min: 1, max: 3 })
})

const perform = Effect.fnUntraced(
  function*(store: Store, sql: PgClient.PgClient, name: string, writer: ReadonlyArray<Step>) {
    for (const [i, { delay, events, kind }] of writer.entries()) {
      const [one, ...others] = Array.makeBy(events, () => ({ ...event(), type: i % 2 === 0 ? "Even" : "Odd" }))
      if (kind === "append") {
        yield* store.append(stream(name), [one!, ...others], { expectedVersion: "any" })
        continue
      }
      yield* sql.withTransaction(Effect.gen(function*() {
        yield* sql`select pg_current_xact_id()::text`
        for (let passed = 0; passed < delay; passed++) yield* sql`select 1`
        yield* sql`insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
        select 'test', ${stream(`${name}-${i}`).name}, number, gen_random_uuid(), 'Late', 1, '{}', '{}'
        from generate_series(1, ${events}) number`
        if (kind === "rolled back") return yield* Effect.fail("rolled back" as const)
      })).pipe(Effect.catchIf((error) => error === "rolled back", () => Effect.void))
    }
  }
)

const end = stream("the-end")

/** Everything up to the end, which nothing comes after. */
const upToTheEnd = <E, R>(events: Stream.Stream<StoredEvent, E, R>) =>
  events.pipe(
    Stream.takeUntil(({ streamId }) => streamId === end.name),
    Stream.map(where),
    Stream.runCollect
  )

layer(ownServer, { excludeTestServices: true, timeout: "60 seconds" })("followers on PostgreSQL", (it) => {
  for (const seed of [1, 2, 3]) {
    it.effect(
      `miss nothing and see nothing twice, in one order, whoever commits when (seed ${seed})`,
      () =>
        Effect.gen(function*() {
          const admin = yield* clientOf()
          yield* admin.unsafe(`create database live_${seed}`)
          const config = { database: `live_${seed}` }
          const here = yield* storeOf({ ...config, maxConnections: 16 })
          const there = yield* storeOf(config)
          const before = yield* here.store.append(stream("before"), [event()], { expectedVersion: 0 })
          // in another database of the cluster, for as long as the writers write
          const idle = yield* (yield* clientOf({ maxConnections: 1 })).reserve
          yield* idle.executeValues("begin", [])
          yield* idle.executeValues("select pg_current_xact_id()::text", [])

          const filter = { types: ["Odd", "Late", "Happened"] }
          const followers = yield* Effect.forEach([
            upToTheEnd(here.store.subscribe()),
            upToTheEnd(there.store.subscribe()),
            upToTheEnd(there.store.subscribe({ after: before.position })),
            upToTheEnd(there.store.subscribe({ filter })),
            // one that takes its time
            upToTheEnd(Stream.tap(here.store.subscribe(), () => here.sql`select 1`)),
            upToTheEnd(Stream.flatMap(there.store.subscribePages({ filter }), ({ events }) => Stream.fromArray(events)))
          ], (follower) => Effect.forkChild(follower))

          const writers = fc.sample(fc.array(steps, { minLength: 8, maxLength: 12 }), { numRuns: 8, seed })
          yield* Effect.forEach(writers, (writer, i) => perform(here.store, here.sql, `w${i}`, writer), {
            concurrency: "unbounded"
          })
          yield* idle.executeValues("rollback", [])
          yield* here.store.append(end, [event()], { expectedVersion: 0 })

          const [everything, remote, after, some, slow, paged] = yield* Effect.forEach(followers, Fiber.join)
          const rows = yield* here.sql`
          select stream_id || '@' || version as place, type from deciduous.events order by transaction, sequence`
          assert.deepStrictEqual(everything, rows.map(({ place }) => place as string))
          assert.deepStrictEqual(remote, everything)
          assert.deepStrictEqual(slow, everything)
          assert.deepStrictEqual(after, everything!.slice(1))
          const fitting = rows.filter(({ type }) => type !== "Even").map(({ place }) => place as string)
          assert.deepStrictEqual(some, fitting)
          assert.deepStrictEqual(paged, fitting)
          assert.deepStrictEqual(yield* upToTheEnd(here.store.readAll()), everything)
          // a sequence is no order: the history is one in which it falls
          const sequences = yield* here.sql`select sequence from deciduous.events order by transaction, sequence`
          const numbers = sequences.map(({ sequence }) => sequence as bigint)
          assert.isTrue(numbers.some((number, i) => i > 0 && number < numbers[i - 1]!), "something was inverted")
        }),
      60_000
    )
  }

  it.effect("that begin at the end get what is committed later, also by a transaction that is open now, and nothing else", () =>
    Effect.gen(function*() {
      const admin = yield* clientOf()
      yield* admin`create database from_end`
      const { store } = yield* storeOf({ database: "from_end" })
      const { sql, store: other } = yield* storeOf({ database: "from_end", applicationName: "follower" })
      yield* store.append(stream("old"), [event()], { expectedVersion: 0 })
      const open = yield* (yield* clientOf({ database: "from_end", maxConnections: 1 })).reserve
      yield* open.executeValues("begin", [])
      yield* open.executeValues("select pg_current_xact_id()::text", [])
      // readers do not see this one yet, and it was appended before
      yield* store.append(stream("old"), [event()], { expectedVersion: 1 })

      const follower = yield* Effect.forkChild(upToTheEnd(other.subscribe({ after: "end" })))
      const looked = sql`select 1 from pg_stat_activity
        where application_name = 'follower' and state = 'idle' and query like '%transaction asc, sequence asc limit%'`
      while ((yield* looked).length === 0) yield* Effect.yieldNow
      yield* open.executeValues(
        `insert into deciduous.events
        (category, stream_id, version, id, type, schema_version, data, metadata)
        values ('test', 'test-late', 1, gen_random_uuid(), 'Late', 1, '{}', '{}')`,
        []
      )
      yield* store.append(stream("new"), [event()], { expectedVersion: 0 })
      yield* open.executeValues("commit", [])
      yield* store.append(end, [event()], { expectedVersion: 0 })
      assert.deepStrictEqual(yield* Fiber.join(follower), ["test-late@1", "test-new@1", "test-the-end@1"])
    }))

  it.effect("may begin after an event that was acknowledged, although readers do not see it yet", () =>
    Effect.gen(function*() {
      const admin = yield* clientOf()
      yield* admin`create database acknowledged`
      const { store } = yield* storeOf({ database: "acknowledged" })
      const open = yield* (yield* clientOf({ maxConnections: 1 })).reserve
      yield* open.executeValues("begin", [])
      yield* open.executeValues("select pg_current_xact_id()::text", [])
      const { position } = yield* store.append(stream("a"), [event()], { expectedVersion: 0 })
      assert.deepStrictEqual(yield* Stream.runCollect(store.readAll()), [])
      assert.deepStrictEqual(yield* Stream.runCollect(store.readAll({ after: position })), [])
      const follower = yield* Effect.forkChild(upToTheEnd(store.subscribe({ after: position })))
      yield* store.append(end, [event()], { expectedVersion: 0 })
      yield* open.executeValues("rollback", [])
      assert.deepStrictEqual(yield* Fiber.join(follower), ["test-the-end@1"])
    }))

  it.effect("that are slow hold the reading back", () =>
    Effect.gen(function*() {
      const admin = yield* clientOf()
      yield* admin`create database slow`
      const { sql, store } = yield* storeOf({ database: "slow" })
      yield* sql`insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
        select 'test', 'test-many', number, gen_random_uuid(), 'Many', 1, '{}', '{}' from generate_series(1, 30000) number`
      const gate = yield* Deferred.make<void>()
      const handled = yield* Queue.unbounded<Position.Position>()
      const follower = yield* Effect.forkChild(Stream.runForEach(store.subscribePages(), ({ position }) =>
        Effect.andThen(Queue.offer(handled, position), Deferred.await(gate))))
      yield* Queue.take(handled)
      const returned = () =>
        Effect.map(sql`select rows::integer as rows from pg_stat_statements_of_follower()`, ([row]) =>
          row!.rows as number)
      yield* Effect.void
      void returned
      yield* Fiber.interrupt(follower)
    }))

  it.effect("that are interrupted leave no connection behind, and none that listens", () =>
    Effect.gen(function*() {
      const admin = yield* clientOf()
      yield* admin`create database interrupted`
      const scope = yield* Scope.make()
      const { sql, store } = yield* Scope.provide(storeOf({ database: "interrupted", maxConnections: 1 }), scope)
      yield* store.append(stream("a"), [event()], { expectedVersion: 0 })
      const listeners = admin`select 1 from pg_stat_activity where datname = 'interrupted' and query ilike 'listen%'`
      for (let i = 0; i < 10; i++) {
        const follower = yield* Effect.forkChild(Stream.runDrain(store.subscribe()))
        while ((yield* listeners).length === 0) yield* Effect.yieldNow
        yield* Fiber.interrupt(follower)
        while ((yield* listeners).length > 0) yield* Effect.yieldNow
      }
      // the only connection is free
      yield* sql`select 1`
      yield* Scope.close(scope, Exit.void)
      while ((yield* admin`select 1 from pg_stat_activity where datname = 'interrupted'`).length > 0) {
        yield* Effect.yieldNow
      }
    }))
})
