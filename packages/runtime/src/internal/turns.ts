// Lets those who name the same key go one after the other, in the order in which they came; different keys never wait.
import * as Effect from "effect/Effect"

export interface Turns<Name> {
  /** Whoever has its turn is told the names of those who wait for the same key by then, in their order. */
  readonly inTurn: <A, E, R>(
    key: string,
    name: Name,
    turn: (waiting: ReadonlyArray<Name>) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
}

interface Waiting<Name> {
  readonly name: Name
  /** Hands the key over. */
  readonly take: () => void
}

/** `observed` sees every wait, and none where nobody has to. */
export const make = <Name>(observed: (wait: Effect.Effect<void>) => Effect.Effect<void>): Turns<Name> => {
  /** Those who wait for each key that is held, first come first. */
  const held = new Map<string, Array<Waiting<Name>> | undefined>()

  const release = (key: string) => {
    const next = held.get(key)?.shift()
    if (next === undefined) held.delete(key)
    else next.take()
  }

  const wait = (key: string, name: Name, taken: () => void): Effect.Effect<void> =>
    observed(Effect.callback<void>((resume) => {
      const own = {
        name,
        take: () => {
          taken()
          resume(Effect.void)
        }
      }
      // it may have become free meanwhile; and most keys are never waited for, so that they have no list
      const isFree = !held.has(key)
      const waiting = held.get(key) ?? []
      held.set(key, waiting)
      if (isFree) return own.take()
      waiting.push(own)
      return Effect.sync(() => {
        const index = waiting.indexOf(own)
        if (index >= 0) waiting.splice(index, 1)
      })
    }))

  return {
    inTurn: (key, name, turn) =>
      Effect.suspend(() => {
        let isMine = false
        const taken = () => {
          isMine = true
        }
        const running = Effect.suspend(() => {
          if (held.has(key)) {
            return Effect.flatMap(wait(key, name, taken), () => turn(held.get(key)?.map(({ name }) => name) ?? []))
          }
          held.set(key, undefined)
          taken()
          return turn([])
        })
        // who is interrupted in the moment in which the turn is handed over has it, and hands it on
        return Effect.ensuring(
          running,
          Effect.sync(() => {
            if (isMine) release(key)
          })
        )
      })
  }
}
