// Orders whose events leave by an outbox, in processes: processes/order-writer.ts and processes/relay.ts.
import { PostgresCheckpointStore, PostgresClient, PostgresEventStore, PostgresOutbox } from "@deciduous/postgres"
import { outbox } from "@deciduous/testing/suites/OutboxSuite"
import * as Layer from "effect/Layer"

export interface OrdersOptions {
  readonly url: string
}

/** A message that a relay has sent, as it tells it before it notes it. */
export interface Sent {
  readonly id: string
  readonly key: string
}

/** All that such a process needs, over one client. */
export const ordersAt = (url: string) =>
  Layer.mergeAll(
    PostgresEventStore.layerClient({ afterAppend: PostgresOutbox.afterAppend([outbox]) }),
    PostgresCheckpointStore.layerClient(),
    PostgresOutbox.layerClient()
  ).pipe(Layer.provide(PostgresClient.layer({ url })))
