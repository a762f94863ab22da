// Several commands decided in one go see each other's events.
import { Decider } from "@deciduous/core"
import * as Result from "effect/Result"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { type Problem, sound, type WalkLaw } from "../walkLaw.ts"
import { described } from "../watch.ts"

export const together: WalkLaw = {
  name: "commands decided together are decided one after the other",
  problemOf: (walk, { decider }): Problem | undefined => {
    const accepted = sound(walk).filter(({ answer }) => answer._tag === "Accepted")
    const events = accepted.flatMap(({ answer }) => answer._tag === "Accepted" ? answer.events : [])
    const problem = (sentence: string) => ({ at: walk.steps.length - 1, sentence })
    try {
      const decision = Decider.decideAll(decider, accepted.map(({ command }) => command))
      if (Result.isFailure(decision)) return problem("Decided together, a command is rejected that alone was accepted.")
      return same(decision.success, events)
        ? undefined
        : problem(`Decided together they give other events: ${firstDifference(events, decision.success, same)}`)
    } catch (cause) {
      return problem(`Decided together they throw ${described(cause)}`)
    }
  }
}
