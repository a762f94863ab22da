// Orders whose events leave by an outbox, in processes: processes/order-writer.ts and processes/relay.ts.
import { PostgresEventStore } from "@deciduous/postgres"
import { outbox } from "@deciduous/testing/suites/OutboxSuite"

export interface OrdersOptions {
  readonly url: string
}

/** A message that a relay has sent, as it tells it before it notes it. */
export interface Sent {
  readonly id: string
  readonly key: string
}

/** Whose appends write messages too. */
export const ordersAt = (url: string) => PostgresEventStore.layer({ url, outboxes: [outbox] })
