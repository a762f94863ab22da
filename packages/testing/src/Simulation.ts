// Several aggregates, and the processes and projections of an application as the runtime runs them, by a seeded scheduler and
// a clock of their own: answers are lost, commands are late, and programs are killed between any two steps. As data.
import * as MemoryEventStore from "@deciduous/runtime/MemoryEventStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { clock } from "./internal/simulation/clock.ts"
import type { Fault, Options } from "./internal/simulation/model.ts"
import { type Plan, planOf, simpler } from "./internal/simulation/plan.ts"
import { type Broken, simulate } from "./internal/simulation/simulate.ts"
import { told } from "./internal/simulation/timeline.ts"
import { deadline } from "./laws/internal/explore.ts"
import { newSeed } from "./laws/internal/random.ts"
import type { Verdict } from "./laws/Law.ts"

export type { Fault, Member, Options, World } from "./internal/simulation/model.ts"

const everything: ReadonlyArray<Fault> = ["duplicate", "delay", "crash"]

/**
 * Runs it on stores in memory. The same seed gives the same trace; what fails is made as short as it can be, and told as a
 * timeline.
 *
 * @since 0.1.0
 * @category simulation
 */
export const check = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<Verdict> {
  const { budget = 5000, faults = everything, runs = 20, seed = newSeed(), steps = 30 } = options
  const isLate = deadline(budget)
  let number = 0
  for (; number < runs && (number === 0 || budget === 0 || !isLate()); number++) {
    // the first runs are short, so that what fails at once fails on little
    const plan = planOf(seed, number, faults, Math.min(steps, 4 + 4 * number))
    const broken = yield* run(options, plan)
    if (broken === undefined) continue
    const shortest = yield* shortened(options, plan, broken)
    return {
      _tag: "Fails",
      problem: `${shortest.broken.invariant}: ${shortest.broken.problem}`,
      counterexample: told(shortest.broken.timeline),
      length: shortest.broken.timeline.length,
      seed,
      found: `Found in run ${number + 1}, shortened from ${stepsOf(plan)} to ${stepsOf(shortest.plan)}, ${
        shortest.plan.faults.length === 0 ? "without a fault" : `with ${shortest.plan.faults.join(", ")}`
      }.`
    }
  }
  return { _tag: "Holds", tried: number, seed }
})

const run = (options: Options, plan: Plan): Effect.Effect<Broken | undefined> =>
  Effect.provide(
    simulate(options, plan),
    // the stores are built under the simulation's clock, by which their leases run out
    Layer.provideMerge(MemoryEventStore.layer, Layer.merge(clock, Logger.layer([])))
    // what else an application's own programs need they have of themselves
  ) as Effect.Effect<Broken | undefined>

const stepsOf = ({ steps: { length } }: Plan): string => `${length} step${length === 1 ? "" : "s"}`

/** The same invariant on less. */
const shortened = Effect.fnUntraced(function*(options: Options, plan: Plan, broken: Broken) {
  const isLate = deadline(SHORTENING)
  let best = { plan, broken }
  for (let isBetter = true; isBetter;) {
    isBetter = false
    for (const candidate of simpler(best.plan)) {
      if (isLate()) return best
      const again = yield* run(options, candidate)
      if (again?.invariant !== broken.invariant) continue
      best = { plan: candidate, broken: again }
      isBetter = true
      break
    }
  }
  return best
})

/** Milliseconds that a person waits for a shorter one. */
const SHORTENING = 8000
