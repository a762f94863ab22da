// What must hold of a domain, as its author says it.
import * as Result from "effect/Result"
import { show } from "../../../internal/show.ts"
import type { Step } from "../step.ts"
import { firstSoundProblem, type WalkLaw } from "../walkLaw.ts"
import { described } from "../watch.ts"

/** Asked of the initial state, and of the state after every event. */
export const invariant = (name: string, holds: (state: unknown) => unknown): WalkLaw => ({
  name,
  problemOf: (walk, { decider }) => {
    const initial = said(() => holds(decider.initialState))
    if (initial !== undefined) return { at: -1, sentence: `In the initial state: ${initial}` }
    return firstSoundProblem(walk, ({ answer }) => {
      if (answer._tag !== "Accepted") return undefined
      for (const state of answer.states) {
        const problem = said(() => holds(state))
        if (problem !== undefined) return problem
      }
      return undefined
    })
  }
})

export type DecisionHolds = (before: unknown, command: unknown, decision: unknown, after: unknown) => unknown

/** Asked of every command that was decided, accepted or not. */
export const decisionInvariant = (name: string, holds: DecisionHolds): WalkLaw => ({
  name,
  problemOf: (walk) =>
    firstSoundProblem(walk, (step) => said(() => holds(step.before, step.command, decisionOf(step), step.after)))
})

const decisionOf = ({ answer }: Step): unknown =>
  answer._tag === "Accepted"
    ? Result.succeed(answer.events)
    : answer._tag === "Rejected"
    ? Result.fail(answer.error)
    : undefined

/** An invariant answers `true`, or says what is wrong. */
export const said = (ask: () => unknown): string | undefined => {
  try {
    const answer = ask()
    return answer === true ? undefined : typeof answer === "string" ? answer : `the invariant answered ${show(answer)}`
  } catch (cause) {
    return `the invariant threw ${described(cause)}`
  }
}
