// The laws of a decider as data, for other runners than vitest, and for those who want to know what is asked of theirs.
import type { Decider } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime"
import type * as fc from "fast-check"
import { check, type Histories } from "./internal/check.ts"
import { newSeed } from "./internal/random.ts"
import { tagOf } from "./internal/step.ts"
import type { AnyAggregate, Subject } from "./internal/subject.ts"
import { ended } from "./internal/walk-laws/ended.ts"
import { alone, answers, unchanged } from "./internal/walk-laws/pure.ts"
import { replay } from "./internal/walk-laws/replay.ts"
import { together } from "./internal/walk-laws/together.ts"
import { type DecisionHolds, decisionInvariant, invariant } from "./internal/walk-laws/users.ts"
import { written } from "./internal/walk-laws/written.ts"
import { randomWalk, type Walk } from "./internal/walk.ts"
import type { Law, Verdict } from "./Law.ts"

/**
 * What must hold, and the commands to try it with.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Command, State, NewEvent, Error> {
  /**
   * `BankAccountArbitraries` of the generated `*.arbitraries.gen.ts`, or commands of your own by name. Values that were
   * seen are put into other commands where the arbitrary can tell that they are its own: give an inverse to `map`.
   */
  readonly arbitraries: {
    readonly commands: { readonly [name: string]: fc.Arbitrary<Command> }
  }
  /** By name, what holds of the initial state and after every event: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (state: State) => true | string }
  /** By name, what holds of every decision: `true`, or what is wrong. */
  readonly decisions?: {
    readonly [name: string]: (
      before: State,
      command: Command,
      decision: Decider.Decision<NewEvent, Error>,
      after: State
    ) => true | string
  }
  /** What to find the same histories by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many histories to walk, 100 by default. */
  readonly histories?: number
  /** After so many milliseconds no further history is begun; 3,000 by default. */
  readonly budget?: number
}

/**
 * All laws of a decider, over the same histories: walks from its initial state, by commands at random.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = <C, S, E, N, Err, Id>(
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id>,
  options: Options<NoInfer<C>, NoInfer<S>, NoInfer<N>, NoInfer<Err>>
): ReadonlyArray<Law> => {
  const subject: Subject = {
    // laws hand a decider nothing but its own commands, states and events, so their types may be forgotten
    aggregate: aggregate as unknown as AnyAggregate,
    commands: new Map(Object.entries(options.arbitraries.commands))
  }
  const histories = historiesOf(subject, options)
  const entries = <A>(record: { readonly [name: string]: A } = {}) => Object.entries(record)
  const walkLaws = [
    answers,
    unchanged,
    written,
    ended,
    together,
    replay,
    ...entries(options.invariants).map(([name, holds]) => invariant(name, holds as (state: unknown) => unknown)),
    ...entries(options.decisions).map(([name, holds]) => decisionInvariant(name, holds as DecisionHolds)),
    alone
  ]
  return [
    ...walkLaws.map((law): Law => ({ name: law.name, check: () => check(law, subject, histories) })),
    { name: "the histories hold events", check: () => somethingHappens(histories) }
  ]
}

const historiesOf = (
  subject: Subject,
  { budget = 3000, histories = 100, seed = newSeed() }: { budget?: number; histories?: number; seed?: number }
): Histories => {
  let made: ReadonlyArray<Walk> | undefined
  const make = () => {
    // a law of its own says that nothing happens
    if (subject.commands.size === 0) return []
    const end = performance.now() + budget
    const walks: Array<Walk> = []
    while (walks.length < histories && performance.now() < end) walks.push(randomWalk(subject, seed, walks.length))
    return walks
  }
  return { seed, walks: () => made ??= make() }
}

/** Laws that were tried on nothing hold, and show nothing. */
const somethingHappens = ({ seed, walks }: Histories): Verdict => {
  const steps = walks().flatMap(({ steps }) => steps)
  if (steps.some(({ answer }) => answer._tag === "Accepted" && answer.events.length > 0)) {
    return { _tag: "Holds", tried: walks().length, seed }
  }
  const rejections = Map.groupBy(
    steps.flatMap(({ answer }) => answer._tag === "Rejected" ? [tagOf(answer.error)] : []),
    (tag) => tag
  )
  return {
    _tag: "Fails",
    problem: "No command was accepted, so nothing was shown. Give commands that the initial state accepts.",
    counterexample: [...rejections].map(([tag, of]) => `rejected ${of.length} times: ${tag}`).join("\n"),
    seed,
    found: `Tried ${steps.length} commands in ${walks().length} histories.`
  }
}
