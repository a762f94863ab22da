// A state that went through its snapshot is the same state, and decides and folds alike.
import * as Result from "effect/Result"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { step, tagOf } from "../step.ts"
import { type StateCodec, through } from "../throughCodec.ts"
import { firstSoundProblem, type WalkLaw } from "../walkLaw.ts"

export const snapshot = (codec: StateCodec): WalkLaw => {
  const restored = through(codec)
  return {
    name: "a state survives its snapshot",
    problemOf: (walk, { decider }) =>
      firstSoundProblem(walk, (taken) => {
        const [before, after] = [restored(taken.before), restored(taken.after)]
        if (Result.isFailure(before)) return before.failure
        if (Result.isFailure(after)) return after.failure
        const again = step(decider, taken.command, before.success)
        return same(taken.answer, again.answer)
          ? undefined
          : `On the state from its snapshot ${tagOf(taken.command)} is decided otherwise: ${
            firstDifference(taken.answer, again.answer, same)
          }`
      })
  }
}
