// A process that relays an outbox to whoever reads its standard output: a line for each message, before it is noted.
import { Outbox, Worker } from "@deciduous/runtime"
import { outbox } from "@deciduous/testing/suites/OutboxSuite"
import * as Effect from "effect/Effect"
import { ordersAt, type OrdersOptions, type Sent } from "../support/orders.ts"
import { options, report } from "./report.ts"

const relay = Outbox.relay({
  name: outbox.name,
  publisher: {
    publish: ({ id, partitionkey: key }) => Effect.sync(() => report({ id, key } satisfies Sent))
  }
})

await Worker.run([relay], { lease: "600 millis" }).pipe(
  Effect.provide(ordersAt(options<OrdersOptions>().url)),
  Effect.runPromise
)
