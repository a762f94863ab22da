// Between a program and its stores: after some more calls the program is dead, and nothing that it does has an effect.
import { EventStoreError, StoreUnavailable } from "@deciduous/runtime/EventStoreError"
import * as Effect from "effect/Effect"

export interface Gate {
  /** How often stores were called: who calls none has come to rest. */
  readonly calls: () => number
  readonly isDead: () => boolean
  /** It takes so many calls, and none after. */
  readonly dieAfter: (calls: number) => void
  /** The same service for the program behind the gate. */
  readonly through: <Service extends object>(service: Service) => Service
}

export const makeGate = (): Gate => {
  let calls = 0
  let left = Infinity
  const pass = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | EventStoreError, R> =>
    Effect.suspend((): Effect.Effect<A, E | EventStoreError, R> => {
      if (left <= 0) return Effect.fail(gone())
      left--
      calls++
      return effect
    })
  /** Streams begin with calls of their own. */
  const guarded = (value: unknown): unknown =>
    Effect.isEffect(value)
      ? pass(value)
      : typeof value === "function"
      ? (...args: ReadonlyArray<unknown>) => {
        const answer: unknown = value(...args)
        return Effect.isEffect(answer) ? pass(answer) : answer
      }
      : value
  return {
    calls: () => calls,
    isDead: () => left <= 0,
    dieAfter: (more) => {
      left = more
    },
    through: <Service extends object>(service: Service) =>
      Object.fromEntries(Object.entries(service).map(([key, value]) => [key, guarded(value)])) as Service
  }
}

/** What is dead waits for its store, and is ended before it comes back. */
const gone = () => {
  const problem = "this program is dead"
  return new EventStoreError({ reason: new StoreUnavailable({ problem, cause: undefined }) })
}
