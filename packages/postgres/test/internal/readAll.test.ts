import { Position } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Deferred, Effect, Fiber, Ref, Stream } from "effect"
import { append, event, read, readAll, stream, where } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"
import { sent } from "../support/sent.ts"
import { settled } from "../support/settled.ts"

/** A transaction that has its number before it writes, and is held open until the gate is. */
const writeLate = (name: string, gate: Deferred.Deferred<void>) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const numbered = yield* Deferred.make<void>()
    const fiber = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
      yield* sql`select pg_current_xact_id()::text`
      yield* Deferred.succeed(numbered, undefined)
      yield* Deferred.await(gate)
      yield* sql`insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
        values ('test', ${stream(name).name}, 1, ${event().id}, 'Happened', 1, '{}', '{}')`
    })))
    yield* Deferred.await(numbered)
    return fiber
  })

const allOf = (prefix: string, after?: Position.Position) =>
  Effect.map(readAll(after), (events) => events.map(where).filter((name) => name.startsWith(`test-${prefix}`)))

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })(
  "reading all streams on PostgreSQL",
  (it) => {
    it.effect("an event waits for every transaction that began before its own, and then stands behind it", () =>
      Effect.gen(function*() {
        const gate = yield* Deferred.make<void>()
        const early = yield* writeLate("inverted-early", gate)
        yield* append("inverted-late", 0)
        assert.deepStrictEqual(yield* allOf("inverted"), [], "the later transaction alone")
        assert.lengthOf(yield* read("inverted-late"), 1, "its own stream shows it at once")
        yield* Deferred.succeed(gate, undefined)
        yield* Fiber.join(early)
        yield* settled
        assert.deepStrictEqual(yield* allOf("inverted"), ["test-inverted-early@1", "test-inverted-late@1"])
      }))

    it.effect("a transaction that rolls back holds nobody for longer than it lasts", () =>
      Effect.gen(function*() {
        const gate = yield* Deferred.make<void>()
        const early = yield* writeLate("rolled-early", gate)
        yield* append("rolled-late", 0)
        yield* Fiber.interrupt(early)
        yield* settled
        assert.deepStrictEqual(yield* allOf("rolled"), ["test-rolled-late@1"])
      }))

    it.effect("a reader that follows misses none and sees none twice while commits come in any order; nor does a later one, page by page", () =>
      Effect.gen(function*() {
        const start = (yield* readAll()).at(-1)?.position ?? Position.start
        const seen = yield* Ref.make<ReadonlyArray<string>>([])
        const writing = yield* Ref.make(true)

        const follow = Effect.gen(function*() {
          let after = start
          for (;;) {
            const last = !(yield* Ref.get(writing))
            const events = yield* readAll(after)
            after = events.at(-1)?.position ?? after
            yield* Ref.update(seen, (before) => [...before, ...events.map(where)])
            if (last) return
          }
        })
        const reader = yield* Effect.forkChild(follow)
        yield* Effect.forEach(Array.range(1, 6), (writer) =>
          Effect.forEach(Array.range(1, 15), (i) =>
            writer % 2 === 0
              ? append(`tail-${writer}`, "any", 1, 2)
              // numbered early, committed after others that were numbered later
              : Effect.gen(function*() {
                const gate = yield* Deferred.make<void>()
                const late = yield* writeLate(`tail-${writer}-${i}`, gate)
                yield* append(`tail-${writer}-between`, "any")
                yield* Deferred.succeed(gate, undefined)
                yield* Fiber.join(late)
              })), { concurrency: "unbounded", discard: true })
        yield* settled
        yield* Ref.set(writing, false)
        yield* Fiber.join(reader)

        const inOrder = (yield* readAll(start)).map(where)
        assert.lengthOf(inOrder, 3 * 15 * 2 + 3 * 15 * 2)
        assert.deepStrictEqual(yield* Ref.get(seen), inOrder)

        const store = yield* EventStore.EventStore
        for (const limit of Array.range(1, 40)) {
          const again: Array<string> = []
          for (let after = start, isMore = true; isMore;) {
            const page = yield* Stream.runCollect(store.readAll({ after, limit }))
            again.push(...page.map(where))
            after = page.at(-1)?.position ?? after
            isMore = page.length === limit
          }
          assert.deepStrictEqual(again, inOrder, `in pages of ${limit}`)
        }
      }))
  }
)

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`reading all streams on ${name}`, (it) => {
    it.effect("a position is known once its append was acknowledged, and others are not", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const from = (after: Position.Position) => Stream.runCollect(store.readAll({ after }))
        const unknown = (after: Position.Position) =>
          Effect.map(Effect.flip(from(after)), ({ reason }) =>
            reason._tag === "UnknownPosition" ? reason.head : reason._tag)
        assert.strictEqual(yield* unknown(Position.make(1n, 1n)), Position.start, "of an empty log")
        yield* append("known", 0)
        const { position: head } = yield* append("known", 1)
        const { sequence, transaction } = Position.parts(head)
        assert.deepStrictEqual(yield* from(head), [])
        assert.strictEqual(yield* unknown(Position.make(transaction, sequence + 1n)), head)
        assert.strictEqual(yield* unknown(Position.make(transaction - 1n, sequence)), head)
        assert.strictEqual(yield* unknown(Position.make(2n ** 63n - 1n, 2n ** 63n - 1n)), head)
        assert.lengthOf(yield* sent(from(head)), 2)
        const followed = yield* Effect.flip(Stream.runHead(store.subscribe({ after: Position.make(1n, 1n) })))
        assert.strictEqual(followed.reason._tag, "UnknownPosition")
      }))

    it.effect("a filter that few events fit searches on, a bounded part of the log at a time", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const store = yield* EventStore.EventStore
        const { position: before } = yield* append("before", 0)
        yield* sql`insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
          select 'noise', 'noise-1', number, gen_random_uuid(), 'Noise', 1, '{}', '{}' from generate_series(1, 25000) number`
        const { position } = yield* append("after", 0)
        yield* settled
        const filter = { categories: ["test"], streamPrefix: "test-after" }
        const [found, ...more] = yield* Stream.runCollect(store.readAll({ after: before, filter }))
        assert.strictEqual(found!.position, position)
        assert.lengthOf(more, 0)
        assert.lengthOf(yield* sent(Stream.runDrain(store.readAll({ filter: { types: ["None"] } }))), 4)

        const pages = yield* store.subscribePages({ after: before, filter }).pipe(
          Stream.takeUntil(({ events }) => events.length > 0),
          Stream.runCollect
        )
        assert.deepStrictEqual(pages.map(({ events }) => events.length), [0, 0, 1])
        assert.deepStrictEqual(pages.map(({ position }) => position), pages.map(({ position }) => position).toSorted())
        assert.strictEqual(pages.at(-1)!.position, position)
      }))
  })
}
