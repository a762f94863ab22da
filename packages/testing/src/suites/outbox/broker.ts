// A broker that does as it is told, and remembers what it was given.
import type { StreamId } from "@deciduous/core"
import { type CloudEvent, Outbox, Publisher, Worker } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { outbox } from "./published.ts"

export interface Broker extends Publisher.Publisher {
  /** In the order in which it came. */
  readonly received: Array<CloudEvent.CloudEvent>
  /** What was refused, each time. */
  readonly refused: Array<string>
  isAway: boolean
  refuses: (message: CloudEvent.CloudEvent) => boolean
  /** What comes after a message was taken, and before that is known. */
  afterwards: Effect.Effect<void>
}

export const makeBroker = (): Broker => {
  const broker: Broker = {
    received: [],
    refused: [],
    isAway: false,
    refuses: () => false,
    afterwards: Effect.void,
    publish: (message) =>
      Effect.suspend((): ReturnType<Broker["publish"]> => {
        if (broker.isAway) return Effect.fail(new Publisher.BrokerUnavailable({ problem: "it is told to be away" }))
        if (broker.refuses(message)) {
          broker.refused.push(message.id)
          return Effect.fail(new Publisher.MessageRefused({ id: message.id, problem: "it is told to refuse it" }))
        }
        broker.received.push(message)
        return broker.afterwards
      })
  }
  return broker
}

/** A relay to the broker, until the scope closes. */
export const relaying = (broker: Broker, options: Partial<Outbox.RelayOptions<never>> = {}) =>
  Worker.start(
    [Outbox.relay({ name: outbox.name, publisher: broker, firstHold: "20 millis", ...options })],
    { lease: "2 seconds" }
  )

/** What the broker was given of some streams. */
export const of = (broker: Broker, ...streams: ReadonlyArray<StreamId.StreamId>) =>
  broker.received.filter(({ partitionkey }) => streams.some(({ name }) => name === partitionkey))

/** Waits for something that comes by itself. */
export const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, unknown, R> =>
  Effect.asVoid(
    Effect.timeout(Effect.repeat(holds, { until: (is) => is, schedule: Schedule.spaced("5 millis") }), "30 seconds")
  )

export const untilReceived = (broker: Broker, count: number, ...streams: ReadonlyArray<StreamId.StreamId>) =>
  until(Effect.sync(() => of(broker, ...streams).length >= count))
