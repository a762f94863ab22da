// Subscriptions whose server, sessions and connections die under them. What escapes as an uncaught exception fails the run.
import type { StoredEvent } from "@deciduous/core"
import type { EventStore } from "@deciduous/runtime"
import * as TcpProxy from "@deciduous/testing/TcpProxy"
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber, Queue, Stream } from "effect"
import { event, stream, where } from "../../support/events.ts"
import { clientOf, OwnServer, ownServer, storeOf } from "../../support/ownServer.ts"

type Store = EventStore.EventStore["Service"]

/** Follows a store, and gives what it delivers one by one. */
const following = Effect.fnUntraced(function*(store: Store, options?: EventStore.Subscribe) {
  const delivered = yield* Queue.unbounded<StoredEvent>()
  const fiber = yield* Effect.forkScoped(
    Stream.runForEach(store.subscribe(options), (one) => Queue.offer(delivered, one))
  )
  const next = Effect.map(Queue.take(delivered), where)
  return { fiber, next: (count: number) => Effect.replicateEffect(next, count) }
})

/** Appends, and again until it is certain: the ids stay the same, so it is written once. */
const appendSurely = (store: Store, name: string) => {
  const one = event()
  return Effect.eventually(store.append(stream(name), [one], { expectedVersion: "any" }))
}

layer(ownServer, { excludeTestServices: true, timeout: "60 seconds" })("a subscription", (it) => {
  it.effect("goes on when every session is killed, again and again", () =>
    Effect.gen(function*() {
      const admin = yield* clientOf()
      yield* admin`create database killed`
      const [here, there] = [yield* storeOf({ database: "killed" }), yield* storeOf({ database: "killed" })]
      yield* appendSurely(here.store, "a")
      const followers = [yield* following(here.store), yield* following(there.store)]
      for (const follower of followers) assert.deepStrictEqual(yield* follower.next(1), ["test-a@1"])
      for (let round = 2; round < 12; round++) {
        yield* admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'killed'`
        yield* appendSurely(round % 2 === 0 ? here.store : there.store, "a")
        for (const follower of followers) assert.deepStrictEqual(yield* follower.next(1), [`test-a@${round}`])
      }
      for (const { fiber } of followers) assert.isUndefined(fiber.pollUnsafe())
    }))

  it.effect("is told by others again after the connection that listens was killed", () =>
    Effect.gen(function*() {
      const admin = yield* clientOf()
      yield* admin`create database unheard`
      const [here, there] = [yield* storeOf({ database: "unheard" }), yield* storeOf({ database: "unheard" })]
      const follower = yield* following(there.store)
      const listeners = admin`select pid from pg_stat_activity where datname = 'unheard' and query ilike 'listen%'`
      let before: unknown
      for (let round = 1; round < 4; round++) {
        let pid: unknown
        while (pid === undefined || pid === before) pid = (yield* listeners)[0]?.pid
        yield* admin`select pg_terminate_backend(pid) from pg_stat_activity where pid = ${pid as number}`
        before = pid
        yield* appendSurely(here.store, "a")
        assert.deepStrictEqual(yield* follower.next(1), [`test-a@${round}`])
      }
    }))

  it.effect("goes on when a relay cuts its connections and lets it in again", () =>
    Effect.gen(function*() {
      const server = yield* OwnServer
      const admin = yield* clientOf()
      yield* admin`create database cut`
      const proxy = yield* Effect.acquireRelease(
        Effect.promise(() => TcpProxy.start(server)),
        ({ close }) => Effect.promise(close)
      )
      const here = yield* storeOf({ database: "cut" })
      const there = yield* storeOf({ database: "cut", host: proxy.host, port: proxy.port })
      const follower = yield* following(there.store)
      for (let round = 1; round < 6; round++) {
        yield* appendSurely(here.store, "a")
        if (round === 3) proxy.cutNext("towards the client")
        if (round === 4) proxy.cutNext("towards the server")
        assert.deepStrictEqual(yield* follower.next(1), [`test-a@${round}`])
        proxy.cut()
      }
    }))

  it.effect("waits for a server that has crashed and starts again, and goes on from where it was", () =>
    Effect.gen(function*() {
      const server = yield* OwnServer
      const { store } = yield* storeOf()
      yield* appendSurely(store, "a")
      const { position } = yield* appendSurely(store, "a")
      const [all, later] = [yield* following(store), yield* following(store, { after: position })]
      assert.deepStrictEqual(yield* all.next(2), ["test-a@1", "test-a@2"])
      for (let round = 3; round < 6; round++) {
        yield* Effect.promise(() => server.crash())
        const down = yield* Effect.flip(store.append(stream("b"), [event()], { expectedVersion: 0 }))
        assert.notStrictEqual(down._tag, "VersionConflict")
        // one that begins while there is no server
        const late = yield* following(store, { after: position })
        yield* Effect.promise(() => server.restart())
        yield* appendSurely(store, "a")
        for (const { next } of [all, later]) assert.deepStrictEqual(yield* next(1), [`test-a@${round}`])
        assert.strictEqual((yield* late.next(round - 2)).at(-1), `test-a@${round}`)
        yield* Fiber.interrupt(late.fiber)
      }
    }))
})
