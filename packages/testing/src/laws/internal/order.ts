// Whether commands that raced ended as some order of them would.
import { View } from "@deciduous/core"
import * as Result from "effect/Result"
import { same } from "../../internal/same.ts"
import type { AnyDecider } from "./subject.ts"

export interface Outcome {
  readonly command: unknown
  /** For a reader. */
  readonly answer: string
  /** What it was rejected by. */
  readonly failure: unknown
  /** Whether it was decided at all: one that lost every race was not. */
  readonly isDone: boolean
}

/** Tries every order; there are at most 120 of five. */
export const inSomeOrder = (
  decider: AnyDecider,
  before: unknown,
  outcomes: ReadonlyArray<Outcome>,
  after: unknown,
  events: number
): boolean => {
  const left = outcomes.filter(({ isDone }) => isDone)
  if (left.length === 0) return events === 0 && same(before, after)
  const go = (state: unknown, left: ReadonlyArray<Outcome>, grown: number): boolean =>
    left.length === 0
      ? grown === events && same(state, after)
      : left.some((one, index) => {
        const decision = decider.decide(one.command, state)
        const others = left.toSpliced(index, 1)
        if (Result.isFailure(decision)) return same(decision.failure, one.failure) && go(state, others, grown)
        return one.failure === undefined
          && go(View.fold(decider, decision.success, state), others, grown + decision.success.length)
      })
  return go(before, left, 0)
}
