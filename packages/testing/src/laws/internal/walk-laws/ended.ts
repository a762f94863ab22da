// A history that has ended accepts nothing more, and nothing opens it again.
import { isTerminal, type Step, tagOf } from "../step.ts"
import type { AnyDecider } from "../subject.ts"
import { firstSoundProblem, type WalkLaw } from "../walkLaw.ts"

export const ended: WalkLaw = {
  name: "a terminal state accepts nothing, and stays terminal",
  problemOf: (walk, { decider }) => firstSoundProblem(walk, (step) => problem(decider, step))
}

/** Accepting a command with no event is no harm: nothing happens. */
const problem = (decider: AnyDecider, { answer, command, terminal }: Step): string | undefined => {
  if (answer._tag !== "Accepted" || answer.events.length === 0) return undefined
  if (terminal) return `${tagOf(command)} is accepted although the state is terminal.`
  const ends = answer.states.map((state) => isTerminal(decider, state, () => {}))
  const reopened = ends.findIndex((end, index) => !end && ends[index - 1] === true)
  return reopened === -1
    ? undefined
    : `${tagOf(answer.events[reopened])} opens again what ${tagOf(answer.events[reopened - 1])} had ended.`
}
