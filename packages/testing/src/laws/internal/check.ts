// Tries a law on histories until one breaks it, and tells of that one in its shortest form.
import type { Fails, Verdict } from "../Law.ts"
import type { Drawn } from "./drawn.ts"
import { shrink } from "./shrink.ts"
import { spec } from "./spec.ts"
import type { Subject } from "./subject.ts"
import { type Walk, walkOf } from "./walk.ts"
import type { Problem, WalkLaw } from "./walkLaw.ts"

export interface Histories {
  readonly seed: number
  /** Made when first asked for, and the same for every law. */
  readonly walks: () => ReadonlyArray<Walk>
}

export const check = (law: WalkLaw, subject: Subject, { seed, walks }: Histories): Verdict => {
  const all = [...walks().entries()]
  for (const [number, walk] of law.backwards === true ? all.reverse() : all) {
    const problem = law.problemOf(walk, subject)
    if (problem !== undefined) return fails(law, subject, walk, problem, seed, `history ${number + 1} of ${all.length}`)
  }
  return { _tag: "Holds", tried: all.length, seed }
}

const fails = (law: WalkLaw, subject: Subject, walk: Walk, problem: Problem, seed: number, which: string): Fails => {
  const judged = (drawn: ReadonlyArray<Drawn>) => {
    const walk = walkOf(subject.aggregate.decider, drawn)
    return { walk, problem: law.problemOf(walk, subject) }
  }
  const cut = walk.drawn.slice(0, problem.at + 1)
  const drawn = shrink(subject, cut, (drawn) => judged(drawn).problem?.at)
  const again = judged(drawn)
  // a decider with a memory may not do it again; what was seen at first is true all the same
  const shown = again.problem === undefined ? { walk, problem } : { walk: again.walk, problem: again.problem }
  const length = shown.problem.at + 1
  return {
    _tag: "Fails",
    problem: shown.problem.sentence,
    counterexample: spec(subject.aggregate.events.aggregate, shown.walk.steps, shown.problem.at),
    seed,
    found: `Found in ${which}, ${
      length < walk.drawn.length ? `shortened from ${walk.drawn.length} to ${length} commands` : "as it was found"
    }.`
  }
}
