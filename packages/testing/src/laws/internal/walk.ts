// Histories: walks of a decider from its initial state, by commands at random that go where something happens.
import { copy, hasCollections } from "../../internal/same.ts"
import { draw, type Drawn } from "./drawn.ts"
import { edge } from "./edge.ts"
import { mix } from "./mix.ts"
import type { Random } from "./random.ts"
import * as Seen from "./seen.ts"
import { happens, isTerminal, type Step, step } from "./step.ts"
import type { AnyDecider, Subject } from "./subject.ts"

export interface Walk {
  readonly drawn: ReadonlyArray<Drawn>
  readonly steps: ReadonlyArray<Step>
  /** The steps before this one are of another walk, and were judged there. */
  readonly since: number
}

/** The walk that these commands make. */
export const walkOf = (decider: AnyDecider, drawn: ReadonlyArray<Drawn>): Walk => {
  let state = initialState(decider)
  const steps = drawn.map(({ command }) => {
    const taken = step(decider, command, state)
    state = taken.after
    return taken
  })
  return { drawn, steps, since: 0 }
}

/** Each walk begins anew, also where an earlier one has changed the collections that it began with. */
export const initialState = ({ initialState }: AnyDecider): unknown =>
  hasCollections(initialState) ? copy(initialState) : initialState

/** How to walk. */
export interface Wish {
  /** How many commands at most. */
  readonly length: number
  /** The names of the commands to draw, those to be drawn often more than once. */
  readonly names: ReadonlyArray<string>
  /** In how many of twelve cases any command is as good as one that is accepted. */
  readonly anyOfTwelve: number
  /** What texts are made of at times: the keys of two may be glued to one. */
  readonly separator: string
  /** What to go on with. */
  readonly from: Walk | undefined
}

export const randomWalk = (subject: Subject, random: Random, wish: Wish): Walk => {
  const { decider } = subject
  const walk = { drawn: [...wish.from?.drawn ?? []], steps: [...wish.from?.steps ?? []], since: wish.from?.since ?? 0 }
  let seen = walk.steps.reduce(learn, Seen.none)
  let state = walk.steps.length > 0 ? walk.steps.at(-1)!.after : initialState(decider)
  let afterwards = 0
  for (let left = wish.length; left > 0 && afterwards < afterEnd; left--) {
    const [drawn, taken] = choose(subject, wish, walk.drawn, seen, state, random)
    walk.drawn.push(drawn)
    walk.steps.push(taken)
    if (taken.findings.length > 0) break
    if (taken.terminal) afterwards++
    state = taken.after
    seen = learn(seen, taken)
  }
  return walk
}

/** So many commands are tried after a history has ended: all of them must be rejected. */
const afterEnd = 4

const learn = (seen: Seen.Seen, { after, answer, command }: Step): Seen.Seen =>
  Seen.remember(seen, command, answer._tag === "Accepted" ? answer.events : [], after)

/** Mostly a command that is accepted and does not end the history; sometimes any. */
const choose = (
  subject: Subject,
  wish: Wish,
  earlier: ReadonlyArray<Drawn>,
  seen: Seen.Seen,
  state: unknown,
  random: Random
): readonly [Drawn, Step] => {
  const { decider } = subject
  const take = (drawn: Drawn) => step(decider, drawn.command, state)
  let tries = random.chance(wish.anyOfTwelve, 12) ? 1 : Math.max(6, 2 * subject.commands.size)
  for (;;) {
    const drawn = next(subject, wish, earlier, seen, state, random)
    const taken = take(drawn)
    // what was found must not get lost, whatever was wanted
    if (taken.findings.length > 0 || taken.terminal || goesOn(decider, taken)) return [drawn, taken]
    if (taken.answer._tag === "Rejected" && random.chance(1, 3)) {
      const atEdge = edge(subject, drawn, seen, random, (command) => happens(step(decider, command, state)))
      if (atEdge !== undefined) return [atEdge, take(atEdge)]
    }
    if (--tries <= 0) return [drawn, taken]
  }
}

const goesOn = (decider: AnyDecider, taken: Step): boolean =>
  happens(taken) && !isTerminal(decider, taken.after, () => {})

const next = (
  subject: Subject,
  { names, separator }: Wish,
  earlier: ReadonlyArray<Drawn>,
  seen: Seen.Seen,
  state: unknown,
  random: Random
): Drawn => {
  if (earlier.length > 0 && random.chance(1, 8)) return random.chance(1, 2) ? earlier.at(-1)! : random.pick(earlier)
  const drawn = draw(subject, random.pick(names), state, random)
  return random.chance(1, 2) ? mix(subject, drawn, seen, earlier.at(-1)?.command, separator, random) : drawn
}
