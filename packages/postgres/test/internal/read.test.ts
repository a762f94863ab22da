import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, DateTime, Effect, Stream } from "effect"
import { append, event, read, stream } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`reading one stream on ${name}`, (it) => {
    it.effect("pages come whole, as arrays", () =>
      Effect.gen(function*() {
        const { read } = yield* EventStore.EventStore
        yield* append("pages", 0, ...Array.range(1, 2300))
        const pages = (range?: EventStore.ReadRange) =>
          read(stream("pages"), range).pipe(
            Stream.chunks,
            Stream.map((events) => [events.length, events[0].version]),
            Stream.runCollect
          )
        assert.deepStrictEqual(yield* pages(), [[2000, 1], [300, 2001]])
        assert.deepStrictEqual(yield* pages({ direction: "backward", limit: 2200 }), [[2000, 2300], [200, 300]])
        assert.deepStrictEqual(yield* pages({ from: 1500, limit: 0 }), [])
      }))

    it.effect("as of a time it ends before the first event that is later by a millisecond", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        // 1.9994 s is read as 1.999 s; the clock was set back after the third
        const times = ["00:00:01", "00:00:01.9994", "00:00:02.000", "00:00:01"]
        for (const [i, time] of times.entries()) {
          yield* sql`insert into deciduous.events
            (category, stream_id, version, id, type, schema_version, data, metadata, recorded_at)
            values ('test', 'test-as-of', ${i + 1}, ${event().id}, 'Happened', 1, '{}', '{}',
              ${`2026-01-01T${time}Z`}::timestamptz)`
        }
        const versions = (time: string, range: EventStore.ReadRange = {}) =>
          Effect.map(
            read("as-of", { ...range, asOf: DateTime.makeUnsafe(`2026-01-01T${time}Z`) }),
            (events) => events.map(({ version }) => version)
          )
        assert.deepStrictEqual(
          (yield* read("as-of")).map(({ recordedAt }) => DateTime.formatIso(recordedAt).slice(11)),
          ["00:00:01.000Z", "00:00:01.999Z", "00:00:02.000Z", "00:00:01.000Z"]
        )
        assert.deepStrictEqual(yield* versions("00:00:00.999"), [])
        assert.deepStrictEqual(yield* versions("00:00:01"), [1])
        assert.deepStrictEqual(yield* versions("00:00:01.998"), [1])
        assert.deepStrictEqual(yield* versions("00:00:01.999"), [1, 2])
        assert.deepStrictEqual(yield* versions("00:00:02"), [1, 2, 3, 4])
        assert.deepStrictEqual(yield* versions("00:00:01.999", { direction: "backward", to: 9 }), [2, 1])
      }))
  })
}
