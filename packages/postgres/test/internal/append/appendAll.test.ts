import type { EventData } from "@deciduous/core"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Fiber, Result } from "effect"
import type { NonEmptyReadonlyArray } from "effect/Array"
import { append, event, read, stream } from "../../support/events.ts"
import { freshPglite, freshPostgres } from "../../support/Pg.ts"
import { sent } from "../../support/sent.ts"
import { firstEventsOf, untilWaiting } from "../../support/waiting.ts"

const to = (
  name: string,
  expectedVersion: EventStore.ExpectedVersion,
  ...events: NonEmptyReadonlyArray<EventData>
): EventStore.Append => ({ streamId: stream(name), expectedVersion, events })

const appendAll = (...appends: NonEmptyReadonlyArray<EventStore.Append>) =>
  Effect.flatMap(EventStore.EventStore, (store) => store.appendAll(appends))

const versions = (...names: ReadonlyArray<string>) =>
  Effect.forEach(names, (name) => Effect.map(read(name), (events) => events.length))

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(
    `an append to several streams on ${name}`,
    (it) => {
      it.effect("is one statement, and says of each where it ended, in the order in which they were given", () =>
        Effect.gen(function*() {
          yield* append("each-a", 0)
          const statements = yield* sent(Effect.gen(function*() {
            const appended = yield* appendAll(
              to("each-c", "any", event(1), event(2)),
              to("each-a", 1, event(3)),
              to("each-b", 0, event(4), event(5), event(6))
            )
            assert.deepStrictEqual(appended.map(({ version }) => version), [2, 2, 3])
          }))
          assert.lengthOf(statements, 1)
          const [c, a, b] = yield* Effect.forEach(["each-c", "each-a", "each-b"], (name) => read(name))
          assert.deepStrictEqual([c, a, b].map((events) => events!.map(({ data }) => data)), [[1, 2], [{}, 3], [
            4,
            5,
            6
          ]])
        }))

      it.effect("writes in the order of the streams' names, as every statement does: none waits for another in a circle", () =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          yield* appendAll(to("order-b", 0, event(), event()), to("order-C", 0, event()), to("order-a", 0, event()))
          const rows =
            yield* sql`select stream_id from deciduous.events where stream_id like 'test-order-%' order by sequence`
          assert.deepStrictEqual(
            rows.map((row) => row.stream_id),
            ["test-order-C", "test-order-a", "test-order-b", "test-order-b"]
          )
        }))

      it.effect("that meets a conflict in one stream leaves none in any", () =>
        Effect.gen(function*() {
          yield* append("one-b", 0)
          const error = yield* Effect.flip(
            appendAll(to("one-a", 0, event()), to("one-b", 0, event()), to("one-c", 0, event()))
          )
          assert.deepInclude(error, { _tag: "VersionConflict", streamId: "test-one-b", expected: 0, actual: 1 })
          assert.deepStrictEqual(yield* versions("one-a", "one-b", "one-c"), [0, 1, 0])
        }))

      it.effect("repeated is answered as the first was; repeated in part is a conflict", () =>
        Effect.gen(function*() {
          const [one, two] = [to("part-a", 0, event(1), event(2)), to("part-b", "any", event(3))]
          const first = yield* appendAll(one, two)
          yield* append("part-a", "any")
          assert.deepStrictEqual(yield* appendAll(one, two), first)
          assert.deepStrictEqual(yield* appendAll(two, one), [first[1]!, first[0]!])
          for (const [half, streamId, actual] of [[one, "test-part-a", 3], [two, "test-part-b", 1]] as const) {
            const error = yield* Effect.flip(appendAll(to("part-c", 0, event()), half))
            assert.deepInclude(error, { _tag: "VersionConflict", streamId, actual })
          }
          const changed = to("part-a", 0, { ...one.events[0], data: "changed" })
          assert.strictEqual(reasonOf(yield* Effect.flip(appendAll(changed, two)))?._tag, "IdReused")
          assert.deepStrictEqual(yield* versions("part-a", "part-b", "part-c"), [3, 1, 0])
        }))

      it.effect("is refused in a transaction, with a stream twice, and where a stream's last transaction is a later one", () =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          const inside = yield* Effect.flip(sql.withTransaction(appendAll(to("no-a", 0, event()))))
          assert.strictEqual(reasonOf(inside)?._tag, "InsideTransaction")
          const twice = yield* Effect.flip(appendAll(to("no-a", 0, event()), to("no-a", 1, event())))
          assert.strictEqual(reasonOf(twice)?._tag, "InvalidAppend")
          yield* sql`
          insert into deciduous.events (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
          values (pg_current_xact_id()::text::bigint + 1000000, 'test', 'test-no-b', 1, ${event().id}, 'Happened', 1, '{}', '{}')`
          const behind = reasonOf(yield* Effect.flip(appendAll(to("no-a", 0, event()), to("no-b", 1, event()))))
          assert.deepInclude(behind, { _tag: "TransactionBehind", streamId: "test-no-b", version: 1 })
          assert.deepStrictEqual(yield* versions("no-a", "no-b"), [0, 1])
        }))

      it.effect("beside others, in any order of their streams, ends without a deadlock and loses none", () =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          const [before] = yield* sql`select deadlocks from pg_stat_database where datname = current_database()`
          const names = ["d", "a", "c", "b"]
          const results = yield* Effect.forEach(
            Array.range(0, 39),
            (i) => {
              const [one, two, three] = [0, 1, 2].map((n) => names[(i * 7 + n * (1 + i % 3)) % 4]!)
              const streams = [...new Set([one!, two!, three!])]
              const [first, ...others] = streams.map((name) => to(`lock-${name}`, "any", event(i), event(i)))
              return i % 4 === 3
                ? Effect.as(append(`lock-${one}`, "any", i, i), [one!])
                : Effect.as(appendAll(first!, ...others), streams)
            },
            { concurrency: "unbounded" }
          )
          const written = results.flat()
          for (const name of names) {
            const events = yield* read(`lock-${name}`)
            assert.lengthOf(events, 2 * written.filter((one) => one === name).length)
            assert.deepStrictEqual(events.map(({ version }) => version), events.map((_, i) => i + 1))
          }
          const [after] = yield* sql`select deadlocks from pg_stat_database where datname = current_database()`
          assert.deepStrictEqual(after, before)
        }))
    }
  )
}

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })(
  "an append to several streams that waits",
  (it) => {
    it.effect("for another session's goes again where any version will do, and is a conflict where one was expected", () =>
      Effect.gen(function*() {
        for (const end of ["commit", "rollback"] as const) {
          for (const expected of [0, "any"] as const) {
            const [held, free] = [`held-${end}-${expected}`, `free-${end}-${expected}`]
            const finish = yield* firstEventsOf([held])
            const fiber = yield* Effect.forkChild(
              Effect.result(appendAll(to(free, 0, event()), to(held, expected, event())))
            )
            yield* untilWaiting(1)
            yield* finish(end)
            const isBeaten = end === "commit" && expected === 0
            const result = yield* Fiber.join(fiber)
            assert.strictEqual(Result.isFailure(result), isBeaten)
            if (Result.isFailure(result)) {
              assert.deepInclude(result.failure, { _tag: "VersionConflict", streamId: `test-${held}`, actual: 1 })
            }
            assert.deepStrictEqual(yield* versions(free, held), [
              isBeaten ? 0 : 1,
              end === "commit" && expected === "any" ? 2 : 1
            ])
          }
        }
      }))
  }
)
