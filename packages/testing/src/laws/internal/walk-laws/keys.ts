// The order of an object's keys is nobody's: a store of JSON gives them back in an order of its own.
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { step, tagOf } from "../step.ts"
import { turned } from "../turned.ts"
import { firstSoundProblem, type WalkLaw } from "../walkLaw.ts"

export const keys: WalkLaw = {
  name: "the order of keys decides nothing",
  slow: true,
  problemOf: (walk, { decider }) =>
    firstSoundProblem(walk, (taken) => {
      const again = step(decider, taken.command, turned(taken.before))
      return same(taken.answer, again.answer)
        ? undefined
        : `Where the keys of the state stand the other way round, ${tagOf(taken.command)} is decided otherwise: ${
          firstDifference(taken.answer, again.answer, same)
        }`
    })
}
