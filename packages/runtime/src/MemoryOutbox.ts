// Outboxes in memory: for tests, and to read what a store of them must do.
import type { StoredEvent, StreamId } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { EventStore } from "./EventStore.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { defaultName, messagesOf, type Outbox } from "./Outbox.ts"
import { OutboxStore, type Outgoing } from "./OutboxStore.ts"

interface Row extends Outgoing {
  /** Milliseconds of the clock. */
  readonly writtenAt: number
  /** Until when it holds those of its key; 0 where it does not, infinity where it is parked. */
  readonly heldUntil: number
  readonly problem: string
}

/**
 * Outboxes of the events that are appended to the store below: a store of events that also keeps what leaves. An append
 * that is repeated writes no message again.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  ...outboxes: ReadonlyArray<Outbox>
): Layer.Layer<EventStore | OutboxStore, never, EventStore | MemoryTables> => Layer.merge(events(outboxes), messages)

const messages: Layer.Layer<OutboxStore, never, MemoryTables> = Layer.effect(
  OutboxStore,
  Effect.map(MemoryTables, (tables) => {
    const rowsOf = (outbox: string) =>
      Effect.map(tables.rows<Row>(tableOf(outbox)), (rows) => rows.map(([, row]) => row))
    const put = (outbox: string, row: Row) => tables.put(tableOf(outbox), keyOf(row.sequence), row)

    return OutboxStore.of({
      ready: Effect.fnUntraced(function*(outbox, limit) {
        const now = yield* Clock.currentTimeMillis
        const held = new Set<string>()
        return (yield* rowsOf(outbox)).filter(({ heldUntil, key }) => {
          if (heldUntil > now) held.add(key)
          return !held.has(key)
        }).slice(0, limit)
      }),
      settle: (outbox, { held, sent }) =>
        tables.transaction(Effect.gen(function*() {
          const now = yield* Clock.currentTimeMillis
          for (const sequence of sent) yield* tables.put(tableOf(outbox), keyOf(sequence), undefined)
          for (const { hold, problem, sequence } of held) {
            const row = yield* tables.get<Row>(tableOf(outbox), keyOf(sequence))
            const heldUntil = hold === undefined ? Infinity : now + Duration.toMillis(hold)
            if (row !== undefined) yield* put(outbox, { ...row, attempts: row.attempts + 1, problem, heldUntil })
          }
        })),
      status: Effect.fnUntraced(function*(outbox) {
        const rows = yield* rowsOf(outbox)
        const oldest = rows.reduce((least, { writtenAt }) => Math.min(least, writtenAt), Infinity)
        return {
          waiting: rows.length,
          oldest: oldest === Infinity ? undefined : DateTime.makeUnsafe(oldest),
          parked: rows.filter(({ heldUntil }) => heldUntil === Infinity).slice(0, 100)
        }
      }),
      retry: (outbox, key) =>
        tables.transaction(Effect.gen(function*() {
          const parked = (yield* rowsOf(outbox)).filter((row) =>
            row.heldUntil === Infinity && (key === undefined || row.key === key)
          )
          for (const row of parked) yield* put(outbox, { ...row, attempts: 0, heldUntil: 0 })
          return parked.length
        }))
    })
  })
)

const events = (outboxes: ReadonlyArray<Outbox>): Layer.Layer<EventStore, never, EventStore | MemoryTables> =>
  Layer.effect(
    EventStore,
    Effect.gen(function*() {
      const store = yield* EventStore
      const tables = yield* MemoryTables
      const leaving = outboxes.map((outbox) => [outbox.name ?? defaultName, messagesOf(outbox)] as const)
      let last = 0n

      const write = (stored: ReadonlyArray<StoredEvent>) =>
        tables.transaction(Effect.gen(function*() {
          const writtenAt = yield* Clock.currentTimeMillis
          for (const [outbox, messages] of leaving) {
            for (const message of messages(stored)) {
              const known = `${outbox}\0${message.id}`
              if ((yield* tables.get<true>("outbox messages", known)) !== undefined) continue
              yield* tables.put("outbox messages", known, true)
              const row: Row = {
                sequence: ++last,
                key: message.partitionkey,
                message,
                attempts: 0,
                writtenAt,
                heldUntil: 0,
                problem: ""
              }
              yield* tables.put(tableOf(outbox), keyOf(row.sequence), row)
            }
          }
        }))

      const leave = (streamId: StreamId.StreamId, version: number, count: number) =>
        Effect.flatMap(Stream.runCollect(store.read(streamId, { from: version - count + 1, to: version })), write)

      return EventStore.of({
        ...store,
        append: (streamId, events, options) =>
          Effect.uninterruptible(
            Effect.tap(
              store.append(streamId, events, options),
              ({ version }) => leave(streamId, version, events.length)
            )
          ),
        appendAll: (appends) =>
          Effect.uninterruptible(
            Effect.tap(store.appendAll(appends), (appended) =>
              Effect.forEach(appends, ({ events, streamId }, i) =>
                leave(streamId, appended[i]!.version, events.length), { discard: true }))
          )
      })
    })
  )

const tableOf = (outbox: string): string => `outbox ${outbox}`

const keyOf = (sequence: bigint): string => String(sequence).padStart(19, "0")
