import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import { Array, Context, Effect, Layer, Result } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { event, read, stream } from "../../support/events.ts"
import { freshDatabase } from "../../support/Pg.ts"
import { makeProxy, type Proxy } from "../../support/proxy.ts"

class Relay extends Context.Service<Relay, Proxy>()("test/Relay") {}

const storeBehindRelay = (options: PostgresEventStore.Options) =>
  Layer.unwrap(Effect.gen(function*() {
    const database = yield* freshDatabase
    const proxy = yield* makeProxy
    const url = `postgres://postgres@${proxy.host}:${proxy.port}/${database}`
    return PostgresEventStore.layerClient({ migrate: true, ...options }).pipe(
      Layer.provide(PostgresClient.layer({ url, maxConnections: 4 })),
      Layer.merge(Layer.succeed(Relay, proxy))
    )
  })).pipe(Layer.provide(Reactivity.layer), Layer.fresh)

/** Appends that leave together, each of them ready to be sent again. */
const together = (name: string, count: number) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const appends = Array.range(1, count).map((i) =>
      Effect.result(
        store.append(stream(`${name}-${i}`), [event(i), event(i)], { expectedVersion: i % 2 === 0 ? 0 : "any" })
      )
    )
    return { send: Effect.all(appends, { concurrency: "unbounded" }) }
  })

type Results = Effect.Success<Effect.Success<ReturnType<typeof together>>["send"]>

const tagOf = (result: Results[number]) =>
  Result.isSuccess(result)
    ? "Written"
    : result.failure._tag === "EventStoreError"
    ? result.failure.reason._tag
    : result.failure._tag

const tags = (results: Results) => new Set(results.map(tagOf))

/** Sent again until it is known: other connections of the pool may have been lost too, and show it at their next use. */
const known = <R>(send: Effect.Effect<Results, never, R>) =>
  Effect.repeat(send, { times: 10, until: (results) => !tags(results).has("OutcomeUnknown") })

layer(storeBehindRelay({}), { excludeTestServices: true, timeout: "60 seconds" })(
  "a connection lost under many appends",
  (it) => {
    for (const side of ["towards the server", "towards the client"] as const) {
      it.effect(`by what went ${side}: nobody knows, and sent again each is there once`, () =>
        Effect.gen(function*() {
          const name = side === "towards the server" ? "before" : "after"
          const { cutNext } = yield* Relay
          const { send } = yield* together(name, 20)
          cutNext(side, `test-${name}-3`)
          const first = yield* send
          assert.include([...tags(first)], "OutcomeUnknown")
          assert.deepStrictEqual([...tags(yield* known(send))], ["Written"])
          for (const i of Array.range(1, 20)) assert.lengthOf(yield* read(`${name}-${i}`), 2)
        }))
    }

    it.effect("that cannot be made: the store is unavailable to each, and nothing was sent", () =>
      Effect.gen(function*() {
        const { send } = yield* together("unreachable", 20)
        const proxy = yield* Relay
        yield* Effect.promise(() => proxy.close())
        assert.deepStrictEqual([...tags(yield* known(send))], ["StoreUnavailable"])
      }))
  }
)

/** What the hook does, beside nothing. */
let meanwhile = () => {}
const hooked = storeBehindRelay({ afterAppend: () => Effect.sync(() => meanwhile()) })

layer(hooked, { excludeTestServices: true, timeout: "60 seconds" })(
  "a connection lost under a transaction of many appends",
  (it) => {
    for (const side of ["towards the server", "towards the client"] as const) {
      it.effect(`before its commit was sent, by what went ${side}: unavailable, as nothing can have been written`, () =>
        Effect.gen(function*() {
          const { cutNext } = yield* Relay
          const name = side === "towards the server" ? "begun" : "begun-and-heard"
          const { send } = yield* together(name, 20)
          cutNext(side, `test-${name}-3`)
          const first = yield* send
          assert.strictEqual(tagOf(first[2]!), "StoreUnavailable")
          for (const [i, result] of first.entries()) {
            const { length } = yield* read(`${name}-${i + 1}`).pipe(Effect.retry({ times: 5 }))
            // the other lane, which is cut too, may have come to its commit
            if (tagOf(result) !== "OutcomeUnknown") assert.strictEqual(length, Result.isSuccess(result) ? 2 : 0)
          }
        }))

      it.effect(`by its commit ${side}: nobody knows, and sent again each is there once`, () =>
        Effect.gen(function*() {
          const { cutNext } = yield* Relay
          const name = side === "towards the server" ? "commit" : "commit-and-heard"
          const { send } = yield* together(name, 20)
          meanwhile = () => {
            meanwhile = () => {}
            cutNext(side)
          }
          assert.include([...tags(yield* send)], "OutcomeUnknown")
          assert.deepStrictEqual([...tags(yield* known(send))], ["Written"])
          for (const i of Array.range(1, 20)) assert.lengthOf(yield* read(`${name}-${i}`), 2)
        }))
    }
  }
)
