// The program of a simulation: the processes and projections as the runtime runs them, on stores that it can lose.
import { CheckpointStore } from "@deciduous/runtime/CheckpointStore"
import { EventStore } from "@deciduous/runtime/EventStore"
import { OutcomeUnknown } from "@deciduous/runtime/EventStoreError"
import * as Processes from "@deciduous/runtime/Processes"
import { ProcessStore } from "@deciduous/runtime/ProcessStore"
import * as Projections from "@deciduous/runtime/Projections"
import { ProjectionStore } from "@deciduous/runtime/ProjectionStore"
import { ReadModelStore } from "@deciduous/runtime/ReadModelStore"
import * as Worker from "@deciduous/runtime/Worker"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { randomOf } from "../../laws/internal/random.ts"
import { settle } from "./clock.ts"
import { type Gate, makeGate } from "./gate.ts"
import { type AnyProcess, type Fault, type Options, processesOf } from "./model.ts"

export interface Program {
  readonly gate: Gate
  /** Ends it: its leases are given back where it still lives. */
  readonly end: Effect.Effect<void>
}

/** A command that a process has sent, and what came of it. */
export interface Sent {
  readonly process: string
  readonly instance: string
  readonly command: unknown
  readonly commandId: string
  readonly exit: Exit.Exit<unknown, unknown>
  /** It was handled, and nobody was told. */
  readonly isLost: boolean
}

/** How long a lease lasts: who comes after one that was killed waits for so many seconds. */
export const LEASE = 10

export const start = Effect.fnUntraced(function*(
  options: Pick<Options, "processes" | "projections">,
  faults: ReadonlyArray<Fault>,
  chanceOf: ChanceOf,
  note: (sent: Sent) => Effect.Effect<void>
) {
  const gate = makeGate()
  const scope = yield* Scope.make()
  const services = yield* Effect.context<Projections.Stores | ProcessStore>()
  const stores = Context.empty().pipe(
    Context.add(EventStore, gate.through(Context.get(services, EventStore))),
    Context.add(CheckpointStore, gate.through(Context.get(services, CheckpointStore))),
    Context.add(ProcessStore, gate.through(Context.get(services, ProcessStore))),
    Context.add(ProjectionStore, gate.through(Context.get(services, ProjectionStore))),
    Context.add(ReadModelStore, gate.through(Context.get(services, ReadModelStore)))
  )
  const tasks = Effect.gen(function*() {
    const ofProjections = yield* Projections.tasksOf(options.projections ?? [])
    const ofProcesses = processesOf(options).flatMap((process) =>
      Processes.tasks(troubled(process, faults, chanceOf, note))
    )
    yield* Worker.start([...ofProjections, ...ofProcesses], { lease: `${LEASE} seconds` })
  })
  yield* Effect.orDie(Effect.provideContext(Scope.provide(tasks, scope), Context.merge(services, stores)))
  yield* settle(gate.calls)
  return { gate, end: Scope.close(scope, Exit.void) } satisfies Program
})

/** The same process, on whose way to the aggregates something may go wrong. */
const troubled = (
  process: AnyProcess,
  faults: ReadonlyArray<Fault>,
  chanceOf: ChanceOf,
  note: (sent: Sent) => Effect.Effect<void>
): AnyProcess => ({
  ...process,
  dispatch: (command, instance) => ({
    handle: Effect.fnUntraced(function*(options) {
      const commandId = options.commandId ?? ""
      const { delay, loses } = chanceOf(process.name + commandId)
      if (faults.includes("delay") && delay !== undefined) yield* Effect.sleep(delay)
      const exit = yield* Effect.exit(process.dispatch(command, instance).handle(options))
      const isLost = faults.includes("duplicate") && Exit.isSuccess(exit) && loses
      yield* note({ process: process.name, instance, command, commandId, exit, isLost })
      return isLost ? yield* new OutcomeUnknown({ streamId: instance, cause: "its answer was lost" }) : yield* exit
    })
  })
})

/** What may go wrong with a command this time. */
export type ChanceOf = (command: string) => { readonly delay: Duration.Input | undefined; readonly loses: boolean }

/**
 * What goes wrong with a command is drawn by the command, so that it is the same whatever else happens. What has gone wrong
 * twice goes well.
 */
export const makeChances = (seed: number): ChanceOf => {
  const attempts = new Map<string, number>()
  return (command) => {
    const attempt = (attempts.get(command) ?? 0) + 1
    attempts.set(command, attempt)
    if (attempt > 2) return { delay: undefined, loses: false }
    let hash = attempt
    for (const character of command) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0
    const random = randomOf(seed, hash)
    // each is drawn whether or not it may happen, so that one that may not changes nothing about the other
    const delay = random.pick(DELAYS)
    return { delay: random.chance(1, 3) ? delay : undefined, loses: random.chance(1, 4) }
  }
}

const DELAYS = ["30 millis", "200 millis", "2 seconds", "7 seconds"] as const
