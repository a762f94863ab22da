// One command, decided and folded, and everything that could be seen while that happened. Laws judge what stands here.
import * as Result from "effect/Result"
import { show } from "../../internal/show.ts"
import type { AnyDecider } from "./subject.ts"
import { call, type Finding } from "./watch.ts"

export interface Step {
  readonly command: unknown
  readonly before: unknown
  /** Whether the history had ended before the command. */
  readonly terminal: boolean
  readonly answer: Answer
  readonly after: unknown
  readonly findings: ReadonlyArray<Finding>
}

export type Answer =
  /** With the state after each event. */
  | { readonly _tag: "Accepted"; readonly events: ReadonlyArray<unknown>; readonly states: ReadonlyArray<unknown> }
  | { readonly _tag: "Rejected"; readonly error: unknown }
  /** There was none; the findings say why. */
  | { readonly _tag: "None" }

export const step = (decider: AnyDecider, command: unknown, before: unknown): Step => {
  const findings: Array<Finding> = []
  const note = (finding: Finding) => {
    findings.push(finding)
  }
  const end = (answer: Answer, after: unknown): Step => ({ command, before, terminal, answer, after, findings })

  const terminal = isTerminal(decider, before, note)
  const decided = call(
    "decide",
    { command, state: before },
    ({ command, state }) => decider.decide(command, state),
    note
  )
  if (decided === undefined) return end({ _tag: "None" }, before)
  const decision: unknown = decided.value
  if (!Result.isResult(decision) || (Result.isSuccess(decision) && !Array.isArray(decision.success))) {
    note({ about: "Answers", problem: `decide answered ${kind(decision)}, which is no decision: use accept or reject` })
    return end({ _tag: "None" }, before)
  }
  if (Result.isFailure(decision)) return end({ _tag: "Rejected", error: decision.failure }, before)

  const events = decision.success as ReadonlyArray<unknown>
  const states: Array<unknown> = []
  let state = before
  for (const event of events) {
    const folded = call("evolve", { state, event }, ({ event, state }) => decider.evolve(state, event), note)
    if (folded === undefined) return end({ _tag: "Accepted", events, states }, state)
    if (isOdd(folded.value, before)) {
      note({ about: "Answers", problem: `evolve answered ${kind(folded.value)} to ${tagOf(event)}, which is no state` })
      return end({ _tag: "Accepted", events, states }, state)
    }
    state = folded.value
    states.push(state)
  }
  return end({ _tag: "Accepted", events, states }, state)
}

/** Whether the command was accepted with at least one event. */
export const happens = ({ answer }: Step): boolean => answer._tag === "Accepted" && answer.events.length > 0

/** Whether a state is terminal; one that cannot be asked is not. */
export const isTerminal = (decider: AnyDecider, state: unknown, note: (finding: Finding) => void): boolean =>
  call("isTerminal", { state }, ({ state }) => decider.isTerminal(state), note)?.value === true

/** The name of an event, command or rejection: its tag, or the text that it is. */
export const tagOf = (value: unknown): string => {
  const tag = typeof value === "object" && value !== null && "_tag" in value ? value._tag : value
  return typeof tag === "string" ? tag : show(value)
}

/** A forgotten case answers `undefined`, an async function a promise. */
const isOdd = (state: unknown, before: unknown): boolean =>
  state instanceof Promise || (state === undefined && before !== undefined)

const kind = (value: unknown): string => value instanceof Promise ? "a promise" : show(value)
