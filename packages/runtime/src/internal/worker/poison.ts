// Events that cannot be handled: tried again for a while, then the policy of the task that follows the log.
import type { StoredEvent } from "@deciduous/core"
import * as Cause from "effect/Cause"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import { CheckpointStore, Fenced, type Lease } from "../../CheckpointStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import * as Metrics from "../../Metrics.ts"
import { type DeadLetter, ProjectionStore } from "../../ProjectionStore.ts"
import { isNoPoison } from "./failures.ts"
import type { Poison } from "./Following.ts"
import { inWords } from "./inWords.ts"

/**
 * What happens to an event that could not be handled, when it has been tried often enough.
 *
 * `stop`: the shard stops there, until it is resumed. `park`: the event and all later ones of its stream are put aside, and
 * the others go on. `dead-letter`: the event alone is put aside.
 *
 * @since 0.1.0
 * @category models
 */
export type OnPoison = typeof policies[number]

export const policies = ["stop", "park", "dead-letter"] as const

/** After 100 ms, then twice as long each time, five times. */
export const retries: Schedule.Schedule<unknown> = Schedule.exponential("100 millis").pipe(Schedule.upTo({ times: 5 }))

export interface Policy {
  /** What it is, for people: `The projection balances@1`. */
  readonly title: string
  readonly onPoison: OnPoison
  readonly retry: Schedule.Schedule<unknown>
}

/**
 * What a task is beyond its handler: streams that are parked are put aside event by event, and what cannot be handled is
 * treated by the policy.
 */
export const makeSettingAside = (lease: Lease, policy: Policy) =>
  Effect.map(ProjectionStore, (store) => {
    let parked = new Set<string>()
    return {
      /** What is parked is what the store says, whenever the following begins anew. */
      begin: Effect.map(store.letters(lease.name), (letters) => {
        parked = new Set(letters.flatMap(({ isParked, streamId }) => isParked ? [streamId] : []))
      }),
      handle: Effect.fnUntraced(function*<E, R>(
        events: ReadonlyArray<StoredEvent>,
        handle: (events: ReadonlyArray<StoredEvent>) => Effect.Effect<void, E, R>
      ) {
        const waiting = parked.size === 0 ? [] : events.filter(({ streamId }) => parked.has(streamId))
        if (waiting.length === 0) return yield* handle(events)
        yield* store.bury(
          waiting.map((event) => letterOf(lease.name, event, "an earlier event of its stream is parked", 0, true))
        )
        const others = events.filter(({ streamId }) => !parked.has(streamId))
        if (others.length > 0) yield* handle(others)
      }),
      onPoison: <E, R>(poison: Poison<E, R>) => handlePoison(lease, policy, poison, (streamId) => parked.add(streamId))
    }
  })

/** `parked` is told which stream is put aside. */
const handlePoison = Effect.fnUntraced(function*<E, R>(
  lease: Lease,
  { onPoison, retry, title }: Policy,
  { again, cause, event, pass }: Poison<E, R>,
  parked: (streamId: string) => void
): Effect.fn.Return<void, E | Fenced | EventStoreError, R | CheckpointStore | ProjectionStore> {
  const letters = yield* ProjectionStore
  let attempts = 1
  let last: Cause.Cause<E | Fenced | EventStoreError> = cause
  // defects are tried again too
  const once = Effect.catchCause(again, (failure): Effect.Effect<never, E | Fenced | EventStoreError | Again> => {
    attempts++
    last = failure
    return isNoPoison(failure) ? Effect.failCause(failure) : Effect.fail(new Again())
  })
  // what has failed already is the first try
  let tries: Effect.Effect<void, E | Fenced | EventStoreError | Again, R> = Effect.fail(new Again())
  const isHandled = yield* Effect.suspend(() => {
    const next = tries
    tries = once
    return next
  }).pipe(
    Effect.retry({ schedule: retry, while: isAgain }),
    Effect.as(true),
    Effect.catchIf(isAgain, () => Effect.succeed(false))
  )
  if (isHandled) return
  const why = inWords(Cause.squash(last))
  yield* Metric.update(Metrics.poisonEvents, 1)
  const where = `${event.type} at version ${event.version} of stream ${event.streamId}`
  if (onPoison === "stop") {
    yield* Effect.logError(`${title} is stopped: it cannot handle ${where}. ${why}`)
    yield* (yield* CheckpointStore).stop(lease, `it cannot handle ${where}, after ${attempts} attempts. ${why}`)
    // its lease is given up
    return yield* new Fenced({ task: lease.name, shard: lease.shard, because: "lease" })
  }
  const isParked = onPoison === "park"
  yield* pass(letters.bury([letterOf(lease.name, event, why, attempts, isParked)]))
  if (isParked) parked(event.streamId)
  yield* Effect.logError(`${title} goes on without ${where}, after ${attempts} attempts. ${why}`)
})

/** It was not handled this time either. */
class Again extends Data.TaggedError("Again") {}

const isAgain = (error: unknown): error is Again => error instanceof Again

const letterOf = (
  task: string,
  event: StoredEvent,
  cause: string,
  attempts: number,
  isParked: boolean
): DeadLetter => ({
  task,
  position: event.position,
  eventId: event.id,
  streamId: event.streamId,
  category: event.category,
  version: event.version,
  type: event.type,
  cause,
  attempts,
  isParked
})
