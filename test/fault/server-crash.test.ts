// Servers that crash under load and come back.
import { PostgresEventStore } from "@deciduous/postgres"
import { Aggregate, EventStore } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { eventsOf, Notebook, streamOf } from "./support/Notebook.ts"
import { underPressure } from "./support/pressure.ts"
import { limit, repeatedly, seeded, upTo } from "./support/seed.ts"
import { connect, newLog, Server, until } from "./support/Server.ts"
import { type Failure, nameOf } from "./support/settle.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a server that crashes", (it) => {
  it.effect(
    "[13] comes back with every append that it has acknowledged, none twice, and is followed on",
    () =>
      seeded(Effect.gen(function*() {
        const server = yield* Server
        const url = yield* newLog
        const crash = Effect.promise(() => server.crash().then(server.restart))
        yield* underPressure(
          url,
          (progress) => repeatedly(3, Effect.andThen(Effect.flatMap(upTo(40), progress), crash))
        )
      })),
    limit
  )

  it.effect(
    "[109] leaves no request waiting: each ends well or typed, while it is away and when it is back",
    () =>
      Effect.gen(function*() {
        const server = yield* Server
        const url = yield* newLog
        yield* Effect.gen(function*() {
          const [sql, holder] = [yield* connect(url), yield* connect(url)]
          // everybody waits for this one, which a crash ends too
          yield* Effect.forkScoped(holder.withTransaction(Effect.andThen(
            holder`lock table deciduous.events in access exclusive mode`,
            Effect.never
          )))
          yield* until(sql`select 1 from pg_locks where mode = 'AccessExclusiveLock' and granted`)
          const underWay = yield* Effect.forkScoped(requests("under way"))
          yield* until(sql`select 1 from pg_locks where relation = 'deciduous.events'::regclass and not granted`)
          yield* Effect.promise(server.crash)
          const away = yield* requests("away")
          yield* Effect.promise(server.restart)
          const cut = yield* Fiber.join(underWay)
          assert.isNotEmpty(cut.filter(Result.isFailure))
          assert.isEmpty(away.filter(Result.isSuccess))
          for (const result of [...cut, ...away]) {
            if (Result.isFailure(result)) assert.include(["OutcomeUnknown", "StoreUnavailable"], nameOf(result.failure))
          }
          const back = yield* Effect.repeat(requests("back"), { until: (results) => results.some(Result.isSuccess) })
          assert.isNotEmpty(back)
          assert.deepStrictEqual((yield* requests("back for good")).filter(Result.isFailure), [])
        }).pipe(Effect.provide(PostgresEventStore.layer({ url })))
      }),
    limit
  )
})

/** Ten of each kind at once, and how each of them ended. */
const requests = Effect.fnUntraced(function*(when: string) {
  const store = yield* EventStore.EventStore
  const kinds: ReadonlyArray<(name: string) => Effect.Effect<unknown, Failure, EventStore.EventStore>> = [
    (name) => store.append(streamOf(name), eventsOf(name, name, 2), { expectedVersion: 0 }),
    (name) =>
      store.appendAll([
        { streamId: streamOf(`${name} 1`), events: eventsOf(name, "1", 1), expectedVersion: 0 },
        { streamId: streamOf(`${name} 2`), events: eventsOf(name, "2", 1), expectedVersion: "any" }
      ]),
    (name) => Aggregate.handle(Notebook, name, { _tag: "Note", attempt: name, parts: 1 }, { commandId: name }),
    (name) => Aggregate.load(Notebook, name),
    (name) => Stream.runCollect(store.read(streamOf(name))),
    () => Stream.runCollect(store.readAll({ limit: 10 }))
  ]
  const all = kinds.flatMap((kind, i) => Array.from({ length: 10 }, (_, j) => kind(`${when} ${i} ${j}`)))
  return yield* Effect.forEach(all, Effect.result, { concurrency: "unbounded" })
})
