// The laws of a decider as data, for other runners than vitest, and for those who want to know what is asked of theirs.
import { type Decider, Position, StreamId } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type * as fc from "fast-check"
import { type Tell, verdictOf } from "./internal/check.ts"
import { explore, type Explored } from "./internal/explore.ts"
import { newSeed } from "./internal/random.ts"
import { spec } from "./internal/spec.ts"
import { type AnyAggregate, type Subject, untyped } from "./internal/subject.ts"
import type { Keep } from "./internal/throughCodec.ts"
import { commutes } from "./internal/walk-laws/commutes.ts"
import { ended } from "./internal/walk-laws/ended.ts"
import { keys } from "./internal/walk-laws/keys.ts"
import { alone, answers, unchanged } from "./internal/walk-laws/pure.ts"
import { missing, reached, writable } from "./internal/walk-laws/reached.ts"
import { replay } from "./internal/walk-laws/replay.ts"
import { snapshot } from "./internal/walk-laws/snapshot.ts"
import { together } from "./internal/walk-laws/together.ts"
import { type DecisionHolds, decisionInvariant, invariant } from "./internal/walk-laws/users.ts"
import { written } from "./internal/walk-laws/written.ts"
import type { WalkLaw } from "./internal/walkLaw.ts"
import type { Law } from "./Law.ts"

/**
 * What must hold, and the commands to try it with.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Command, State, Event, NewEvent, Error> {
  /**
   * `BankAccountArbitraries` of the generated `*.arbitraries.gen.ts`, or commands of your own by name. Values that were
   * seen are put into other commands where the arbitrary can tell that they are its own: give an inverse to `map`.
   */
  readonly arbitraries: {
    readonly commands: { readonly [name: string]: fc.Arbitrary<Command> }
    /** Those that can be written must all be reached. */
    readonly events?: { readonly [type: string]: fc.Arbitrary<NewEvent | Event> }
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
  /** The names of the rejections, which must all be reached; types are gone when tests run, so they are named. */
  readonly rejections?: ReadonlyArray<TagOf<Error>>
  /** Events and rejections that no command leads to, and why. */
  readonly neverReached?: { readonly [name: string]: string }
  /** Pairs of events whose order must not matter where they are neighbours. */
  readonly commutes?: ReadonlyArray<readonly [TagOf<Event>, TagOf<Event>]>
  /**
   * The schema by which snapshots keep the state, `"json"` where it is JSON as it is. Without it the aggregate's own
   * snapshots are tried, if it has any.
   */
  readonly state?: Schema.Codec<State, any> | "json"
  /** By name, commands that are wanted more than others in a state: those that fit it. */
  readonly commands?: { readonly [name: string]: (state: State) => fc.Arbitrary<Command> }
  /** What to find the same histories by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many histories to walk in any case, 100 by default. */
  readonly histories?: number
  /**
   * So many milliseconds further histories are walked as long as no law is broken, and as many again to look for what was
   * not reached; 5,000 by default. With 0 it ends after the first, and what was not reached is no fault.
   */
  readonly budget?: number
}

type TagOf<A> = A extends { readonly _tag: infer Tag extends string } ? Tag : A extends string ? A : string

/**
 * All laws of a decider, over the same histories: walks from its initial state, by commands at random.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = <C, S, E, N, Err, Id>(
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id, unknown>,
  options: Options<NoInfer<C>, NoInfer<S>, NoInfer<E>, NoInfer<N>, NoInfer<Err>>
): ReadonlyArray<Law> => {
  const { arbitraries, budget = 5000, histories = 100, neverReached = {}, seed = newSeed() } = options
  const any = untyped<AnyAggregate>(aggregate)
  const subject: Subject = {
    decider: any.decider,
    commands: new Map(Object.entries(arbitraries.commands)),
    wanted: new Map(Object.entries(options.commands ?? {})) as Subject["wanted"]
  }
  const hoped = {
    events: without(writable(any, arbitraries.events ?? {}), neverReached),
    rejections: without(options.rejections ?? [], neverReached)
  }
  const tell: Tell = (walk, at) => spec(aggregate.events.aggregate, walk.steps, at)
  const walkLaws = lawsOf(any, options)
  let explored: Explored | undefined
  const run = () =>
    explored ??= explore(subject, walkLaws, { seed, histories, budget, missing: (met) => missing(hoped, met) })
  return [
    ...walkLaws.map((law): Law => ({ name: law.name, check: () => verdictOf(law, subject, run(), tell) })),
    { name: "the histories reach every event and rejection", check: () => reached(run()) }
  ]
}

const lawsOf = <C, S, E, N, Err>(
  aggregate: AnyAggregate,
  options: Options<C, S, E, N, Err>
): ReadonlyArray<WalkLaw> => [
  answers,
  unchanged,
  written(aggregate),
  ended,
  together,
  replay(aggregate),
  keys,
  ...[options.state ?? kept(aggregate)].flatMap((codec) => codec === undefined ? [] : [snapshot(codec)]),
  ...(options.commutes ?? []).map(([one, other]) => commutes(one, other)),
  ...entries(options.invariants).map(([name, holds]) => invariant(name, holds as (state: unknown) => unknown)),
  ...entries(options.decisions).map(([name, holds]) => decisionInvariant(name, holds as DecisionHolds)),
  alone
]

/** By the aggregate's own snapshots, where it has some. */
const kept = ({ events, snapshots }: AnyAggregate): Keep | undefined =>
  snapshots
  && ((state, asStored) =>
    snapshots.toStored(StreamId.make(events.category, "1"), { state, version: 1, position: Position.make(1n, 1n) })
      .pipe(
        Result.mapError(({ message }) => message),
        Result.flatMap((stored) => snapshots.fromStored(asStored(stored.state)))
      ))

const entries = <A>(record: { readonly [name: string]: A } = {}) => Object.entries(record)

const without = (names: ReadonlyArray<string>, reasons: { readonly [name: string]: string }) =>
  names.filter((name) => !Object.hasOwn(reasons, name))
