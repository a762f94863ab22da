// One run: what may happen next is drawn by seed, one step after the other, until everything has come to rest.
import * as Effect from "effect/Effect"
import { type Random, randomOf } from "../../laws/internal/random.ts"
import { said } from "../../laws/internal/walk-laws/users.ts"
import { advance } from "./clock.ts"
import { makeManager, type Manager } from "./manager.ts"
import { makeMembers } from "./members.ts"
import type { Fault, Message, Options, World } from "./model.ts"

export interface Plan {
  readonly seed: number
  readonly number: number
  readonly faults: ReadonlyArray<Fault>
  readonly steps: number
}

export interface Broken {
  readonly invariant: string
  readonly problem: string
  readonly timeline: ReadonlyArray<string>
}

export const simulate = Effect.fnUntraced(function*(options: Options, { faults, number, seed, steps }: Plan) {
  const random = randomOf(seed, number)
  const members = makeMembers(options.aggregates)
  const managers = Object.entries(options.processes ?? {}).map(([name, manager]) => makeManager(name, manager, members))
  const timeline: Array<string> = []
  const pending: Array<Message> = []
  const world = (): World => ({ state: members.state, states: members.states, pending: pending.length })
  const note = (line: string) => {
    timeline.push(`${String(timeline.length + 1).padStart(4)}  ${line}`)
  }
  const broken = (asked: Options["invariants"] = {}): Broken | undefined => {
    for (const [invariant, holds] of Object.entries(asked)) {
      const problem = said(() => holds(world()))
      if (problem !== undefined) return { invariant, problem, timeline }
    }
    return undefined
  }

  /** The oldest comes first, unless messages are late. */
  const arrive = Effect.fnUntraced(function*(isFaulty: boolean) {
    const late = isFaulty && faults.includes("delay")
    const index = late ? random.int(0, pending.length - 1) : 0
    const message = pending[index]!
    const twice = isFaulty && faults.includes("duplicate") && random.chance(1, 4)
    if (!twice) pending.splice(index, 1)
    const answer = yield* members.handle(message)
    note(
      `${message.from.split("/")[0]} -> ${members.told(message)}  =>  ${answer}${twice ? "  (and comes again)" : ""}`
    )
  })

  const take = Effect.fnUntraced(function*(manager: Manager) {
    const taken = yield* manager.take
    if (taken === undefined) return false
    note(`${manager.name} takes ${taken.told}`)
    pending.push(...taken.messages)
    return true
  })

  for (let step = 0; step < steps; step++) {
    const kinds = ["user", "user", ...(pending.length === 0 ? [] : ["message", "message"]), "take", "take", "fault"]
    switch (random.pick(kinds)) {
      case "user":
        note(`user -> ${yield* members.command(random, `user-${step}`)}`)
        break
      case "message":
        yield* arrive(true)
        break
      case "take":
        for (const manager of shuffled(managers, random).slice(0, 1)) yield* take(manager)
        break
      default:
        yield* fault(random, faults, managers, pending, note)
    }
    const found = broken(options.invariants)
    if (found !== undefined) return found
  }

  for (let left = MOST; left > 0; left--) {
    // programs crash while the last is done, too, and at last they do not any more
    if (left > MOST / 2 && random.chance(1, 12)) yield* fault(random, faults, managers, pending, note)
    if (pending.length > 0) yield* arrive(left > MOST / 2)
    else {
      let isMoving = false
      for (const manager of managers) isMoving = (yield* take(manager)) || isMoving
      if (!isMoving) return broken(options.atRest)
    }
    const found = broken(options.invariants)
    if (found !== undefined) return found
  }
  return { invariant: "comes to rest", problem: `after ${MOST} more steps messages are still sent`, timeline }
})

/** What comes to rest at all does so in fewer. */
const MOST = 2000

const fault = Effect.fnUntraced(function*(
  random: Random,
  faults: ReadonlyArray<Fault>,
  managers: ReadonlyArray<Manager>,
  pending: Array<Message>,
  note: (line: string) => void
) {
  const seconds = random.int(1, 3600)
  if (managers.length === 0 || !faults.includes("crash")) return yield* advance(`${seconds} seconds`)
  const manager = random.pick(managers)
  // what it had sent is lost with it, and owed again
  for (let i = pending.length - 1; i >= 0; i--) {
    if (pending[i]!.from.startsWith(`${manager.name}/`)) pending.splice(i, 1)
  }
  const messages = yield* manager.restart
  pending.push(...messages)
  note(`${manager.name} crashes, and resumes ${messages.length} commands`)
})

const shuffled = <A>(list: ReadonlyArray<A>, random: Random): ReadonlyArray<A> =>
  list.map((item) => [random.int(0, 1_000_000), item] as const).toSorted(([a], [b]) => a - b).map(([, item]) => item)
