// One stream, folded by one build event by event. What user code throws is kept in words. Read by `compare`.
import type { StoredEvent } from "@deciduous/core"
import * as Result from "effect/Result"
import { type Json, toJson } from "../toJson.ts"
import { thrown } from "../userModule.ts"
import type { Build } from "./otherBuild.ts"

export interface Fold {
  readonly add: (stored: StoredEvent) => void
  /** The state, or why there is none. */
  readonly end: () => Folded
}

export type Folded =
  | { readonly _tag: "State"; readonly state: Json }
  | Unfoldable

export interface Unfoldable {
  readonly _tag: "Unfoldable"
  readonly problem: string
  /** Of the event that could not be read or folded; nothing where the build has no such aggregate. */
  readonly version: number | undefined
}

/** Of a stream of a category. */
export const foldOf = ({ aggregates }: Build, category: string): Fold => {
  const aggregate = aggregates.get(category)
  if (aggregate === undefined) {
    const none: Unfoldable = {
      _tag: "Unfoldable",
      problem: `there is no aggregate of the category "${category}".`,
      version: undefined
    }
    return { add: () => {}, end: () => none }
  }
  const { decider, events } = aggregate
  let state: unknown = decider.initialState
  let failed: Unfoldable | undefined
  return {
    add: (stored) => {
      if (failed !== undefined) return
      const read = events.decode(stored)
      if (Result.isFailure(read)) {
        failed = { _tag: "Unfoldable", problem: read.failure.problem, version: stored.version }
        return
      }
      try {
        for (const { event } of read.success) state = decider.evolve(state, event)
      } catch (cause) {
        failed = { _tag: "Unfoldable", problem: `evolve threw ${thrown(cause)}`, version: stored.version }
      }
    },
    end: () => failed ?? { _tag: "State", state: toJson(state) }
  }
}
