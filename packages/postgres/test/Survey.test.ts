import { statements } from "#internal/statements"
import { type EventData, StreamId } from "@deciduous/core"
import { Survey } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, DateTime, Effect, Stream } from "effect"
import { event, where } from "./support/events.ts"
import { freshPglite, freshPostgres } from "./support/Pg.ts"
import { planOf } from "./support/planOf.ts"

const append = (category: string, id: string, ...events: ReadonlyArray<Partial<EventData>>) =>
  Effect.flatMap(EventStore.EventStore, (store) => {
    const [first, ...others] = events.map((one) => ({ ...event(), ...one }))
    return store.append(StreamId.make(category, id), [first!, ...others], { expectedVersion: "any" })
  })

const versions = (streamId: string, count: number) => Array.range(1, count).map((version) => `${streamId}@${version}`)

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`a census on ${name}`, (it) => {
    it.effect("of a log without events is empty", () =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* Survey.census(), [])
        assert.deepStrictEqual(yield* Stream.runCollect(Survey.byStream()), [])
      }))

    it.effect("counts each category, type and version, with the times of the first and the last", () =>
      Effect.gen(function*() {
        const first = yield* append("parcel", "1", { type: "Sent" }, { type: "Sent", schemaVersion: 2 })
        yield* append("parcel", "2", { type: "Sent" }, { type: "Lost" })
        yield* append("letter", "1", { type: "Sent" })
        const last = yield* append("parcel", "3", { type: "Sent" })
        const counts = yield* Survey.census()
        assert.sameDeepMembers(
          counts.map(({ category, events, schemaVersion, type }) => [category, type, schemaVersion, events]),
          [["parcel", "Sent", 1, 3], ["parcel", "Sent", 2, 1], ["parcel", "Lost", 1, 1], ["letter", "Sent", 1, 1]]
        )
        const sent = counts.find(({ category, events }) => category === "parcel" && events === 3)!
        assert.deepStrictEqual(
          [sent.first, sent.last].map(DateTime.toEpochMillis),
          [first.recordedAt, last.recordedAt].map(DateTime.toEpochMillis)
        )
        const letters = yield* Survey.census({ categories: ["letter", "card"] })
        assert.deepStrictEqual(letters.map(({ category, events }) => [category, events]), [["letter", 1]])
      }))
  })

  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`the streams of a log on ${name}`, (it) => {
    it.effect("come one after the other, across pages, whatever the order of their appends", () =>
      Effect.gen(function*() {
        yield* append("b", "2", {})
        yield* append("a", "1", ...Array.makeBy(3_000, () => ({})))
        yield* append("b", "1", {})
        yield* append("b", "2", ...Array.makeBy(1_500, () => ({})))
        yield* append("c", "ä", {})
        const read = (options?: Parameters<typeof Survey.byStream>[0]) =>
          Effect.map(Stream.runCollect(Survey.byStream(options)), (events) => events.map(where))
        const all = [...versions("a-1", 3_000), "b-1@1", ...versions("b-2", 1_501), "c-ä@1"]
        assert.deepStrictEqual(yield* read(), all)
        assert.deepStrictEqual(yield* read({ after: "b-1" }), [...versions("b-2", 1_501), "c-ä@1"])
        assert.deepStrictEqual(yield* read({ after: "z" }), [])
        assert.deepStrictEqual(yield* read({ categories: ["a", "c"] }), [...versions("a-1", 3_000), "c-ä@1"])
      }))

    it.effect("are found by the index", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* sql`analyze deciduous.events`
        const { plan } = yield* planOf(statements("deciduous").readByStream.light)
        assert.match(plan, /Index Scan using events_stream_version on events/)
        assert.notMatch(plan, /Sort/)
      }))
  })
}
