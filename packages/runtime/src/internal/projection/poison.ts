// Events that cannot be handled: tried again for a while, then the projection's policy.
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
import { isNoPoison } from "../worker/failures.ts"
import type { Poison } from "../worker/Following.ts"

/**
 * What happens to an event that could not be handled, when it has been tried often enough.
 *
 * `stop`: the shard of the projection stops there, until it is resumed. `park`: the event and all later ones of its stream
 * are put aside, and the others go on. `dead-letter`: the event alone is put aside.
 *
 * @since 0.1.0
 * @category models
 */
export type OnPoison = "stop" | "park" | "dead-letter"

/** After 100 ms, then twice as long each time, five times. */
export const retries: Schedule.Schedule<unknown> = Schedule.exponential("100 millis").pipe(Schedule.upTo({ times: 5 }))

export interface Policy {
  readonly onPoison: OnPoison
  readonly retry: Schedule.Schedule<unknown>
}

/** `parked` is told which stream is put aside. */
export const handlePoison = Effect.fnUntraced(function*<E, R>(
  lease: Lease,
  { onPoison, retry }: Policy,
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
  const why = inWords(last)
  yield* Metric.update(Metrics.poisonEvents, 1)
  const where = `${event.type} at version ${event.version} of stream ${event.streamId}`
  if (onPoison === "stop") {
    yield* Effect.logError(`The projection ${lease.name} is stopped: it cannot handle ${where}. ${why}`)
    yield* (yield* CheckpointStore).stop(lease, `it cannot handle ${where}, after ${attempts} attempts. ${why}`)
    // its lease is given up
    return yield* new Fenced({ task: lease.name, shard: lease.shard, because: "lease" })
  }
  const isParked = onPoison === "park"
  yield* pass(letters.bury([letterOf(lease.name, event, why, attempts, isParked)]))
  if (isParked) parked(event.streamId)
  yield* Effect.logError(`The projection ${lease.name} goes on without ${where}, after ${attempts} attempts. ${why}`)
})

/** It was not handled this time either. */
class Again extends Data.TaggedError("Again") {}

const isAgain = (error: unknown): error is Again => error instanceof Again

/** At most so many characters of what an error says. */
const longest = 2000

/** What an error says of itself; of what it carries nothing is told. */
export const inWords = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.replaceAll("\0", "").toWellFormed().slice(0, longest)
}

export const letterOf = (
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
