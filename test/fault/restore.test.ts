// A log that is copied into another cluster, as a restored backup is: younger than its events, or without the last ones.
import { Adopt, PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { Attempt, Entry } from "./ledger/Ledger.ts"
import { agrees, readLog } from "./support/log.ts"
import { asAdmin, newLog, Server, startServer, storeAt } from "./support/Server.ts"
import { settle } from "./support/settle.ts"

/** A cluster that has counted fewer transactions than the other. */
class Younger extends Context.Service<Younger, Server["Service"]>()("test/fault/Younger") {}

const clusters = Layer.merge(Server.layer, Layer.effect(Younger, startServer))

layer(clusters, { excludeTestServices: true, timeout: "1 minute" })("a log that was restored", (it) => {
  it.effect(
    "[24] into a younger cluster is refused, adopted, and then whole: read, followed, repeated and continued",
    () =>
      Effect.gen(function*() {
        const older = yield* newLog
        yield* age(older)
        const ledger: Array<Entry> = []
        const write = (url: string, ...attempts: ReadonlyArray<Attempt>) =>
          Effect.forEach(attempts, (attempt) => settle(attempt, (entry) => ledger.push(entry))).pipe(
            Effect.provide(PostgresEventStore.layer({ url }))
          )
        yield* write(older, ...attempts)
        const log = yield* agrees(older, ledger)

        const younger = yield* inYounger(newLog)
        const open = yield* storeAt(younger)
        yield* copy(older, younger, log.length)
        assert.deepStrictEqual(yield* readLog(younger), log)

        // who had it open writes nothing before its time, and nobody opens it anew
        const after = { ...attempts[0]!, id: "after" }
        const held = Effect.provideService(settle(after, (entry) => ledger.push(entry)), EventStore.EventStore, open)
        assert.isUndefined(yield* held)
        assert.deepInclude(ledger.at(-1), { because: "TransactionBehind" })
        assert.strictEqual(reasonOf(yield* Effect.flip(Effect.scoped(storeAt(younger)))), "TransactionBehind")
        assert.deepStrictEqual(yield* readLog(younger), log)

        yield* Adopt.run().pipe(Effect.provide(PostgresClient.layer({ url: younger })))
        const store = yield* storeAt(younger)
        assert.deepStrictEqual(ids(yield* Stream.runCollect(store.readAll())), ids(log))
        const middle = log[7]!
        const followed = store.subscribe({ after: middle.position }).pipe(
          Stream.take(log.length - 8),
          Stream.runCollect
        )
        assert.deepStrictEqual(ids(yield* followed), ids(log.slice(8)))
        // what is sent again is known, and what is new comes after it
        yield* write(younger, ...attempts, { ...attempts[1]!, id: "new" })
        const continued = yield* agrees(younger, ledger)
        assert.deepStrictEqual(continued.slice(0, log.length), log)
        assert.lengthOf(continued, log.length + 2)
      }),
    60_000
  )

  it.effect("[25] without its last events tells those who have read further", () =>
    Effect.gen(function*() {
      const url = yield* newLog
      const ledger: Array<Entry> = []
      yield* Effect.forEach(attempts, (attempt) => settle(attempt, (entry) => ledger.push(entry))).pipe(
        Effect.provide(PostgresEventStore.layer({ url }))
      )
      const log = yield* agrees(url, ledger)
      const restored = yield* newLog
      yield* copy(url, restored, log.length - 3)
      const store = yield* storeAt(restored)
      const after = log.at(-1)!.position
      for (const read of [store.readAll({ after }), store.subscribe({ after })]) {
        const error = yield* Effect.flip(Stream.runDrain(read))
        assert.strictEqual(reasonOf(error), "UnknownPosition")
        assert.include(error.message, log.at(-4)!.position)
      }
      const known = store.readAll({ after: log.at(-5)!.position })
      assert.deepStrictEqual(ids(yield* Stream.runCollect(known)), ids(log.slice(-4, -3)))
    }), 60_000)
})

const attempts: ReadonlyArray<Attempt> = Array.from({ length: 12 }, (_, i) => ({
  id: `note ${i}`,
  how: i % 2 === 0 ? "command" : "append",
  writes: [{ stream: i % 3 === 0 ? "red" : "green", parts: 2, expectedVersion: "any" }]
}))

const ids = (of: ReadonlyArray<{ readonly id: string }>) => of.map(({ id }) => id)

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason._tag : error

const inYounger = <A, E>(effect: Effect.Effect<A, E, Server>) =>
  Effect.flatMap(Younger, (younger) => Effect.provideService(effect, Server, younger))

/** Lets a cluster count thousands of transactions. */
const age = (url: string) =>
  asAdmin(url, (sql) =>
    sql`do $$ begin
      for i in 1..5000 loop perform pg_current_xact_id(); commit; end loop;
    end $$`.unprepared)

/** The first rows, as a logical dump and restore takes them over: by their values, over two connections. */
const copy = Effect.fnUntraced(function*(from: string, to: string, rows: number) {
  const [dump] = yield* asAdmin(from, (sql) =>
    sql`select json_agg(event)::text as events from (
      select * from deciduous.events order by transaction, sequence limit ${rows}::integer) as event`)
  yield* asAdmin(to, (sql) =>
    Effect.gen(function*() {
      yield* sql`insert into deciduous.events overriding system value
        select * from json_populate_recordset(null::deciduous.events, ${dump!["events"] as string}::json)`
      yield* sql`select setval(pg_get_serial_sequence('deciduous.events', 'sequence'), max(sequence))::text
        from deciduous.events`
    }))
})
