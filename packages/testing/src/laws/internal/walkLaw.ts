// A law about one history: where it is broken, if it is.
import type { Step } from "./step.ts"
import type { Subject } from "./subject.ts"
import type { Walk } from "./walk.ts"

export interface WalkLaw {
  readonly name: string
  readonly problemOf: (walk: Walk, subject: Subject) => Problem | undefined
  /** Whether it looks at the last history first: what a decider remembers of them all shows on the early ones. */
  readonly backwards?: boolean
}

export interface Problem {
  /** The step that shows it; -1 for the initial state. */
  readonly at: number
  readonly sentence: string
}

/** The first problem that `find` sees in these steps. */
export const firstProblem = (
  steps: ReadonlyArray<Step>,
  find: (step: Step, index: number) => string | undefined
): Problem | undefined => {
  for (const [at, step] of steps.entries()) {
    const sentence = find(step, at)
    if (sentence !== undefined) return { at, sentence }
  }
  return undefined
}

/** The steps before the first that is unsound by itself: what comes later says nothing about other laws. */
export const sound = ({ steps }: Walk): ReadonlyArray<Step> => {
  const end = steps.findIndex(({ findings }) => findings.length > 0)
  return end === -1 ? steps : steps.slice(0, end)
}
