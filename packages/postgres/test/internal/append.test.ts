import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Result } from "effect"
import { append, event, read, stream, where } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"

const futureEvent = (name: string) =>
  Effect.flatMap(
    PgClient.PgClient,
    (sql) =>
      sql`insert into deciduous.events (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
      values (pg_current_xact_id()::text::bigint + 1000000, 'test', ${
        stream(name).name
      }, 1, ${event().id}, 'Happened', 1,
        '{}', '{}')`
  )

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`append on ${name}`, (it) => {
    it.effect("says where it ended, as the events say when they are read", () =>
      Effect.gen(function*() {
        const appended = yield* append("ended", 0, 1, 2, 3)
        const { position, recordedAt, version } = (yield* read("ended")).at(-1)!
        assert.deepStrictEqual({ version, position, recordedAt }, appended)
      }))

    it.effect("is refused inside a transaction, and leaves it usable", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* sql.withTransaction(Effect.gen(function*() {
          const error = yield* Effect.flip(append("inside", 0))
          assert.strictEqual(reasonOf(error)?._tag, "InsideTransaction")
          assert.deepStrictEqual(yield* sql`select 1 as one`, [{ one: 1 }])
        }))
        assert.deepStrictEqual(yield* read("inside"), [])
      }))

    it.effect("is refused where the stream's last transaction is a later one", () =>
      Effect.gen(function*() {
        yield* futureEvent("behind")
        for (const expected of [1, "any", "exists"] as const) {
          const reason = reasonOf(yield* Effect.flip(append("behind", expected)))
          assert.strictEqual(reason?._tag, "TransactionBehind", String(expected))
          assert.include(reason?.message, "test-behind, version 1")
        }
        // a conflict is a conflict there too
        assert.strictEqual((yield* Effect.flip(append("behind", 0)))._tag, "VersionConflict")
        assert.lengthOf(yield* read("behind"), 1)
      }))

    it.effect("takes one time for all its events, and times of a stream never fall", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* append("times", 0, 1, 2, 3)
        yield* append("times", 3, 4)
        const rows = yield* sql`
          select count(distinct recorded_at) filter (where version <= 3)::int as times,
            bool_and(recorded_at >= earlier) as rising
          from (select *, lag(recorded_at, 1, recorded_at) over (order by version) as earlier
            from deciduous.events where stream_id = 'test-times') as one`
        assert.deepStrictEqual(rows, [{ times: 1, rising: true }])
      }))

    it.effect("with a unique index of the user's own: its violation is a failure, not a conflict", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* sql`create unique index one_owner on deciduous.events ((data ->> 'owner'))`
        yield* append("unique-1", 0, { owner: "ada" })
        const error = yield* Effect.flip(append("unique-2", 0, { owner: "ada" }))
        assert.strictEqual(reasonOf(error)?._tag, "StoreFailure")
        assert.include(error.message, "one_owner")
        assert.notInclude(error.message, "ada")
        yield* sql`drop index deciduous.one_owner`
      }))
  })
}

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })("appends that race", (it) => {
  it.effect("of 24 that expect one version exactly one wins, round after round", () =>
    Effect.gen(function*() {
      for (const version of Array.range(0, 9)) {
        const results = yield* Effect.forEach(
          Array.range(1, 24),
          () => Effect.result(append("one", version)),
          { concurrency: "unbounded" }
        )
        const winners = results.filter(Result.isSuccess).map(({ success }) => success.version)
        assert.deepStrictEqual(winners, [version + 1])
        for (const { failure } of results.filter(Result.isFailure)) {
          assert.deepInclude(failure, { _tag: "VersionConflict", expected: version, actual: version + 1 })
        }
      }
    }))

  it.effect("64 that expect any version all win, in one stream without a gap", () =>
    Effect.gen(function*() {
      yield* Effect.forEach(Array.range(1, 64), () => append("any", "any", 1, 2), { concurrency: "unbounded" })
      assert.deepStrictEqual((yield* read("any")).map(({ version }) => version), Array.range(1, 128))
    }))

  it.effect("16 writers over 4 streams leave contiguous versions, whose positions rise with them", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const appendSome = (writer: number) =>
        Effect.forEach(Array.range(1, 25), (i) =>
          Effect.gen(function*() {
            const name = `many-${(writer + i) % 4}`
            const version = (yield* read(name, { direction: "backward", limit: 1 }))[0]?.version ?? 0
            const expected = i % 3 === 0 ? "any" as const : version
            return yield* Effect.result(append(name, expected, ...Array.range(1, 1 + (i % 3))))
          }))
      const results = (yield* Effect.forEach(Array.range(1, 16), appendSome, { concurrency: "unbounded" })).flat()
      assert.isAbove(results.filter(Result.isSuccess).length, 100)
      for (const result of results) {
        if (Result.isFailure(result)) assert.strictEqual(result.failure._tag, "VersionConflict")
      }
      const broken = yield* sql`
        select stream_id, version from (
          select *,
            lag(version, 1, 0) over stream as earlier_version,
            lag(transaction, 1, 0) over stream as earlier_transaction,
            lag(sequence, 1, 0) over stream as earlier_sequence
          from deciduous.events where stream_id like 'test-many-%' window stream as (partition by stream_id order by version)
        ) as events
        where version <> earlier_version + 1
          or (transaction, sequence) <= (earlier_transaction, earlier_sequence)`
      assert.deepStrictEqual(broken.map((row) => where(row as never)), [])
    }))
})
