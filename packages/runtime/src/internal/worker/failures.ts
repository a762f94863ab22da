// Whose fault it is that a batch failed: the store's, the lease's, or what was handled.
import * as Cause from "effect/Cause"
import * as Schedule from "effect/Schedule"
import { Fenced } from "../../CheckpointStore.ts"
import { EventStoreError } from "../../EventStoreError.ts"

/** A server that is away comes back, and what it did not take can be sent again. */
export const isAway = (error: unknown): boolean =>
  error instanceof EventStoreError && error.reason._tag === "StoreUnavailable"

/** When to try again where a store is away: a server that restarts is back in a second or some. */
export const untilItIsBack = Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("2 seconds")])

/** Somebody has reset the checkpoint, or a commit whose answer was lost was a success: what is stored counts. */
export const isMoved = (error: unknown): error is Fenced => error instanceof Fenced && error.because === "checkpoint"

/** Nothing is said about the events by these, so another try of the same is no use, or is made elsewhere. */
export const isNoPoison = (cause: Cause.Cause<unknown>): boolean => {
  if (Cause.hasInterrupts(cause)) return true
  const error = Cause.squash(cause)
  return error instanceof Fenced || isAway(error)
}
