import type { EventData } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError, Metrics } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Context, Effect, Exit, Fiber, Layer, Metric, Result, Scope } from "effect"
import { append, event, read, stream } from "../../support/events.ts"
import { freshPglite, freshPostgres } from "../../support/Pg.ts"
import { sent } from "../../support/sent.ts"
import { firstEventsOf, untilWaiting } from "../../support/waiting.ts"

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

const atOnce = <A, E, R>(count: number, one: (i: number) => Effect.Effect<A, E, R>) =>
  Effect.forEach(Array.range(1, count), (i) => Effect.result(one(i)), { concurrency: "unbounded" })

/** Both lanes wait for another session, until it ends its transaction. */
const busy = Effect.fnUntraced(function*(names: readonly [string, string], first: EventData = event()) {
  const store = yield* EventStore.EventStore
  const finish = yield* firstEventsOf(names)
  const send = (name: string, one: EventData) =>
    Effect.forkChild(store.append(stream(name), [one], { expectedVersion: 0 }))
  const one = yield* send(names[0], first)
  yield* untilWaiting(1)
  const two = yield* send(names[1], event())
  yield* untilWaiting(2)
  return { finish, fibers: [one, two] as const }
})

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`appends that leave together on ${name}`, (it) => {
    it.effect("are written each to its own stream, with all that they hold, in few statements", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const appends = Array.range(1, 100).map((i) => ({
          streamId: stream(`own-${i}`),
          events: Array.makeBy(
            1 + (i % 3),
            (n) => ({ ...event({ i, n, nul: "\0", half: "\ud800" }), metadata: { actorId: `${i}` } })
          )
        }))
        const statements = yield* sent(
          atOnce(100, (i) => {
            const { events, streamId } = appends[i - 1]!
            return store.append(streamId, events, { expectedVersion: i % 2 === 0 ? 0 : "any" })
          }).pipe(
            Effect.tap((results) =>
              Effect.forEach(results, (result, i) =>
                Effect.gen(function*() {
                  const { events, streamId: { aggregateId } } = appends[i]!
                  const stored = yield* read(aggregateId)
                  const { position, recordedAt, version } = stored.at(-1)!
                  assert.deepStrictEqual(result, Result.succeed({ position, recordedAt, version }))
                  for (const [n, { data, id, metadata, type }] of events.entries()) {
                    assert.deepInclude(stored[n], { id, data, metadata, type, version: n + 1, schemaVersion: 1 })
                  }
                }))
            )
          )
        )
        assert.isBelow(statements.filter((statement) => statement.includes("insert into")).length, 10)
      }))

    it.effect("are written in the order of their streams' names, a stream's events in theirs", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* atOnce(20, (i) => append(`named-${(i * 7) % 20}`, 0, 1, 2))
        const rows = yield* sql`
          select count(distinct transaction)::int as transactions, count(*) filter (where row_before > row_now)::int as wrong
          from (
            select transaction, (stream_id, version) as row_now,
              lag((stream_id, version)) over (partition by transaction order by sequence) as row_before
            from deciduous.events where stream_id like 'test-named-%'
          ) as compared`
        assert.isBelow(rows[0]!.transactions as number, 20)
        assert.strictEqual(rows[0]!.wrong, 0)
      }))

    it.effect("are refused each for itself", () =>
      Effect.gen(function*() {
        yield* Effect.forEach(Array.range(1, 20), (i) => append(`verdict-${i}`, 0))
        const results = yield* atOnce(20, (i) => append(`verdict-${i}`, i % 4 === 0 ? 0 : i % 4 === 1 ? 1 : "exists"))
        for (const [i, result] of results.entries()) {
          if ((i + 1) % 4 !== 0) assert.strictEqual(Result.getOrThrow(result).version, 2)
          else {
            assert.deepInclude(Result.isFailure(result) && result.failure, {
              _tag: "VersionConflict",
              streamId: `test-verdict-${i + 1}`,
              expected: 0,
              actual: 1
            })
          }
        }
        const missing = yield* atOnce(4, (i) => append(`missing-${i}`, "exists"))
        assert.isTrue(missing.every(Result.isFailure))
      }))

    it.effect("are refused where the stream's last transaction is a later one, and only there", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* sql`
          insert into deciduous.events (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
          values (pg_current_xact_id()::text::bigint + 1000000, 'test', 'test-behind-3', 1, ${event().id}, 'Happened', 1,
            '{}', '{}')`
        const results = yield* atOnce(6, (i) => append(`behind-${i}`, "any"))
        for (const [i, result] of results.entries()) {
          if (Result.isSuccess(result)) assert.notStrictEqual(i, 2)
          else {assert.deepInclude(reasonOf(result.failure), {
              _tag: "TransactionBehind",
              streamId: "test-behind-3",
              version: 1
            })}
        }
        assert.lengthOf(yield* read("behind-3"), 1)
      }))

    it.effect("fail each for itself: who has what an index of the user's own refuses harms nobody", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* sql`create unique index one_owner on deciduous.events ((data ->> 'owner'))
          where stream_id like 'test-owner-%'`
        yield* append("owner-21", 0, { owner: "of 21" })
        const owners = { 4: "\0", 13: "of 21" } as Record<number, string>
        const results = yield* atOnce(20, (i) => append(`owner-${i}`, 0, { owner: owners[i] ?? `of ${i}` }))
        for (const [i, result] of results.entries()) {
          assert.strictEqual(Result.isFailure(result), i + 1 in owners, `${i + 1}`)
          assert.lengthOf(yield* read(`owner-${i + 1}`), Result.isFailure(result) ? 0 : 1)
          if (Result.isFailure(result)) assert.strictEqual(reasonOf(result.failure)?._tag, "StoreFailure")
        }
        yield* sql`drop index deciduous.one_owner`
      }))

    it.effect("to one stream keep the order in which they came", () =>
      Effect.gen(function*() {
        const results = yield* atOnce(30, (i) => append("line", "any", i))
        assert.deepStrictEqual(results.map((one) => Result.getOrThrow(one).version), Array.range(1, 30))
        assert.deepStrictEqual((yield* read("line")).map(({ data }) => data), Array.range(1, 30))
      }))

    it.effect("are counted", () =>
      Effect.gen(function*() {
        yield* atOnce(40, (i) => append(`counted-${i}`, 0))
        const { count, max, sum } = yield* Metric.value(Metrics.appendBatchSize)
        assert.strictEqual(sum, 40)
        assert.isBelow(count, 10)
        assert.isAtLeast(max, 10)
        assert.strictEqual((yield* Metric.value(Metrics.waitingAppends)).value, 0)
      }).pipe(Effect.provideService(Metric.MetricRegistry, new Map())))
  })
}

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })("appends while all lanes are busy", (it) => {
  it.effect("wait, and then leave together; who beat one of them harms no other", () =>
    Effect.gen(function*() {
      const { fibers, finish } = yield* busy(["beaten-1", "beaten-2"])
      const taken = yield* firstEventsOf(["next-3"])
      const fiber = yield* Effect.forkChild(sent(atOnce(12, (i) => append(`next-${i}`, i === 5 ? 1 : 0))))
      yield* finish("commit")
      yield* Fiber.awaitAll(fibers)
      yield* untilWaiting(1)
      yield* taken("commit")
      const statements = yield* Fiber.join(fiber)
      assert.isAbove(
        statements.filter((statement) => statement.includes("insert into")).length,
        5,
        "one by one at last"
      )
      for (const i of Array.range(1, 12)) assert.lengthOf(yield* read(`next-${i}`), i === 5 ? 0 : 1, `${i}`)
    }))

  it.effect("are taken back by an interruption, those under way are not, and others never mind", () =>
    Effect.gen(function*() {
      const { fibers, finish } = yield* busy(["under-way-1", "under-way-2"])
      const waiting = yield* Effect.forEach(Array.range(1, 10), (i) => Effect.forkChild(append(`taken-${i}`, 0)))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(waiting[3]!)
      yield* Fiber.interrupt(fibers[0]!)
      yield* finish("rollback")
      for (const [i, fiber] of waiting.entries()) {
        assert.strictEqual(Exit.isSuccess(yield* Fiber.await(fiber)), i !== 3)
        assert.lengthOf(yield* read(`taken-${i + 1}`), i === 3 ? 0 : 1)
      }
      yield* Fiber.join(fibers[1]!)
      // sent before this append, and so settled before it
      yield* append("under-way-1", "any")
      assert.lengthOf(yield* read("under-way-1"), 2)
    }))

  it.effect("with an older version in mind than that of one that won are refused without being sent", () =>
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const first = event("winner")
      const { fibers: [winner, other], finish } = yield* busy(["stale", "other"], first)
      const stale = yield* Effect.forkChild(sent(Effect.exit(append("stale", 0))))
      const repeated = yield* Effect.forkChild(sent(store.append(stream("stale"), [first], { expectedVersion: 0 })))
      const next = yield* Effect.forkChild(append("stale", 1))
      yield* Effect.yieldNow
      yield* finish("rollback")
      const appended = yield* Fiber.join(winner)
      for (const fiber of [stale, repeated]) {
        const statements = yield* Fiber.join(fiber)
        assert.isNotEmpty(statements)
        assert.isFalse(statements.some((statement) => statement.includes("insert into")))
      }
      assert.strictEqual(appended.version, 1)
      assert.strictEqual((yield* Fiber.join(next)).version, 2)
      assert.deepStrictEqual(yield* store.append(stream("stale"), [first], { expectedVersion: 0 }), appended)
      assert.strictEqual((yield* Effect.flip(append("stale", 0)))._tag, "VersionConflict")
      yield* Fiber.join(other)
    }))

  it.effect("are still written when the store closes, and no new one is taken", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Layer.fresh(PostgresEventStore.layerClient()), scope)
      const store = Context.get(context, EventStore.EventStore)
      yield* Effect.gen(function*() {
        const { fibers, finish } = yield* busy(["closing-1", "closing-2"])
        const waiting = yield* Effect.forEach(
          Array.range(1, 10),
          (i) => Effect.forkChild(append(`closing-${i + 2}`, 0))
        )
        yield* Effect.yieldNow
        const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
        yield* Effect.yieldNow
        const refused = yield* Effect.flip(append("closing-late", 0))
        assert.strictEqual(refused.message, "The event store cannot be reached: it is closed. Nothing was written.")
        const late = { streamId: stream("closing-late"), events: [event()], expectedVersion: 0 } as const
        assert.strictEqual((yield* Effect.flip(store.appendAll([late]))).message, refused.message)
        yield* finish("rollback")
        yield* Fiber.join(closing)
        for (const fiber of [...fibers, ...waiting]) {
          assert.isDefined(fiber.pollUnsafe(), "over before the store is closed")
        }
      }).pipe(Effect.provideService(EventStore.EventStore, store))
      for (const i of Array.range(1, 12)) assert.lengthOf(yield* read(`closing-${i}`), 1)
    }))
})
