// What there is after each step: every stream folded, every document, every command that is owed.
import type { StoredEvent } from "@deciduous/core"
import { View } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime/EventStore"
import * as Processes from "@deciduous/runtime/Processes"
import * as ReadModel from "@deciduous/runtime/ReadModel"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Options, World } from "./model.ts"

/** Folds on from where it was when it was asked before. */
export const makeWorld = (
  { aggregates, processes = [], projections = [] }: Pick<Options, "aggregates" | "processes" | "projections">
) => {
  const states = new Map(Object.keys(aggregates).map((name) => [name, new Map<string, unknown>()]))
  const byCategory = new Map(
    Object.entries(aggregates).map(([name, { aggregate }]) => [aggregate.events.category, { name, aggregate }])
  )
  const known = (name: string) => {
    const found = states.get(name)
    if (found === undefined) throw new Error(`There is no aggregate "${name}" in this simulation.`)
    return found
  }
  const state = (name: string, id: string): unknown => {
    const streams = known(name)
    return streams.has(id) ? streams.get(id) : aggregates[name]!.aggregate.decider.initialState
  }
  let seen = 0

  /** The events since it was called before. */
  const take = Effect.gen(function*() {
    const log = yield* Effect.orDie(Stream.runCollect((yield* EventStore).readAll()))
    const fresh = log.slice(seen)
    seen = log.length
    for (const stored of fresh) fold(stored)
    return fresh
  })
  const fold = (stored: StoredEvent) => {
    const member = byCategory.get(stored.category)
    if (member === undefined) return
    const { aggregate: { decider, events }, name } = member
    const decoded = Result.getOrThrow(events.decode(stored)).map(({ event }) => event)
    known(name).set(stored.aggregateId, View.fold(decider, decoded, state(name, stored.aggregateId)))
  }

  const look = Effect.gen(function*() {
    const documents = new Map<string, ReadonlyMap<string, unknown>>()
    for (const projection of projections) {
      // until its first batch there is none
      const found = yield* Effect.option(ReadModel.find(projection, { limit: MOST }))
      const all = found._tag === "Some" ? found.value.documents : []
      documents.set(projection.name, new Map(all.map(({ key, state }) => [key, state])))
    }
    let owed = 0
    for (const process of processes) owed += (yield* Effect.orDie(Processes.status(process))).owed
    const world: World = {
      state,
      states: known,
      documents: (name) => {
        const found = documents.get(name)
        if (found === undefined) throw new Error(`There is no projection "${name}" in this simulation.`)
        return found
      },
      owed
    }
    return world
  })
  return { take, look, state }
}

const MOST = 100_000
