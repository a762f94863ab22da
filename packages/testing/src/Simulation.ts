// Several aggregates and processes on one store, by a seeded scheduler: messages come twice, late, in another order, and
// programs crash. What must hold across aggregates is asked after every step. As data, in an Effect.
import type { ProcessManager, RecordedEvent } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime/Aggregate"
import * as MemoryEventStore from "@deciduous/runtime/MemoryEventStore"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import type * as fc from "fast-check"
import { simulate } from "./internal/simulation/simulate.ts"
import { newSeed } from "./laws/internal/random.ts"
import type { Verdict } from "./laws/Law.ts"

/**
 * What there is, and what must hold of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** By name; a few streams of each, so that they meet. */
  readonly aggregates: { readonly [name: string]: Member }
  readonly processes?: { readonly [name: string]: Manager }
  /** By name, what holds after every step: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (world: World) => true | string }
  /** By name, what holds once every message has arrived and every process has taken every event. */
  readonly atRest?: { readonly [name: string]: (world: World) => true | string }
  /** What may go wrong; everything by default. */
  readonly faults?: ReadonlyArray<Fault>
  /** What to find the same runs by; another one each time by default, printed where one fails. */
  readonly seed?: number
  /** How many runs, 20 by default. */
  readonly runs?: number
  /** How many steps of each, 60 by default; then everything comes to rest. */
  readonly steps?: number
}

/**
 * A message twice, a message later than those behind it, and a program that forgets what it had in memory.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "duplicate" | "delay" | "crash"

/**
 * An aggregate, the ids of its streams, and the commands that users send to it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Member {
  readonly aggregate: Aggregate<any, any, any, any, any, any>
  readonly ids: ReadonlyArray<string>
  /** Commands by name, as the generated arbitraries have them; those of processes only may be left out. */
  readonly commands: { readonly [name: string]: fc.Arbitrary<any> }
}

/**
 * A process manager, which of its instances an event is for, and where its commands go.
 *
 * @since 0.1.0
 * @category models
 */
export interface Manager {
  readonly process: ProcessManager.ProcessManager<any, any, any>
  /** The instance that gets an event, or `undefined` for none. */
  readonly instanceOf: (event: RecordedEvent<any>) => string | undefined
  readonly send: (command: any, instance: string) => {
    readonly to: string
    readonly id: string
    readonly command: unknown
  }
}

/**
 * What an invariant sees.
 *
 * @since 0.1.0
 * @category models
 */
export interface World {
  /** The state of one stream of an aggregate. */
  readonly state: (aggregate: string, id: string) => any
  /** The states of all its streams, by id. */
  readonly states: (aggregate: string) => ReadonlyMap<string, any>
  /** How many messages are on their way. */
  readonly pending: number
}

/**
 * Runs it on a store in memory, by a clock of its own. The same seed gives the same trace.
 *
 * @since 0.1.0
 * @category simulation
 */
export const check = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<Verdict> {
  const { faults = ["duplicate", "delay", "crash"], runs = 20, seed = newSeed(), steps = 60 } = options
  const run = (number: number, faults: ReadonlyArray<Fault>, steps: number) =>
    simulate(options, { seed, number, faults, steps }).pipe(
      Effect.provide(MemoryEventStore.layer),
      Effect.provide(TestClock.layer())
    )
  /** The first of some runs that breaks something. */
  const search = Effect.fnUntraced(function*(runs: number, faults: ReadonlyArray<Fault>, steps: number) {
    for (let number = 0; number < runs; number++) {
      const broken = yield* run(number, faults, steps)
      if (broken !== undefined) return { broken, faults, number, steps }
    }
    return undefined
  })
  let found = yield* search(runs, faults, steps)
  if (found === undefined) return { _tag: "Holds", tried: runs, seed }
  // fewer faults are easier to understand, and fewer steps: the same seed may find something with those
  for (const fault of faults) {
    const fewer: ReadonlyArray<Fault> = found.faults.filter((one) => one !== fault)
    found = (yield* search(Math.max(runs, 10), fewer, steps)) ?? found
  }
  for (const fewer of FEWER.filter((fewer) => fewer < steps)) {
    const again = yield* search(MORE_RUNS, found.faults, fewer)
    if (again === undefined) continue
    found = again
    break
  }
  const { broken: { invariant, problem, timeline }, faults: needed, number } = found
  return {
    _tag: "Fails",
    problem: `${invariant}: ${problem}`,
    counterexample: told(timeline),
    length: timeline.length,
    seed,
    found: `Found in run ${number + 1}, ${
      needed.length === 0 ? "without a fault" : `with ${needed.join(", ")}`
    }: faults: ${JSON.stringify(needed)}, steps: ${found.steps}, runs: ${number + 1}.`
  }
})

/** What fits on a screen: the last of it is what broke. */
const told = (timeline: ReadonlyArray<string>): string =>
  timeline.length <= SHOWN
    ? timeline.join("\n")
    : [`... ${timeline.length - SHOWN} steps before`, ...timeline.slice(-SHOWN)].join("\n")

const SHOWN = 30

/** The fewer, the better; each with more runs, as little happens in each. */
const FEWER = [4, 8, 15, 30]
const MORE_RUNS = 40
