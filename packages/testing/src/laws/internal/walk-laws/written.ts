// What decide accepts can be stored, and is the same when it is read back.
import * as Result from "effect/Result"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { tagOf } from "../step.ts"
import { storedEvent } from "../stored.ts"
import type { AnyAggregate } from "../subject.ts"
import { firstSoundProblem, type WalkLaw } from "../walkLaw.ts"
import { call } from "../watch.ts"

export const written = (aggregate: AnyAggregate): WalkLaw => ({
  name: "what is accepted can be stored, and reads back as it was",
  problemOf: (walk) =>
    firstSoundProblem(walk, ({ answer, before }) => {
      if (answer._tag !== "Accepted") return undefined
      for (const [index, event] of answer.events.entries()) {
        const state = index === 0 ? before : answer.states[index - 1]
        const problem = problemOf(aggregate, state, event, answer.states[index])
        if (problem !== undefined) return problem
      }
      return undefined
    })
})

const problemOf = (
  { decider, events }: AnyAggregate,
  state: unknown,
  event: unknown,
  folded: unknown
): string | undefined => {
  const encoded = events.encode(event)
  // the message names aggregate, event and field
  if (Result.isFailure(encoded)) return encoded.failure.message
  const data: unknown = JSON.parse(JSON.stringify(encoded.success.data))
  const decoded = events.decode(storedEvent(events.category, { ...encoded.success, data }))
  if (Result.isFailure(decoded)) return `${tagOf(event)} is stored, but cannot be read: ${decoded.failure.problem}`
  const [read] = decoded.success
  if (read === undefined || decoded.success.length > 1) {
    return `${tagOf(event)} is stored as one event, and read as ${decoded.success.length}.`
  }
  if (!same(event, read.event)) {
    return `${tagOf(event)} reads back otherwise: ${firstDifference(event, read.event, same)}`
  }
  const refolded = call(
    "evolve",
    { state, event: read.event },
    ({ event, state }) => decider.evolve(state, event),
    () => {}
  )
  return refolded !== undefined && same(folded, refolded.value)
    ? undefined
    : `evolve folds ${tagOf(event)} otherwise once it was stored and read.`
}
