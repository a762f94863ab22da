// Histories: walks of a decider from its initial state, by commands at random that go where something happens.
import { copy, hasCollections } from "../../internal/same.ts"
import { draw, type Drawn } from "./drawn.ts"
import { edge } from "./edge.ts"
import { mix } from "./mix.ts"
import { type Random, randomOf } from "./random.ts"
import * as Seen from "./seen.ts"
import { isTerminal, type Step, step } from "./step.ts"
import type { AnyDecider, Subject } from "./subject.ts"

export interface Walk {
  readonly drawn: ReadonlyArray<Drawn>
  readonly steps: ReadonlyArray<Step>
}

/** The walk that these commands make. */
export const walkOf = (decider: AnyDecider, drawn: ReadonlyArray<Drawn>): Walk => {
  let state = initialState(decider)
  const steps = drawn.map(({ command }) => {
    const taken = step(decider, command, state)
    state = taken.after
    return taken
  })
  return { drawn, steps }
}

/** Each walk begins anew, also where an earlier one has changed the collections that it began with. */
const initialState = ({ initialState }: AnyDecider): unknown =>
  hasCollections(initialState) ? copy(initialState) : initialState

/** A history by its number: the first are short, so that what fails at once fails on little. */
export const randomWalk = (subject: Subject, seed: number, number: number): Walk => {
  const random = randomOf(seed, number)
  const { decider } = subject.aggregate
  const length = random.int(1, Math.min(longest, 2 + Math.ceil(number / 3)))
  const names = favourites([...subject.commands.keys()], random)
  const walk: { drawn: Array<Drawn>; steps: Array<Step> } = { drawn: [], steps: [] }
  let seen = Seen.none
  let state = initialState(decider)
  let afterwards = 0
  while (walk.steps.length < length && afterwards < afterEnd) {
    const [drawn, taken] = choose(subject, names, walk.drawn, seen, state, random)
    walk.drawn.push(drawn)
    walk.steps.push(taken)
    if (taken.findings.length > 0) break
    if (taken.terminal) afterwards++
    state = taken.after
    seen = Seen.remember(seen, drawn.command, taken.answer._tag === "Accepted" ? taken.answer.events : [], state)
  }
  return walk
}

const longest = 30
/** So many commands are tried after a history has ended: all of them must be rejected. */
const afterEnd = 4

/** Each history has its own favourites, so that some see much of what is rare in others. */
const favourites = (names: ReadonlyArray<string>, random: Random): ReadonlyArray<string> =>
  names.flatMap((name) => Array.from({ length: random.pick([1, 1, 2, 5]) }, () => name))

/** Mostly a command that is accepted and does not end the history; sometimes any. */
const choose = (
  subject: Subject,
  names: ReadonlyArray<string>,
  earlier: ReadonlyArray<Drawn>,
  seen: Seen.Seen,
  state: unknown,
  random: Random
): readonly [Drawn, Step] => {
  const { decider } = subject.aggregate
  const take = (drawn: Drawn) => step(decider, drawn.command, state)
  let tries = random.chance(1, 4) ? 1 : Math.max(6, 2 * subject.commands.size)
  for (;;) {
    const drawn = next(subject, names, earlier, seen, random)
    const taken = take(drawn)
    // what was found must not get lost, whatever was wanted
    if (taken.findings.length > 0 || taken.terminal || goesOn(decider, taken)) return [drawn, taken]
    if (taken.answer._tag === "Rejected" && random.chance(1, 3)) {
      const atEdge = edge(subject, drawn, random, (command) => happens(step(decider, command, state)))
      if (atEdge !== undefined) return [atEdge, take(atEdge)]
    }
    if (--tries <= 0) return [drawn, taken]
  }
}

const happens = ({ answer }: Step): boolean => answer._tag === "Accepted" && answer.events.length > 0

const goesOn = (decider: AnyDecider, taken: Step): boolean =>
  happens(taken) && !isTerminal(decider, taken.after, () => {})

const next = (
  subject: Subject,
  names: ReadonlyArray<string>,
  earlier: ReadonlyArray<Drawn>,
  seen: Seen.Seen,
  random: Random
): Drawn => {
  if (earlier.length > 0 && random.chance(1, 8)) return random.pick(earlier)
  const drawn = draw(subject, random.pick(names), random)
  return random.chance(1, 2) ? mix(subject, drawn, seen, random) : drawn
}
