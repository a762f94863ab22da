// Rule 88: a message is one with its event.
import { type EventStore, OutboxStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Case, newStream, read, refusal, rule } from "../event-store/Case.ts"
import { newOrder, noted, outbox, placed } from "./published.ts"

/** What waits of a stream; nobody sends it. */
const waiting = (key: string) =>
  Effect.flatMap(OutboxStore.OutboxStore, (store) =>
    Effect.map(
      store.ready(outbox.name, 1_000_000),
      (all) => all.filter((one) => one.key === key).map(({ message }) => message)
    ))

export const writing: ReadonlyArray<Case<EventStore.EventStore | OutboxStore.OutboxStore>> = [
  rule(
    88,
    "an event that is published leaves a message with it, in the form of CloudEvents, and no other event does",
    Effect.fnUntraced(function*(store) {
      const order = newOrder()
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      const metadata = { correlationId: "c", causationId: "b", traceparent, actorId: "not told" }
      const first = { ...placed(1), metadata }
      yield* store.append(order, [first, noted()], { expectedVersion: 0 })
      yield* store.append(newStream(), [placed(1)], { expectedVersion: 0 })
      const [stored] = yield* read(store, order)
      assert.deepStrictEqual(yield* waiting(order.name), [{
        specversion: "1.0",
        id: first.id,
        source: "https://shop.example/published-order",
        type: "com.example.order-placed",
        subject: order.aggregateId,
        time: DateTime.formatIso(stored!.recordedAt),
        datacontenttype: "application/json",
        dataschema: "urn:event-schemas:order:Placed:2",
        data: { n: 1 },
        partitionkey: order.name,
        correlationid: "c",
        causationid: "b",
        traceparent
      }])
    })
  ),

  rule(
    88,
    "an append that is refused leaves no message, and one that is repeated no second one",
    Effect.fnUntraced(function*(store) {
      const [order, other] = [newOrder(), newOrder()]
      const once = placed(1)
      yield* store.append(order, [once], { expectedVersion: 0 })
      yield* store.append(order, [once], { expectedVersion: 0 })
      yield* refusal(store.append(order, [placed(2)], { expectedVersion: 0 }))
      yield* refusal(store.appendAll([
        { streamId: other, events: [placed(3)], expectedVersion: 0 },
        { streamId: order, events: [placed(4)], expectedVersion: 7 }
      ]))
      assert.deepStrictEqual((yield* waiting(order.name)).map(({ id }) => id), [once.id])
      assert.deepStrictEqual(yield* waiting(other.name), [])
    })
  ),

  rule(
    88,
    "appends that come together, and those to several streams, leave the messages of each",
    Effect.fnUntraced(function*(store) {
      const orders = Array.from({ length: 24 }, newOrder)
      yield* Effect.forEach(orders, (order) => store.append(order, [placed(1), placed(2)], { expectedVersion: 0 }), {
        concurrency: "unbounded"
      })
      const [one, other] = [orders[0]!, orders[1]!]
      yield* store.appendAll([
        { streamId: one, events: [placed(3)], expectedVersion: 2 },
        { streamId: other, events: [placed(3)], expectedVersion: 2 }
      ])
      for (const order of orders) {
        const ids = (yield* read(store, order)).map(({ id }) => id)
        assert.deepStrictEqual((yield* waiting(order.name)).map(({ id }) => id), ids)
      }
    })
  )
]
