import { Position } from "@deciduous/core"
import { Aggregate, EventStore, Snapshot, SnapshotStore } from "@deciduous/runtime"
import { anew, Digesting, history, streamOf } from "@deciduous/testing/suites/snapshot/digest"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { freshPglite, freshPostgres } from "./support/Pg.ts"
import { sent } from "./support/sent.ts"

const snapshot = (fingerprint: string, version: number): SnapshotStore.NewSnapshot => ({
  streamId: "test-1",
  fingerprint,
  version,
  position: Position.make(BigInt(version), 1n),
  state: null
})

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`snapshots on ${name}`, (it) => {
    it.effect("of another release stay for a week beside new ones, and go then", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { load, save } = yield* SnapshotStore.SnapshotStore
        const agedBy = (days: number) =>
          sql`update deciduous.snapshots set taken_at = clock_timestamp() - make_interval(days => ${days}::integer)
            where fingerprint = 'old'`
        yield* save(snapshot("old", 9), { keep: 1 })
        yield* agedBy(6)
        yield* save(snapshot("new", 10), { keep: 1 })
        assert.strictEqual((yield* load("test-1", "old"))?.version, 9)
        yield* agedBy(8)
        yield* save(snapshot("new", 11), { keep: 1 })
        assert.isUndefined(yield* load("test-1", "old"))
        assert.strictEqual((yield* load("test-1", "new"))?.version, 11)
      }))

    it.effect("are loaded with the events after them in one round trip", () =>
      Effect.gen(function*() {
        const { append } = yield* EventStore.EventStore
        yield* append(streamOf("1"), history(9), { expectedVersion: 0 })
        yield* Snapshot.take(Digesting, "1")
        yield* append(streamOf("1"), history(3), { expectedVersion: 9 })
        const load = anew(Aggregate.load(Digesting, "1"))
        assert.strictEqual((yield* load).version, 12)
        assert.lengthOf(yield* sent(load), 1)
      }))

    it.effect("may be emptied at any time", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { load, save } = yield* SnapshotStore.SnapshotStore
        yield* save(snapshot("any", 1), { keep: 1 })
        yield* sql`delete from deciduous.snapshots`
        assert.isUndefined(yield* load("test-1", "any"))
      }))
  })
}
