// The clock of a simulation, which stands still until it is moved. The one place that imports it.
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"

export const clock = TestClock.layer()
export const advance = TestClock.adjust

/** Lets all that can go on go on, until `calls` says that nothing did for a while. */
export const settle = (calls: () => number): Effect.Effect<void> =>
  Effect.gen(function*() {
    let before = -1
    for (let quiet = 0; quiet < ENOUGH;) {
      quiet = calls() === before ? quiet + 1 : 0
      before = calls()
      yield* turn
    }
  })

/** Of these turns of the event loop none has brought a call: what goes on needs fewer for one. */
const ENOUGH = 4

const turn = Effect.callback<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})
