// A law about one history: where it is broken, if it is.
import type { Step } from "./step.ts"
import type { Subject } from "./subject.ts"
import type { Walk } from "./walk.ts"

export interface WalkLaw {
  readonly name: string
  readonly problemOf: (walk: Walk, subject: Subject) => Problem | undefined
  /**
   * Asked once all histories were walked, the last one first: what a decider remembers of them all shows on the early
   * ones.
   */
  readonly afterwards?: WalkLaw["problemOf"]
  /** It takes long, so it is tried on the first histories and some of the others. */
  readonly slow?: boolean
}

export interface Problem {
  /** The step that shows it; -1 for the initial state. */
  readonly at: number
  readonly sentence: string
  /** The history as a test, where it is not simply the steps up to that one. */
  readonly told?: string
}

/** The first problem that `find` sees in the steps that are this walk's own. */
export const firstProblem = (
  steps: ReadonlyArray<Step>,
  since: number,
  find: (step: Step, index: number) => string | undefined
): Problem | undefined => {
  for (let at = since; at < steps.length; at++) {
    const sentence = find(steps[at]!, at)
    if (sentence !== undefined) return { at, sentence }
  }
  return undefined
}

/** The steps before the first that is unsound by itself: what comes later says nothing about other laws. */
export const sound = ({ steps }: Walk): ReadonlyArray<Step> => {
  const end = steps.findIndex(({ findings }) => findings.length > 0)
  return end === -1 ? steps : steps.slice(0, end)
}

/** The first problem in the walk's own steps that are sound. */
export const firstSoundProblem = (
  walk: Walk,
  find: (step: Step, index: number) => string | undefined
): Problem | undefined => firstProblem(sound(walk), walk.since, find)
