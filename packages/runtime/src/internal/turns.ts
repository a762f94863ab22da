// Lets those who name the same key go one after the other, in the order in which they came; different keys never wait.
import * as Effect from "effect/Effect"

export interface Turns {
  readonly inTurn: <A, E, R>(key: string, effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/** `observed` sees every wait, and none where nobody has to. */
export const make = (observed: (wait: Effect.Effect<void>) => Effect.Effect<void>): Turns => {
  /** Those who wait for each key that is held, first come first; each takes the key over by being called. */
  const held = new Map<string, Array<() => void> | undefined>()

  const release = (key: string) => {
    const next = held.get(key)?.shift()
    if (next === undefined) held.delete(key)
    else next()
  }

  const wait = (key: string, taken: () => void): Effect.Effect<void> =>
    observed(Effect.callback<void>((resume) => {
      const turn = () => {
        taken()
        resume(Effect.void)
      }
      // it may have become free meanwhile; and most keys are never waited for, so that they have no list
      const isFree = !held.has(key)
      const waiting = held.get(key) ?? []
      held.set(key, waiting)
      if (isFree) return turn()
      waiting.push(turn)
      return Effect.sync(() => {
        const index = waiting.indexOf(turn)
        if (index >= 0) waiting.splice(index, 1)
      })
    }))

  return {
    inTurn: (key, effect) =>
      Effect.suspend(() => {
        let isMine = false
        const taken = () => {
          isMine = true
        }
        const turn = Effect.suspend(() => {
          if (held.has(key)) return Effect.andThen(wait(key, taken), effect)
          held.set(key, undefined)
          taken()
          return effect
        })
        // who is interrupted in the moment in which the turn is handed over has it, and hands it on
        return Effect.ensuring(
          turn,
          Effect.sync(() => {
            if (isMine) release(key)
          })
        )
      })
  }
}
