// What a law says after the histories were walked; the one that breaks it is told in its shortest form.
import type { Fails, Verdict } from "../Law.ts"
import type { Drawn } from "./drawn.ts"
import type { Break, Explored } from "./explore.ts"
import { shrink } from "./shrink.ts"
import type { Subject } from "./subject.ts"
import { withTraps } from "./traps.ts"
import { type Walk, walkOf } from "./walk.ts"
import type { WalkLaw } from "./walkLaw.ts"

/** A history as a test that can be pasted, up to the step that shows something. */
export type Tell = (walk: Walk, at: number) => string

export const verdictOf = (law: WalkLaw, subject: Subject, explored: Explored, tell: Tell): Verdict => {
  const found = explored.broken.get(law.name)
  return found === undefined
    ? { _tag: "Holds", tried: explored.histories, seed: explored.seed }
    : withTraps(() => fails(law, subject, found, explored, tell))
}

const fails = (
  law: WalkLaw,
  subject: Subject,
  { history, problem, walk }: Break,
  explored: Explored,
  tell: Tell
): Fails => {
  const judged = (drawn: ReadonlyArray<Drawn>) => {
    const walk = walkOf(subject.decider, drawn)
    return { walk, problem: law.problemOf(walk, subject) ?? law.afterwards?.(walk, subject) }
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
    counterexample: shown.problem.told ?? tell(shown.walk, shown.problem.at),
    length,
    seed: explored.seed,
    histories: history,
    found: `Found in history ${history}, ${
      length < walk.drawn.length ? `shortened from ${walk.drawn.length} commands to ${length}` : "as it was found"
    }.`
  }
}
