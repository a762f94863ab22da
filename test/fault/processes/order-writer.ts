// A process that appends orders to a log without pause, several at a time, until it is asked or has appended enough. It
// says how many events each append had.
import { EventStore } from "@deciduous/runtime"
import { manyPlaced, newOrder } from "@deciduous/testing/suites/outbox/published"
import * as Effect from "effect/Effect"
import { ordersAt, type OrdersOptions } from "../support/orders.ts"
import { asked, options, report } from "./report.ts"

let isAsked = false
void asked.then(() => {
  isAsked = true
})

const { most = Infinity, url } = options<OrdersOptions>()

const write = Effect.gen(function*() {
  const { append } = yield* EventStore.EventStore
  const order = newOrder()
  for (let i = 0; !isAsked && i < most; i++) {
    const events = manyPlaced(1 + i % 3)
    yield* append(order, events, { expectedVersion: "any" })
    report({ appended: events.length })
  }
})

await Effect.all([write, write, write, write], { concurrency: "unbounded", discard: true }).pipe(
  Effect.provide(ordersAt(url)),
  Effect.runPromise
)
