// Rules about the receiving side: a message that comes again, for whatever reason, is taken once.
import { type CheckpointStore, type EventStore, EventStoreError, Inbox, type OutboxStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { type Case, ids, read, refusal, rule } from "../event-store/Case.ts"
import { makeBroker, of, relaying, untilReceived } from "./broker.ts"
import { manyPlaced, newOrder } from "./published.ts"

type Needed = EventStore.EventStore | OutboxStore.OutboxStore | CheckpointStore.CheckpointStore | Inbox.Inbox

export const receiving: ReadonlyArray<Case<Needed>> = [
  rule(
    90,
    "a relay that ends between sending and noting it leaves messages that come again, and are taken once",
    Effect.fnUntraced(function*(store) {
      const broker = makeBroker()
      const order = newOrder()
      yield* store.append(order, manyPlaced(5), { expectedVersion: 0 })
      // it hears of nothing that it has sent, and ends
      broker.afterwards = Effect.never
      yield* Effect.scoped(Effect.andThen(relaying(broker), untilReceived(broker, 1, order)))
      broker.afterwards = Effect.void
      yield* relaying(broker)
      yield* untilReceived(broker, 6, order)
      const { once } = yield* Inbox.Inbox
      const consumer = crypto.randomUUID()
      const taken: Array<string> = []
      for (const { id } of of(broker, order)) yield* once(consumer, id, Effect.sync(() => taken.push(id)))
      assert.isAbove(of(broker, order).length, 5)
      assert.deepStrictEqual(taken, ids(yield* read(store, order)))
    })
  ),

  rule(
    92,
    "a message that comes again when the broker has long forgotten it is not taken again",
    () =>
      Effect.gen(function*() {
        const { forget, once } = yield* Inbox.Inbox
        const [consumer, id] = [crypto.randomUUID(), crypto.randomUUID()]
        let times = 0
        const take = once(consumer, id, Effect.sync(() => ++times))
        assert.deepStrictEqual(yield* take, Option.some(1))
        for (let i = 0; i < 3; i++) assert.deepStrictEqual(yield* take, Option.none())
        // what others have taken is theirs
        assert.deepStrictEqual(yield* once(crypto.randomUUID(), id, Effect.sync(() => ++times)), Option.some(2))
        assert.strictEqual(yield* forget(consumer, Duration.hours(1)), 0)
        assert.deepStrictEqual(yield* take, Option.none())
      })
  ),

  rule(
    92,
    "a message whose effect fails was not taken, and one that comes twice at the same time is taken once",
    () =>
      Effect.gen(function*() {
        const { once } = yield* Inbox.Inbox
        const [consumer, id] = [crypto.randomUUID(), crypto.randomUUID()]
        const away = new EventStoreError.StoreUnavailable({ problem: "it fails", cause: undefined })
        assert.strictEqual(yield* refusal(once(consumer, id, Effect.fail(away))), away)
        assert.strictEqual(yield* refusal(once(consumer, id, Effect.fail("a text" as const))), "a text")
        const [started, gate] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        let times = 0
        const first = yield* Effect.forkChild(once(
          consumer,
          id,
          Effect.gen(function*() {
            yield* Deferred.succeed(started, undefined)
            yield* Deferred.await(gate)
            return ++times
          })
        ))
        yield* Deferred.await(started)
        const second = yield* Effect.forkChild(once(consumer, id, Effect.sync(() => ++times)))
        yield* Deferred.succeed(gate, undefined)
        assert.deepStrictEqual([yield* Fiber.join(first), yield* Fiber.join(second)], [
          Option.some(1),
          Option.none()
        ])
      })
  )
]
