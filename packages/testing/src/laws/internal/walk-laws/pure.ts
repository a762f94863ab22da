// Decide and evolve are functions: they answer whatever comes, the same to the same, and change nothing.
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { type Step, step } from "../step.ts"
import { firstProblem, firstSoundProblem, type WalkLaw } from "../walkLaw.ts"
import type { Finding } from "../watch.ts"

const seen = (about: Finding["about"]) => ({ findings }: Step): string | undefined =>
  findings.find((finding) => finding.about === about)?.problem

export const answers: WalkLaw = {
  name: "decide and evolve answer whatever comes",
  problemOf: ({ since, steps }) => firstProblem(steps, since, seen("Answers"))
}

export const unchanged: WalkLaw = {
  name: "decide and evolve change nothing that they are given",
  problemOf: ({ since, steps }) => firstProblem(steps, since, seen("Unchanged"))
}

/** Every step is taken again, after all histories and the last first: a decider that remembers answers otherwise. */
export const alone: WalkLaw = {
  name: "decide and evolve depend on nothing but what they are given",
  problemOf: ({ since, steps }) => firstProblem(steps, since, seen("Alone")),
  afterwards: (walk, { decider }) =>
    firstSoundProblem(walk, (taken) => difference(taken, step(decider, taken.command, taken.before)))
}

const difference = (first: Step, second: Step): string | undefined => {
  if (!same(first.answer, second.answer)) {
    return `To the same command on the same state decide or evolve answered otherwise the second time: ${
      firstDifference(first.answer, second.answer, same)
    }`
  }
  return first.terminal === second.terminal
    ? undefined
    : `isTerminal answered ${first.terminal} and then ${second.terminal} for the same state.`
}
