// What the histories have met: how often each command was accepted, by what it was rejected, which events came.
import { same } from "../../internal/same.ts"
import { happens, tagOf } from "./step.ts"
import type { Walk } from "./walk.ts"

export interface Coverage {
  readonly commands: ReadonlyMap<string, CommandCount>
  /** By type, how often each came. */
  readonly events: ReadonlyMap<string, number>
  /** Events that never changed the state. */
  readonly idle: ReadonlySet<string>
}

export interface CommandCount {
  accepted: number
  /** Accepted, and nothing happened. */
  nothing: number
  readonly rejected: Map<string, number>
}

export interface Counter extends Coverage {
  readonly add: (walk: Walk) => void
}

export const makeCounter = (names: Iterable<string>): Counter => {
  const commands = new Map<string, CommandCount>()
  for (const name of names) commands.set(name, { accepted: 0, nothing: 0, rejected: new Map() })
  const events = new Map<string, number>()
  const changing = new Set<string>()
  const idle = new Set<string>()
  return {
    commands,
    events,
    idle,
    add: ({ drawn, since, steps }) => {
      for (let i = since; i < steps.length; i++) {
        const [taken, count] = [steps[i]!, commands.get(drawn[i]!.name)!]
        if (taken.answer._tag === "Rejected") increase(count.rejected, tagOf(taken.answer.error))
        if (taken.answer._tag !== "Accepted") continue
        if (happens(taken)) count.accepted++
        else count.nothing++
        for (const [index, event] of taken.answer.events.entries()) {
          const type = tagOf(event)
          increase(events, type)
          if (changing.has(type)) continue
          const before = index === 0 ? taken.before : taken.answer.states[index - 1]
          if (same(before, taken.answer.states[index])) idle.add(type)
          else {
            changing.add(type)
            idle.delete(type)
          }
        }
      }
    }
  }
}

/** Whether some command was rejected so. */
export const wasRejectedBy = ({ commands }: Coverage, tag: string): boolean =>
  [...commands.values()].some(({ rejected }) => rejected.has(tag))

/** A table: each command, how often it was accepted, and what it was rejected by. */
export const told = ({ commands, events, idle }: Coverage): string => {
  const width = Math.max(0, ...[...commands.keys()].map(({ length }) => length))
  const rows = [...commands].map(([name, { accepted, nothing, rejected }]) => {
    const parts = [
      `accepted ${accepted}`,
      ...(nothing === 0 ? [] : [`nothing happened ${nothing}`]),
      ...[...rejected].map(([tag, count]) => `${tag} ${count}`)
    ]
    return `  ${name.padEnd(width)}  ${parts.join(", ")}`
  })
  return [
    ...rows,
    `  events: ${[...events].map(([type, count]) => `${type} ${count}`).join(", ") || "none"}`,
    ...(idle.size === 0 ? [] : [`  never changed the state: ${[...idle].join(", ")}`])
  ].join("\n")
}

const increase = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
