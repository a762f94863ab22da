// Events of which their author says that their order does not matter, in either order.
import { View } from "@deciduous/core"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { tagOf } from "../step.ts"
import { initialState } from "../walk.ts"
import { type Problem, sound, type WalkLaw } from "../walkLaw.ts"
import { described } from "../watch.ts"

export const commutes = (one: string, other: string): WalkLaw => ({
  name: `${one} and ${other} may come in either order`,
  problemOf: (walk, { decider }): Problem | undefined => {
    let state = initialState(decider)
    let before: { readonly state: unknown; readonly event: unknown } | undefined
    for (const [at, { answer }] of sound(walk).entries()) {
      for (const [index, event] of answer._tag === "Accepted" ? answer.events.entries() : []) {
        if (before !== undefined && isPair([tagOf(before.event), tagOf(event)], [one, other])) {
          const sentence = problem(decider, before.state, before.event, event)
          if (sentence !== undefined) return { at, sentence }
        }
        before = { state, event }
        state = answer._tag === "Accepted" ? answer.states[index] : state
      }
    }
    return undefined
  }
})

const isPair = ([a, b]: readonly [string, string], [one, other]: readonly [string, string]): boolean =>
  (a === one && b === other) || (a === other && b === one)

const problem = (
  view: View.View<unknown, unknown>,
  state: unknown,
  first: unknown,
  second: unknown
): string | undefined => {
  try {
    const [as, turned] = [View.fold(view, [first, second], state), View.fold(view, [second, first], state)]
    return same(as, turned)
      ? undefined
      : `${tagOf(second)} before ${tagOf(first)} gives another state: ${firstDifference(as, turned, same)}`
  } catch (cause) {
    return `${tagOf(second)} before ${tagOf(first)} throws ${described(cause)}`
  }
}
