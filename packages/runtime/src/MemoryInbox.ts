// The inbox in memory: for tests.
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Inbox } from "./Inbox.ts"
import { MemoryTables } from "./MemoryTables.ts"

/**
 * What was taken, in the tables that other stores in memory share.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Inbox, never, MemoryTables> = Layer.effect(
  Inbox,
  Effect.map(MemoryTables, (tables) =>
    Inbox.of({
      once: (consumer, messageId, effect) =>
        tables.transaction(Effect.gen(function*() {
          if ((yield* tables.get<number>(tableOf(consumer), messageId)) !== undefined) return Option.none()
          const done = yield* effect
          yield* tables.put(tableOf(consumer), messageId, yield* Clock.currentTimeMillis)
          return Option.some(done)
        })),
      forget: (consumer, olderThan) =>
        tables.transaction(Effect.gen(function*() {
          const before = (yield* Clock.currentTimeMillis) - Duration.toMillis(olderThan)
          const old = (yield* tables.rows<number>(tableOf(consumer))).filter(([, takenAt]) => takenAt < before)
          for (const [messageId] of old) yield* tables.put(tableOf(consumer), messageId, undefined)
          return old.length
        }))
    }))
)

const tableOf = (consumer: string): string => `inbox ${consumer}`
