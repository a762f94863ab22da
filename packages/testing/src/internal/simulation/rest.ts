// What holds of every application once it has come to rest: nothing is stuck, and read models say what the log says.
import { EventStore } from "@deciduous/runtime/EventStore"
import * as Processes from "@deciduous/runtime/Processes"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { firstDifference } from "../../internal/difference.ts"
import { same } from "../../internal/same.ts"
import { keyed } from "../../laws/internal/projection/keys.ts"
import { type AnyDocuments, type AnyProcess, type Options, processesOf } from "./model.ts"
import type { makeWorld } from "./world.ts"

export const atRest = Effect.fnUntraced(function*(
  options: Pick<Options, "aggregates" | "processes" | "projections">,
  world: ReturnType<typeof makeWorld>
) {
  const { aggregates, projections = [] } = options
  for (const process of processesOf(options)) {
    const problem = yield* stuck(process)
    if (problem !== undefined) return problem
  }
  const { documents } = yield* world.look
  const sets: Sets = new Map(Object.values(aggregates).map(({ aggregate: { events } }) => [events.category, events]))
  for (const projection of projections) {
    const expected = yield* rebuilt(projection, sets)
    const found = Object.fromEntries(documents(projection.name))
    if (same(expected, found)) continue
    const problem = firstDifference(expected, found, same)
    return { invariant: `the read model ${projection.name} is what the log says`, problem }
  }
  return undefined
})

type Sets = Parameters<typeof keyed>[1]

const stuck = Effect.fnUntraced(function*(process: AnyProcess) {
  const { stopped, suspended } = yield* Processes.status(process)
  if (stopped !== undefined) return { invariant: `the process ${process.name} goes on`, problem: stopped }
  for (const { instance } of suspended === 0 ? [] : yield* Processes.list(process, { limit: MOST })) {
    const known = yield* Processes.state(process, instance)
    const parked = known?.owed.find(({ isParked }) => isParked)
    if (parked === undefined) continue
    const problem = `${parked.command} of ${instance}: ${parked.problem ?? "it failed"}`
    return { invariant: `no command of ${process.name} is parked`, problem }
  }
  return undefined
}, Effect.orDie)

/** What is owed is known by its rows and by `resume`, which must say the same at any moment. */
export const owedAsResumed = Effect.fnUntraced(function*(processes: ReadonlyArray<AnyProcess>) {
  for (const process of processes) {
    for (const { instance } of yield* Processes.list(process, { limit: MOST })) {
      const mismatch = yield* Processes.check(process, instance)
      if (mismatch === undefined) continue
      const { missing, unexpected } = mismatch
      const problem = missing.length > 0
        ? `of ${instance} it says ${missing.join(", ")}, which nobody will send`
        : `of ${instance} it forgets ${unexpected.join(", ")}, which nothing has answered`
      return { invariant: `resume of ${process.name} says what is owed`, problem }
    }
  }
  return undefined
}, Effect.orDie)

/** All events folded at once, for every key. */
const rebuilt = Effect.fnUntraced(function*({ filter, parts }: AnyDocuments, sets: Sets) {
  const log = yield* Effect.orDie(Stream.runCollect((yield* EventStore).readAll({ filter })))
  const states = new Map<string, unknown>()
  for (const { key, recorded } of keyed(parts, sets, log)) {
    const current = states.get(key)
    states.set(key, parts.view.evolve(current === undefined ? parts.view.initialState : current, recorded.event))
  }
  return Object.fromEntries([...states].filter(([, state]) => state !== undefined))
})

const MOST = 10_000
