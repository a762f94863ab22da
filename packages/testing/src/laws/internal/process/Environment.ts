// The world around a process manager: what starts it, what answers its commands, and what else may come. It is walked as
// one decider, whose commands are the moves that the world makes.
import { Decider, type ProcessManager, Timer } from "@deciduous/core"
import * as fc from "fast-check"
import { same } from "../../../internal/same.ts"
import { randomOf } from "../random.ts"
import { tagOf } from "../step.ts"

export type AnyProcess = ProcessManager.ProcessManager<unknown, unknown, unknown>

export interface World {
  readonly start: fc.Arbitrary<unknown>
  readonly answers: (command: unknown) => fc.Arbitrary<ReadonlyArray<unknown>>
  readonly spontaneous: ((state: unknown) => fc.Arbitrary<unknown> | undefined) | undefined
}

/** What the world does next; `choice` says which of all possible events it is, `detail` 0 the plainest of its kind. */
export interface Move {
  readonly _tag: "Start" | "Answer" | "Happen"
  /** Which of the owed commands is answered. */
  readonly which: number
  readonly choice: number
  readonly detail: number
}

/** An event that the process gets, and the command that it answers. */
export interface Happened {
  readonly _tag: string
  readonly event: unknown
  readonly answered: { readonly command: unknown } | undefined
}

export interface Situation {
  readonly state: unknown
  readonly started: boolean
  readonly owed: ReadonlyArray<unknown>
}

export const moves = new Map<string, fc.Arbitrary<unknown>>(
  (["Start", "Answer", "Happen"] as const).map((_tag) => [
    _tag,
    fc.record({
      _tag: fc.constant(_tag),
      which: fc.nat(5),
      choice: fc.oneof(fc.nat(8), fc.nat(10_000)),
      detail: fc.nat(1)
    })
  ])
)

/** The world as a decider. A process that throws stays where it was: laws find that out by themselves. */
export const worldOf = (
  process: AnyProcess,
  world: World
): Decider.Decider<Move, Situation, Happened, Happened, string> => ({
  initialState: { state: process.initialState, started: false, owed: [] },
  evolve: (situation, happened) => {
    try {
      if (process.isTerminal(situation.state)) return situation
      const state = process.evolve(situation.state, happened.event)
      const owed = owedAfter(world, situation.owed, happened, process.react(state, happened.event))
      return { state, started: true, owed }
    } catch {
      // what it threw is told by the law that every function answers
      return { ...situation, started: true }
    }
  },
  decide: (move, { owed, started, state }) => {
    const happened = (event: unknown, command?: { readonly command: unknown }) => ({
      _tag: tagOf(event),
      event,
      answered: command
    })
    switch (move._tag) {
      case "Start":
        return started ? Decider.reject("Started") : Decider.accept(happened(drawn(world.start, move)))
      case "Answer": {
        if (!started || owed.length === 0) return Decider.reject("NothingOwed")
        const command = owed[move.which % owed.length]
        const events = drawn(answersTo(world, command), move)
        return events.length === 0
          ? Decider.reject("NoAnswer")
          : Decider.accept(...events.map((event, index) => happened(event, index === 0 ? { command } : undefined)))
      }
      case "Happen": {
        const event = started ? world.spontaneous?.(state) : undefined
        return event === undefined ? Decider.reject("NothingHappens") : Decider.accept(happened(drawn(event, move)))
      }
    }
  },
  isTerminal: ({ started, state }) => started && process.isTerminal(state)
})

/**
 * What is still to be answered after an event. A timer that is set again has moved, and one that is cancelled is owed no
 * more; a command to which nothing ever answers is sent and forgotten.
 */
export const owedAfter = (
  world: World,
  owed: ReadonlyArray<unknown>,
  { answered }: Happened,
  reactions: ReadonlyArray<unknown>
): ReadonlyArray<unknown> => {
  const index = answered === undefined ? -1 : owed.findIndex((command) => same(command, answered.command))
  let left = index === -1 ? owed : owed.toSpliced(index, 1)
  for (const reaction of reactions) {
    if (Timer.isCancel(reaction) || Timer.isSchedule(reaction)) {
      left = left.filter((one) => !isTimer(one, reaction.timer))
    }
    if (!Timer.isCancel(reaction) && isAnswered(world, reaction)) left = [...left, reaction]
  }
  return left
}

const isTimer = (owed: unknown, name: string): boolean => Timer.isSchedule(owed) && owed.timer === name

/** What the world does about a command; about that of a timer, once it is due. */
export const answersTo = (world: World, owed: unknown): fc.Arbitrary<ReadonlyArray<unknown>> =>
  world.answers(Timer.isSchedule(owed) ? owed.command : owed)

const isAnswered = (world: World, command: unknown): boolean => {
  const answers = answersTo(world, command)
  return [0, 1, 2, 3].some((choice) => drawn(answers, { choice, detail: 1 }).length > 0)
}

/** The same value for the same choice. */
export const drawn = <A>(arbitrary: fc.Arbitrary<A>, { choice, detail }: Pick<Move, "choice" | "detail">): A => {
  let made = arbitrary.generate(randomOf(choice, 0).rng, 3)
  for (let left = detail === 0 ? SHRINKS : 0; left > 0; left--) {
    const { value: plainer } = arbitrary.shrink(made.value_, made.context).next()
    if (plainer === undefined) break
    made = plainer
  }
  return made.value
}

/** Enough for the plainest value of any kind. */
const SHRINKS = 60
