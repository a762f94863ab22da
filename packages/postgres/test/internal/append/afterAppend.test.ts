import type { StoredEvent } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Layer, Result } from "effect"
import { append, event, read, stream, where } from "../../support/events.ts"
import { emptyPglite, emptyPostgres } from "../../support/Pg.ts"

/** What the hook was given, batch by batch. */
const given: Array<ReadonlyArray<StoredEvent>> = []

/** A row for each event; a stream whose events say so is refused, in one of several ways. */
const afterAppend: PostgresEventStore.AfterAppend = Effect.fnUntraced(function*(events) {
  given.push(events)
  const sql = yield* PgClient.PgClient
  for (const { data, id, streamId } of events) {
    switch (data) {
      case "fails":
        return yield* Effect.fail("no such account")
      case "dies":
        return yield* Effect.die(new Error("a bug"))
      case "breaks":
        return yield* sql`select 1 / 0`
      case "hides":
        yield* Effect.ignore(sql`select 1 / 0`)
        break
      default:
        yield* sql`insert into written (id, stream_id) values (${id}, ${streamId})`
    }
  }
})

const store = (empty: Layer.Layer<PgClient.PgClient>) => {
  const prepared = Layer.effectDiscard(Effect.flatMap(
    PgClient.PgClient,
    (sql) => sql`create table written (id uuid primary key, stream_id text)`
  )).pipe(Layer.orDie)
  return PostgresEventStore.layerClient({ migrate: true, afterAppend: (events) => afterAppend(events) }).pipe(
    Layer.provideMerge(Layer.provideMerge(prepared, empty)),
    Layer.fresh
  )
}

const rows = (name: string) =>
  Effect.flatMap(
    PgClient.PgClient,
    (sql) =>
      Effect.map(
        sql`select id from written where stream_id = ${stream(name).name}`,
        (found) => found.map(({ id }) => id as string)
      )
  )

const failureOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

for (const [name, empty] of [["PostgreSQL", emptyPostgres()], ["PGlite", emptyPglite]] as const) {
  layer(store(empty), { excludeTestServices: true, timeout: "60 seconds" })(
    `what follows an append on ${name}`,
    (it) => {
      it.effect("is given the events as they are read, and is written with them", () =>
        Effect.gen(function*() {
          given.length = 0
          yield* append("given", 0, 1, { two: [2] }, 3)
          const events = yield* read("given")
          assert.deepStrictEqual(given, [events])
          assert.deepStrictEqual(yield* rows("given"), events.map(({ id }) => id))
        }))

      it.effect("undoes it where it fails, whichever way, and says why", () =>
        Effect.gen(function*() {
          for (
            const [how, why] of [
              ["fails", "no such account"],
              ["dies", "a bug"],
              ["breaks", ""],
              ["hides", "COMMIT rolled back an aborted transaction"]
            ]
          ) {
            const reason = failureOf(yield* Effect.flip(append("undone", 0, "first", how)))
            assert.strictEqual(reason?._tag, "AfterAppendFailed", how)
            assert.include(reason?.message, `The append to stream test-undone was undone`)
            assert.include(reason?.message, why!)
            assert.deepStrictEqual(yield* read("undone"), [])
            assert.deepStrictEqual(yield* rows("undone"), [])
          }
          yield* append("undone", 0, "works again")
          assert.lengthOf(yield* rows("undone"), 1)
        }))

      it.effect("is not called for an append that is refused or repeated", () =>
        Effect.gen(function*() {
          const store = yield* EventStore.EventStore
          const one = event("once")
          const first = yield* store.append(stream("once"), [one], { expectedVersion: 0 })
          given.length = 0
          assert.strictEqual((yield* Effect.flip(append("once", 7)))._tag, "VersionConflict")
          assert.deepStrictEqual(yield* store.append(stream("once"), [one], { expectedVersion: 0 }), first)
          assert.deepStrictEqual(given, [])
        }))

      it.effect("fails for one of many that come together, and for no other", () =>
        Effect.gen(function*() {
          given.length = 0
          const results = yield* Effect.forEach(
            Array.range(1, 30),
            (i) => Effect.result(append(`many-${i}`, 0, i === 17 ? "fails" : i)),
            { concurrency: "unbounded" }
          )
          assert.isAbove(Math.max(...given.map((events) => events.length)), 5, "they did come together")
          assert.deepStrictEqual(results.flatMap((one, i) => Result.isFailure(one) ? [i + 1] : []), [17])
          for (const i of Array.range(1, 30)) assert.lengthOf(yield* rows(`many-${i}`), i === 17 ? 0 : 1)
        }))

      it.effect("is given the events of an append to several streams together, and undoes all of it", () =>
        Effect.gen(function*() {
          const store = yield* EventStore.EventStore
          const appendAll = (third: unknown) =>
            store.appendAll([
              { streamId: stream("all-b"), events: [event(1), event(2)], expectedVersion: 0 },
              { streamId: stream("all-a"), events: [event(third)], expectedVersion: "any" }
            ])
          const reason = failureOf(yield* Effect.flip(appendAll("fails")))
          assert.strictEqual(reason?._tag, "AfterAppendFailed")
          assert.lengthOf([...yield* read("all-a"), ...yield* read("all-b")], 0)
          given.length = 0
          yield* appendAll("works")
          assert.deepStrictEqual(given.map((events) => events.map(where)), [[
            "test-all-b@1",
            "test-all-b@2",
            "test-all-a@1"
          ]])
          assert.lengthOf(yield* rows("all-a"), 1)
        }))
    }
  )
}
