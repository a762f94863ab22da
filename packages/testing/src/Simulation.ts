// Several aggregates and processes on one store, by a seeded scheduler: messages come twice, late, in another order, and
// programs crash. What must hold across aggregates is asked after every step. As data, in an Effect.
import * as MemoryEventStore from "@deciduous/runtime/MemoryEventStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { clock } from "./internal/simulation/clock.ts"
import type { Fault, Options } from "./internal/simulation/model.ts"
import { simulate } from "./internal/simulation/simulate.ts"
import { newSeed } from "./laws/internal/random.ts"
import type { Verdict } from "./laws/Law.ts"

export type { Fault, Manager, Member, Options, World } from "./internal/simulation/model.ts"

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
      Effect.provide(Layer.mergeAll(MemoryEventStore.layer, clock))
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
