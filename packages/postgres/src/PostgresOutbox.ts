// Outboxes beside the events: messages are written in the transaction of the append, and sent by the relay of Outbox.
import type { StoredEvent } from "@deciduous/core"
import { type CloudEvent, type EventStoreError, Outbox, OutboxStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { AfterAppend } from "./internal/append/sendHooked.ts"
import { toError } from "./internal/failure.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"

/**
 * Writes the messages of new events to outboxes, in the append's transaction. The store's option `outboxes` does.
 *
 * @since 0.1.0
 * @category writing
 */
export const afterAppend = (outboxes: ReadonlyArray<Outbox.Outbox>, options: Options = {}): AfterAppend => {
  const leaving = outboxes.map((outbox) => [outbox.name ?? Outbox.defaultName, Outbox.messagesOf(outbox)] as const)
  return Effect.fnUntraced(function*(events: ReadonlyArray<StoredEvent>) {
    const rows = leaving.flatMap(([name, messages]) => messages(events).map((message) => [name, message] as const))
    if (rows.length === 0) return
    const sql = yield* PgClient.PgClient
    const { writeMessages } = statementsOf(yield* schemaOf(options))
    yield* sql.unsafe(writeMessages, [
      rows.map(([name]) => name),
      rows.map(([, { partitionkey }]) => partitionkey),
      rows.map(([, message]) => JSON.stringify(message))
    ])
  })
}

/**
 * The outboxes of a database, over the application's `PgClient`. It asks nothing of the database when it is built, and the
 * layer of the store brings it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<OutboxStore.OutboxStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    OutboxStore.OutboxStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const statements = statementsOf(yield* schemaOf(options))
      const send = (operation: string, statement: string, parameters: ReadonlyArray<unknown>) =>
        Effect.mapError(sql.unsafe(statement, parameters).values, toError(operation))

      return OutboxStore.OutboxStore.of({
        ready: (outbox, limit) =>
          Effect.map(
            send("look into the outbox", statements.readyMessages, [outbox, limit]),
            (rows) => rows.map(toOutgoing)
          ),
        settle: Effect.fnUntraced(function*(outbox, { held, sent }) {
          if (sent.length > 0) yield* send("settle the outbox", statements.removeMessages, [outbox, sent])
          if (held.length === 0) return
          yield* send("settle the outbox", statements.holdMessages, [
            outbox,
            held.map(({ sequence }) => sequence),
            held.map(({ problem }) => problem),
            held.map(({ hold }) => hold === undefined ? Infinity : Duration.toMillis(hold))
          ])
        }),
        status: Effect.fnUntraced(function*(outbox) {
          const [count] = yield* send("look into the outbox", statements.countMessages, [outbox])
          const parked = yield* send("look into the outbox", statements.parkedMessages, [outbox, mostShown])
          const oldest = count![1] as Date | null
          return {
            waiting: count![0] as number,
            oldest: oldest === null ? undefined : DateTime.fromDateUnsafe(oldest),
            parked: parked.map((row) => ({ ...toOutgoing(row), problem: row[4] as string }))
          }
        }),
        retry: (outbox, key) =>
          Effect.map(
            send("retry messages", statements.retryMessages, [outbox, key ?? null]),
            (rows) => rows.length
          )
      })
    })
  )

/** What a person reads. */
const mostShown = 100

const toOutgoing = (row: ReadonlyArray<unknown>): OutboxStore.Outgoing => ({
  sequence: row[0] as bigint,
  key: row[1] as string,
  message: row[2] as CloudEvent.CloudEvent,
  attempts: row[3] as number
})
