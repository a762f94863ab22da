import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Deferred, Effect, Fiber, Layer, Stream, Tracer } from "effect"
import { append, stream } from "../support/events.ts"
import { emptyPostgres } from "../support/Pg.ts"

/** Five pages. */
const filled = append("long", "any", ...Array.replicate(1, 9_000))

/** Counts the statements that an effect sends, from the moment at which each is sent. */
const counting = <A, E, R>(use: (sent: () => number) => Effect.Effect<A, E, R>) => {
  let count = 0
  const tracer = Tracer.make({
    span: (options) => {
      count++
      return new Tracer.NativeSpan(options)
    }
  })
  return Effect.withTracer(use(() => count), tracer)
}

const oneConnection = PostgresEventStore.layerClient({ migrate: true }).pipe(
  Layer.provideMerge(emptyPostgres({ maxConnections: 1 })),
  Layer.fresh
)

layer(oneConnection, { excludeTestServices: true, timeout: "60 seconds" })(
  "reading ahead, with one connection",
  (it) => {
    it.effect("the next page is asked for while one is handled, and no other", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        yield* filled
        yield* counting((sent) => {
          let handled = 0
          return Stream.runForEachArray(store.read(stream("long")), () =>
            Effect.gen(function*() {
              handled++
              while (sent() < Math.min(handled + 1, 5)) yield* Effect.yieldNow
              assert.strictEqual(sent(), Math.min(handled + 1, 5))
            }))
        })
      }))

    it.effect("in a transaction of the caller's, whose one connection it is, a page is asked for when it is wanted", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const store = yield* EventStore.EventStore
        yield* counting((sent) => {
          let handled = 0
          const read = Stream.runForEachArray(store.read(stream("long")), () =>
            Effect.gen(function*() {
              handled++
              // another statement of the transaction, between two pages
              yield* Effect.withTracer(
                sql`select 1`,
                Tracer.make({ span: (options) => new Tracer.NativeSpan(options) })
              )
              assert.strictEqual(sent(), handled + 1, "and the one that begins the transaction")
            }))
          return sql.withTransaction(read)
        })
      }))

    it.effect("a reader that is interrupted, or has enough, gives its connection back", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        for (let i = 0; i < 10; i++) {
          const [first] = yield* Stream.runCollect(Stream.take(store.read(stream("long")), 1))
          assert.strictEqual(first!.version, 1)
          const handling = yield* Deferred.make<void>()
          const reader = yield* Effect.forkChild(
            Stream.runForEachArray(
              store.readAll(),
              () => Effect.andThen(Deferred.succeed(handling, undefined), Effect.never)
            )
          )
          yield* Deferred.await(handling)
          yield* Fiber.interrupt(reader)
        }
        assert.lengthOf(yield* Stream.runCollect(store.read(stream("long"), { from: 8_999 })), 2)
      }))

    it.effect("a page that cannot be read fails the read when its turn comes", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const store = yield* EventStore.EventStore
        let handled = 0
        const read = Stream.runForEachArray(store.read(stream("long")), () =>
          Effect.suspend(() => {
            handled++
            // waits for the connection, and so for the second page
            return handled === 1 ? sql`alter table deciduous.events rename to elsewhere` : Effect.succeed([])
          }))
        const error = yield* Effect.flip(read)
        assert.strictEqual(error._tag === "EventStoreError" && error.reason._tag, "NotMigrated")
        assert.strictEqual(handled, 2, "the pages that could be read")
        yield* sql`alter table deciduous.elsewhere rename to events`
      }))
  }
)
