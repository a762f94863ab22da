// A history as a process manager meets it: each event with the state and the commands that it led to, and what is owed.
import { Timer } from "@deciduous/core"
import { copy, hasCollections } from "../../../internal/same.ts"
import type { Walk } from "../walk.ts"
import { call, type Finding } from "../watch.ts"
import { type AnyProcess, type Happened, owedAfter, type World } from "./Environment.ts"

export interface Met {
  /** The move of the walk that it comes from. */
  readonly at: number
  readonly event: unknown
  readonly before: unknown
  readonly after: unknown
  readonly commands: ReadonlyArray<unknown>
  /** What the world has not answered yet. */
  readonly owed: ReadonlyArray<unknown>
  /** What the process says that it owes. */
  readonly resumed: ReadonlyArray<unknown>
  readonly terminal: boolean
  readonly findings: ReadonlyArray<Finding>
}

export const happenedIn = ({ steps }: Walk): ReadonlyArray<{ readonly at: number; readonly happened: Happened }> =>
  steps.flatMap(({ answer }, at) =>
    answer._tag === "Accepted" ? (answer.events as ReadonlyArray<Happened>).map((happened) => ({ at, happened })) : []
  )

/** Until something is found, or the process ends. */
export const trace = (
  process: AnyProcess,
  world: World,
  happened: ReturnType<typeof happenedIn>
): ReadonlyArray<Met> => {
  const all: Array<Met> = []
  let state = hasCollections(process.initialState) ? copy(process.initialState) : process.initialState
  let owed: ReadonlyArray<unknown> = []
  for (const { at, happened: one } of happened) {
    const met = meet(process, world, at, one, state, owed)
    all.push(met)
    if (met.findings.length > 0 || met.terminal) break
    state = met.after
    owed = met.owed
  }
  return all
}

export const meet = (
  process: AnyProcess,
  world: World,
  at: number,
  happened: Happened,
  before: unknown,
  owed: ReadonlyArray<unknown>
): Met => {
  const findings: Array<Finding> = []
  const note = (finding: Finding) => {
    findings.push(finding)
  }
  const { event } = happened
  const evolved = call("evolve", { state: before, event }, ({ event, state }) => process.evolve(state, event), note)
  if (evolved?.value instanceof Promise || (evolved?.value === undefined && before !== undefined && evolved)) {
    note({
      about: "Answers",
      problem: `evolve answered ${evolved.value instanceof Promise ? "a promise" : "undefined"}`
    })
  }
  const after = evolved === undefined ? before : evolved.value
  const list = (name: string, answer: { readonly value: unknown } | undefined): ReadonlyArray<unknown> => {
    if (answer !== undefined && !Array.isArray(answer.value)) {
      note({ about: "Answers", problem: `${name} answered no list of commands` })
    }
    return Array.isArray(answer?.value) ? answer.value : []
  }
  const commands = list(
    "react",
    call("react", { state: after, event }, ({ event, state }) => process.react(state, event), note)
  )
  const resumed = list("resume", call("resume", { state: after }, ({ state }) => process.resume(state), note))
    .filter((reaction) => !Timer.isCancel(reaction))
  const terminal = call("isTerminal", { state: after }, ({ state }) => process.isTerminal(state), note)?.value === true
  return {
    at,
    event,
    before,
    after,
    commands,
    owed: owedAfter(world, owed, happened, commands),
    resumed,
    terminal,
    findings
  }
}
