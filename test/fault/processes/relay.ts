// A process that relays an outbox to a table as broker, and says a line for each message before it is noted as sent.
import { PostgresClient } from "@deciduous/postgres"
import { Outbox, Publisher, Worker } from "@deciduous/runtime"
import { outbox } from "@deciduous/testing/suites/OutboxSuite"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ordersAt, type OrdersOptions } from "../support/orders.ts"
import { options, report } from "./report.ts"

const { url } = options<OrdersOptions>()

const relay = Outbox.relay({
  name: outbox.name,
  publisher: {
    publish: Effect.fnUntraced(function*({ id, partitionkey }) {
      const broker = yield* PgClient.PgClient
      yield* Effect.mapError(
        broker`insert into public.broker (id, key) values (${id}, ${partitionkey})`,
        (cause) => new Publisher.BrokerUnavailable({ problem: "its table does not answer.", cause })
      )
      report({ id })
    })
  }
})

await Worker.run([relay], { lease: "600 millis" }).pipe(
  Effect.provide(Layer.merge(ordersAt(url), Layer.fresh(PostgresClient.layer({ url })))),
  Effect.runPromise
)
