// Rules about the relay: what waits goes out in its order, whatever happens to the relay and to the broker.
import { type CheckpointStore, type EventStore, OutboxStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, ids, read, rule } from "../event-store/Case.ts"
import { makeBroker, of, relaying, until, untilReceived } from "./broker.ts"
import { manyPlaced, newOrder, outbox, placed } from "./published.ts"

type Needed = EventStore.EventStore | OutboxStore.OutboxStore | CheckpointStore.CheckpointStore

export const sending: ReadonlyArray<Case<Needed>> = [
  rule(
    89,
    "messages go out under the events' ids, those of each stream in its order, while appends go on",
    Effect.fnUntraced(function*(store) {
      const broker = makeBroker()
      yield* relaying(broker)
      const orders = Array.from({ length: 8 }, newOrder)
      yield* Effect.forEach(
        orders,
        Effect.fnUntraced(function*(order) {
          for (let version = 0; version < 30; version += 3) {
            yield* store.append(order, [placed(1), placed(2), placed(3)], { expectedVersion: version })
          }
        }),
        { concurrency: "unbounded" }
      )
      yield* untilReceived(broker, 240, ...orders)
      for (const order of orders) {
        assert.deepStrictEqual(ids(of(broker, order)), ids(yield* read(store, order)))
      }
    })
  ),

  rule(
    89,
    "of two relays one works: what it has settled is not sent again by the other",
    Effect.fnUntraced(function*(store) {
      const [one, other] = [makeBroker(), makeBroker()]
      yield* relaying(one)
      yield* relaying(other)
      const order = newOrder()
      yield* store.append(order, manyPlaced(20), { expectedVersion: 0 })
      yield* until(Effect.sync(() => of(one, order).length + of(other, order).length >= 20))
      yield* settled(order.name)
      assert.deepStrictEqual(ids([...of(one, order), ...of(other, order)]), ids(yield* read(store, order)))
    })
  ),

  rule(
    91,
    "without a broker appends go on, and what has waited goes out in its order when it is back",
    Effect.fnUntraced(function*(store) {
      const broker = makeBroker()
      broker.isAway = true
      yield* relaying(broker)
      const orders = Array.from({ length: 4 }, newOrder)
      for (const order of orders) {
        yield* store.append(order, manyPlaced(100), { expectedVersion: 0 })
        yield* store.append(order, [placed(101)], { expectedVersion: 100 })
      }
      assert.deepStrictEqual(of(broker, ...orders), [])
      broker.isAway = false
      yield* untilReceived(broker, 404, ...orders)
      for (const order of orders) {
        assert.deepStrictEqual(ids(of(broker, order)), ids(yield* read(store, order)))
      }
    })
  ),

  rule(
    93,
    "a message that is refused holds its own stream only, is tried again, and at last parked, to go on when told so",
    Effect.fnUntraced(function*(store) {
      const broker = makeBroker()
      const [poisoned, sound] = [newOrder(), newOrder()]
      const events = manyPlaced(3)
      broker.refuses = ({ id }) => id === events[1]!.id
      yield* relaying(broker, { attempts: 3 })
      yield* store.append(poisoned, events, { expectedVersion: 0 })
      yield* store.append(sound, manyPlaced(3), { expectedVersion: 0 })
      yield* untilReceived(broker, 3, sound)
      const outboxes = yield* OutboxStore.OutboxStore
      const parked = Effect.map(outboxes.status(outbox.name), ({ parked }) => parked.filter(isOf(poisoned.name)))
      yield* until(Effect.map(parked, ({ length }) => length === 1))
      const [one] = yield* parked
      assert.deepInclude(one, { attempts: 3, problem: "it is told to refuse it" })
      assert.deepStrictEqual([one!.message.id, broker.refused.length], [events[1]!.id, 3])
      assert.deepStrictEqual(ids(of(broker, poisoned)), [events[0].id])
      broker.refuses = () => false
      assert.strictEqual(yield* outboxes.retry(outbox.name, sound.name), 0)
      assert.strictEqual(yield* outboxes.retry(outbox.name, poisoned.name), 1)
      yield* untilReceived(broker, 3, poisoned)
      assert.deepStrictEqual(ids(of(broker, poisoned)), ids(events))
      yield* settled(poisoned.name)
    })
  )
]

const isOf = (key: string) => (one: { readonly key: string }): boolean => one.key === key

/** Nothing of a stream waits any more. */
const settled = (key: string) =>
  Effect.flatMap(
    OutboxStore.OutboxStore,
    ({ ready }) => until(Effect.map(ready(outbox.name, 1_000_000), (waiting) => !waiting.some(isOf(key))))
  )
