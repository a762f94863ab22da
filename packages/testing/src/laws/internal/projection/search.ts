// Walks histories and builds read models of them, until each law is broken or the time is used up; then makes what broke
// one as short as it can.
import * as Effect from "effect/Effect"
import type { Fails } from "../../Law.ts"
import type { Drawn } from "../drawn.ts"
import { deadline } from "../explore.ts"
import { randomOf } from "../random.ts"
import { shrinking } from "../shrink.ts"
import type { Subject as Commands } from "../subject.ts"
import { withTraps } from "../traps.ts"
import { randomWalk, walkOf } from "../walk.ts"
import type { Problem } from "../walkLaw.ts"
import type { AppendLaw } from "./judge.ts"
import type { Append } from "./log.ts"
import type { Built } from "./stand.ts"

export interface Plan {
  readonly commands: Commands
  readonly appendsOf: (walk: ReturnType<typeof walkOf>) => ReadonlyArray<Append>
  readonly baseOf: (appends: ReadonlyArray<Append>) => Effect.Effect<Built, never, any>
  readonly tell: (appends: ReadonlyArray<Append>) => string
  /** Those of the author, which come first. */
  readonly examples: ReadonlyArray<ReadonlyArray<Append>>
  readonly seed: number
  /** So many in any case; where nothing is said, as many as there is time for, and a few always. */
  readonly histories: number | undefined
  readonly budget: number
}

export interface Searched {
  readonly histories: number
  readonly events: number
  readonly broken: ReadonlyMap<string, Fails>
}

/** `laws` with how many histories each is tried on at most: some start a worker each time. */
export const search = Effect.fnUntraced(function*(
  laws: ReadonlyArray<readonly [law: AppendLaw, most: number]>,
  plan: Plan
): Effect.fn.Return<Searched, never, any> {
  const { appendsOf, baseOf, budget, commands, examples, histories, seed, tell } = plan
  const broken = new Map<string, Fails>()
  let events = 0
  const judge = Effect.fnUntraced(function*(appends: ReadonlyArray<Append>, number: number) {
    const base = yield* baseOf(appends)
    events += appends.length
    const found: Array<readonly [AppendLaw, Problem]> = []
    for (const [law, most] of laws) {
      if (broken.has(law.name) || number >= most) continue
      const problem = yield* law.problemOf(appends, base)
      if (problem === undefined) continue
      found.push([law, problem])
      if (law.isFirst === true) break
    }
    return found
  })
  const fails = (
    problem: Problem,
    appends: ReadonlyArray<Append>,
    how: { found: string; histories?: number }
  ): Fails => ({
    _tag: "Fails",
    problem: problem.sentence,
    counterexample: problem.told ?? tell(appends.filter(({ at }) => at <= problem.at)),
    length: appends.length,
    seed,
    ...how
  })

  for (const [index, example] of examples.entries()) {
    for (const [law, problem] of yield* judge(example, 0)) {
      broken.set(law.name, fails(problem, example, { found: `It is example ${index + 1}.` }))
    }
  }
  const isLate = deadline(budget)
  const least = histories ?? FEW
  let number = 0
  for (; broken.size === 0 && (number < least || (!isLate() && number < MANY)); number++) {
    const random = randomOf(seed, number)
    const walk = withTraps(() =>
      randomWalk(commands, random, {
        length: 2 + Math.ceil(number / 4),
        names: [...commands.commands.keys()],
        separator: ":",
        anyOfTwelve: 1,
        from: undefined
      })
    )
    for (const [law, problem] of yield* judge(appendsOf(walk), number)) {
      const shown = yield* shortest(law, problem, walk.drawn.slice(0, problem.at + 1), plan)
      broken.set(
        law.name,
        fails(shown.problem, shown.appends, {
          histories: number + 1,
          found: `Found in history ${number + 1}, shortened from ${walk.drawn.length} commands to ${shown.length}.`
        })
      )
    }
  }
  return { histories: number, events, broken }
})

/** Some on a store that is slow; many where it is quick. */
const FEW = 6
const MANY = 400

const shortest = Effect.fnUntraced(function*(
  law: AppendLaw,
  problem: Problem,
  drawn: ReadonlyArray<Drawn>,
  { appendsOf, baseOf, budget, commands }: Plan
) {
  const judged = Effect.fnUntraced(function*(drawn: ReadonlyArray<Drawn>) {
    const appends = withTraps(() => appendsOf(walkOf(commands.decider, drawn)))
    return { appends, length: drawn.length, problem: yield* law.problemOf(appends, yield* baseOf(appends)) }
  })
  const isLate = deadline(Math.max(budget, SHORTENING))
  let best = drawn
  const tries = shrinking(commands, drawn)
  let next = tries.next()
  while (next.done !== true && !isLate()) {
    const { problem } = yield* judged(next.value)
    if (problem !== undefined) best = next.value.slice(0, problem.at + 1)
    next = tries.next(problem?.at)
  }
  const again = yield* judged(best)
  // a handler with a memory may not do it again; what was seen at first is true all the same
  return { ...again, problem: again.problem ?? problem }
})

/** Milliseconds that a person waits for a shorter one. */
const SHORTENING = 2000
