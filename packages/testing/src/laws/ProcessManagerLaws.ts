// The laws of a process manager as data: what it owes is known after every crash, and it comes to an end.
import type { ProcessManager, Timer } from "@deciduous/core"
import type * as fc from "fast-check"
import { verdictOf } from "./internal/check.ts"
import { code } from "./internal/code.ts"
import { explore, type Explored } from "./internal/explore.ts"
import { type AnyProcess, moves, type World, worldOf } from "./internal/process/Environment.ts"
import { makeProcessLaws } from "./internal/process/laws.ts"
import type { Met } from "./internal/process/trace.ts"
import { newSeed } from "./internal/random.ts"
import { laidOut } from "./internal/spec.ts"
import { type AnyDecider, type Subject, untyped } from "./internal/subject.ts"
import { reached } from "./internal/walk-laws/reached.ts"
import { said } from "./internal/walk-laws/users.ts"
import type { WalkLaw } from "./internal/walkLaw.ts"
import type { Law } from "./Law.ts"

/**
 * The world around the process, and what must hold in it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<State, Event, Command> {
  /** The event that it begins with. */
  readonly start: fc.Arbitrary<Event>
  /**
   * The events that answer a command, each way in which that may go; an empty list where nothing ever answers it. A timer
   * is answered as its command is, and at any time: which is sooner, chance decides.
   */
  readonly answers: (command: Timer.Command<Command>) => fc.Arbitrary<ReadonlyArray<Event>>
  /** What may happen by itself in a state: a deadline, a change of mind; `undefined` where nothing does. */
  readonly spontaneous?: (state: State) => fc.Arbitrary<Event> | undefined
  /** That an event which comes again changes nothing. The runtime delivers each once. */
  readonly duplicates?: "ignored"
  /** That answers may come in any order and ask for the same commands. */
  readonly reorder?: "any"
  /** By name, what holds of the state after every event: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (state: State) => true | string }
  /** By name, what holds once it has ended: that what was done is undone, for one. */
  readonly atEnd?: {
    readonly [name: string]: (
      end: { readonly events: ReadonlyArray<Event>; readonly commands: ReadonlyArray<Command>; readonly state: State }
    ) => true | string
  }
  /** What to find the same histories by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many histories to walk in any case, 100 by default. */
  readonly histories?: number
  /** So many milliseconds further histories are walked as long as no law is broken, 2,000 by default. */
  readonly budget?: number
}

/**
 * All laws of a process manager, over the same histories. `name` is what it is called in the specs that are printed.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = <State, Event, Command>(
  name: string,
  process: ProcessManager.ProcessManager<State, Event, Command>,
  options: Options<NoInfer<State>, NoInfer<Event>, Command>
): ReadonlyArray<Law> => {
  const { budget = 2000, histories = 100, invariants = {}, seed = newSeed() } = options
  const world: World = {
    start: options.start,
    answers: untyped<World["answers"]>(options.answers),
    spontaneous: untyped<World["spontaneous"]>(options.spontaneous)
  }
  const any = untyped<AnyProcess>(process)
  const all = makeProcessLaws(any, world, (met) => spec(name, met))
  const subject: Subject = {
    decider: untyped<AnyDecider>(worldOf(any, world)),
    commands: moves,
    wanted: new Map()
  }
  const walkLaws: ReadonlyArray<WalkLaw> = [
    all.answers,
    all.unchanged,
    all.keys,
    all.owed,
    ...(options.duplicates === undefined ? [] : [all.duplicates]),
    ...(options.reorder === undefined ? [] : [all.reorder]),
    ...Object.entries(invariants).map(([name, holds]) =>
      all.each(name, ({ after }) => said(() => holds(after as State)))
    ),
    ...all.ends(Object.entries(options.atEnd ?? {}) as never),
    all.alone
  ]
  let explored: Explored | undefined
  const run = () => explored ??= explore(subject, walkLaws, { seed, histories, budget, missing: () => [] })
  return [
    ...walkLaws.map((law): Law => ({ name: law.name, check: () => verdictOf(law, subject, run(), () => "") })),
    { name: "the histories hold events", check: () => reached(run()) }
  ]
}

const spec = (name: string, met: ReadonlyArray<Met>): string => {
  const last = met.at(-1)!
  const before = met.slice(0, -1).map(({ event }) => code(event))
  return laidOut((list) =>
    `Spec.processManager(${list([name, ...before])}).when(${list([code(last.event)])}).thenCommands(${
      list(last.commands.map(code))
    }).thenOwes(${list(last.resumed.map(code))})`
  )
}
