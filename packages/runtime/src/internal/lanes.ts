// Does things one by one while it is idle, and together what comes while it is busy: no timer, so nobody waits for company.
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

export interface Lanes<in In, out Out, out E> {
  readonly submit: (one: In) => Effect.Effect<Out, E>
}

interface Waiting<In, Out, E> {
  readonly one: In
  readonly resume: (exit: Exit.Exit<Out, E>) => void
}

export const make = <In, Out, E>({ lanes, most, run }: {
  /** How many runs there are at the same time. */
  readonly lanes: number
  /** How many leave together at most. */
  readonly most: number
  /** Answers in the order of what it was given. */
  readonly run: (all: NonEmptyReadonlyArray<In>) => Effect.Effect<ReadonlyArray<Out>, E>
}): Lanes<In, Out, E> => {
  let free = lanes
  const waiting: Array<Waiting<In, Out, E>> = []

  const release: Effect.Effect<void> = Effect.suspend(() => {
    const [first, ...rest] = waiting.splice(0, most)
    if (first !== undefined) return Effect.asVoid(Effect.forkDetach(runAll([first, ...rest])))
    free++
    return Effect.void
  })

  const runAll = (all: NonEmptyReadonlyArray<Waiting<In, Out, E>>): Effect.Effect<void> =>
    run([all[0].one, ...all.slice(1).map(({ one }) => one)]).pipe(
      Effect.onExit((exit) => {
        for (const [i, { resume }] of all.entries()) resume(Exit.map(exit, (outs) => outs[i]!))
        return release
      }),
      // everybody who waited has been told
      Effect.exit,
      Effect.asVoid
    )

  const wait = (one: In): Effect.Effect<Out, E> =>
    Effect.callback<Out, E>((resume) => {
      const waiter: Waiting<In, Out, E> = { one, resume: (exit) => resume(exit) }
      waiting.push(waiter)
      return Effect.sync(() => {
        const index = waiting.indexOf(waiter)
        if (index >= 0) waiting.splice(index, 1)
      })
    })

  return {
    submit: (one) =>
      Effect.suspend(() => {
        let isMine = false
        const running = Effect.suspend(() => {
          if (free === 0) return wait(one)
          free--
          isMine = true
          return Effect.map(run([one]), ([out]) => out!)
        })
        return Effect.ensuring(running, Effect.suspend(() => (isMine ? release : Effect.void)))
      })
  }
}
