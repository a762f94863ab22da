import { EventStore } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Stream } from "effect"
import { randomBytes } from "node:crypto"
import { append, stream } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"
import { sent } from "../support/sent.ts"
import { settled } from "../support/settled.ts"

const mebi = 1024 * 1024

/** A payload as text of so many characters: one that PostgreSQL compresses to next to nothing, or one that it cannot. */
const same = (length: number) => "a".repeat(length)
const mixed = (length: number) => randomBytes(length).toString("base64").slice(0, length)

/** Numbers of events and characters of their payloads, chunk by chunk. */
const chunksOf = <E, R>(events: Stream.Stream<{ readonly version: number; readonly data: unknown }, E, R>) =>
  events.pipe(
    Stream.chunks,
    Stream.map((chunk) => ({
      versions: chunk.map(({ version }) => version),
      length: chunk.reduce((sum, { data }) => sum + (typeof data === "string" ? data.length : 0), 0)
    })),
    Stream.runCollect
  )

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`pages on ${name}`, (it) => {
    it.effect("end with the event that completes 1 MiB, whether or not it is stored compressed", () =>
      Effect.gen(function*() {
        const { read, readAll } = yield* EventStore.EventStore
        for (const [kind, text] of [["same", same], ["mixed", mixed]] as const) {
          // light ones first, so that heavy ones are met in the midst of a page; then light ones again
          const contents = [
            ...Array.replicate("light", 30),
            ...Array.replicate(text(250_000), 11),
            ...Array.replicate("light", 30)
          ]
          yield* append(kind, 0, ...contents)
          yield* settled
          const versions = Array.range(1, contents.length)
          for (const direction of ["forward", "backward"] as const) {
            const expected = direction === "forward" ? versions : versions.toReversed()
            const ofOne = yield* chunksOf(read(stream(kind), { direction }))
            const ofAll = yield* chunksOf(
              Stream.filter(readAll({ direction }), (event) => event.streamId === `test-${kind}`)
            )
            const ofSome = yield* chunksOf(readAll({ direction, filter: { streamPrefix: `test-${kind}` } }))
            for (const chunks of [ofOne, ofAll, ofSome]) {
              assert.deepStrictEqual(chunks.flatMap((chunk) => chunk.versions), expected)
              assert.isAtMost(Math.max(...chunks.map(({ length }) => length)), 1.25 * mebi)
            }
            assert.deepStrictEqual(ofOne.map((chunk) => chunk.versions.length), [30, 5, 5, 10, 21])
          }
        }
      }))

    it.effect("go on after an event that is heavier than a page, and after metadata that is heavy", () =>
      Effect.gen(function*() {
        const { append: appendTo, read } = yield* EventStore.EventStore
        const events = [1, 2, 3].map((i) => ({
          id: crypto.randomUUID(),
          type: "Happened",
          schemaVersion: 1,
          // 3 bytes each
          data: "€".repeat(mebi - 10),
          metadata: i === 2 ? { note: "€".repeat(mebi - 100) } : {}
        }))
        yield* appendTo(stream("vast"), [events[0]!, events[1]!, events[2]!], { expectedVersion: 0 })
        const chunks = yield* chunksOf(read(stream("vast")))
        assert.deepStrictEqual(chunks.map(({ versions }) => versions), [[1], [2], [3]])
      }))

    it.effect("of light events are as long as they may be again after a heavy one", () =>
      Effect.gen(function*() {
        const { read } = yield* EventStore.EventStore
        yield* append("mended", 0, same(5000), ...Array.replicate(1, 4500))
        const chunks = yield* chunksOf(read(stream("mended")))
        assert.deepStrictEqual(chunks.map(({ versions }) => versions.length), [32, 128, 512, 2000, 1829])
        const statements = yield* sent(Stream.runDrain(read(stream("mended"))))
        assert.deepStrictEqual(statements.map((statement) => statement.includes("weight")), [
          false,
          true,
          true,
          true,
          true,
          false
        ])
      }))

    it.effect("tell the payload null from one that was left out", () =>
      Effect.gen(function*() {
        const { read, readTails } = yield* EventStore.EventStore
        yield* append("nulls", 0, null, null)
        const events = yield* Stream.runCollect(read(stream("nulls")))
        assert.deepStrictEqual(events.map(({ data }) => data), [null, null])
        const [tail] = yield* readTails([{ streamId: stream("nulls"), after: 0 }])
        assert.deepStrictEqual(tail!.events.map(({ data, version }) => [data, version]), [[null, 1], [null, 2]])
      }))
  })
}
