// Tells those who wait that something has happened. Who counts before looking, and waits for a later count, misses nothing.
import * as Effect from "effect/Effect"

export interface Wakeup {
  /** How often it was notified. */
  readonly count: () => number
  readonly notify: () => void
  /** Waits until it has been notified more often than that. */
  readonly after: (count: number) => Effect.Effect<void>
}

export const make = (): Wakeup => {
  let count = 0
  let waiting = new Set<() => void>()
  return {
    count: () => count,
    notify: () => {
      count++
      if (waiting.size === 0) return
      const woken = waiting
      waiting = new Set()
      for (const wake of woken) wake()
    },
    after: (seen) =>
      Effect.callback<void>((resume) => {
        if (count > seen) return resume(Effect.void)
        const wake = () => resume(Effect.void)
        waiting.add(wake)
        return Effect.sync(() => {
          waiting.delete(wake)
        })
      })
  }
}
