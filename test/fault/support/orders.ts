// Orders whose events leave by an outbox, and a table of their own as broker: processes/order-writer.ts and relay.ts.
import { PostgresEventStore } from "@deciduous/postgres"
import { outbox } from "@deciduous/testing/suites/OutboxSuite"
import * as Effect from "effect/Effect"
import { asAdmin, newLog } from "./Server.ts"

export interface OrdersOptions {
  readonly url: string
  /** How many appends a writer makes to each of its four orders, at most. */
  readonly most?: number
}

/** A message by its id, and the stream that it is of. */
export interface Sent {
  readonly id: string
  readonly key: string
}

/** Whose appends write messages too. */
export const ordersAt = (url: string) => PostgresEventStore.layer({ url, outboxes: [outbox] })

/** An empty log with an empty broker beside it. */
export const newOrders = Effect.tap(
  newLog,
  (url) =>
    asAdmin(
      url,
      (sql) =>
        sql`create table public.broker (place bigint generated always as identity, id text not null, key text not null)`
    )
)

/** What the broker was given, in the order in which it was given it. */
export const received = (url: string): Effect.Effect<ReadonlyArray<Sent>, unknown> =>
  asAdmin(url, (sql) => Effect.map(sql`select id, key from public.broker order by place`, (rows) => rows.map(toSent)))

/** What was written, stream by stream. */
export const written = (url: string): Effect.Effect<ReadonlyArray<Sent>, unknown> =>
  asAdmin(url, (sql) =>
    Effect.map(
      sql`select id, stream_id as key from deciduous.events order by stream_id, version`,
      (rows) => rows.map(toSent)
    ))

const toSent = ({ id, key }: { readonly [column: string]: unknown }): Sent => ({ id: id as string, key: key as string })
