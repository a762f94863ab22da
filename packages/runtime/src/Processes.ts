// Runs processes, and asks what they do. Read Process first.
import { Position } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { CheckpointStore, type Fenced } from "./CheckpointStore.ts"
import { EventStore } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import { dispatch } from "./internal/process/dispatch.ts"
import type { UnreadableProcess, UnwritableProcess } from "./internal/process/errors.ts"
import { follow, take } from "./internal/process/follow.ts"
import { compare, resumed } from "./internal/process/owed.ts"
import * as Wakeup from "./internal/wakeup.ts"
import { replay as replayLetters } from "./internal/worker/replay.ts"
import { seized } from "./internal/worker/seized.ts"
import type { Process } from "./Process.ts"
import {
  type Inspected,
  type Instance,
  ProcessStore,
  type Standing,
  type Status as StoredStatus
} from "./ProcessStore.ts"
import { ProjectionStore } from "./ProjectionStore.ts"
import type { Task } from "./Worker.ts"

export type { Replayed } from "./internal/worker/replay.ts"

type AnyProcess = Pick<Process<never, never, never>, "name">

/**
 * The two tasks of a process, for `Worker`: one takes events, the other sends commands.
 *
 * @example
 * ```ts
 * import { type Process, Processes, Worker } from "@deciduous/runtime"
 *
 * declare const fulfilment: Process.Process<never, never, never>
 *
 * export const program = Worker.run(Processes.tasks(fulfilment))
 * ```
 *
 * @since 0.1.0
 * @category running
 */
export const tasks = <S, E, C, X, R>(
  process: Process<S, E, C, X, R>
): ReadonlyArray<Task<R | CheckpointStore | EventStore | ProcessStore | ProjectionStore>> => {
  const bell = Wakeup.make()
  return [
    { name: taskOf(process), shards: 1, run: follow(process, bell.notify) },
    { name: commandsOf(process), shards: 1, run: dispatch(process, bell) }
  ]
}

/**
 * The name of the task that takes a process's events: under it stand its checkpoint and its dead letters.
 *
 * @since 0.1.0
 * @category running
 */
export const taskOf = ({ name }: AnyProcess): string => `process ${name}`

const commandsOf = ({ name }: AnyProcess): string => `process ${name}, commands`

/**
 * One instance: its state, and what it owes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Known<out State> {
  readonly instance: string
  /** `undefined` where it has not begun, and only holds what came too early. */
  readonly state: State | undefined
  /** How many events it has taken. */
  readonly inputs: number
  /** How many events wait for its beginning. */
  readonly early: number
  readonly isEnded: boolean
  /** A command is parked, and nothing more is sent until {@link retry}. */
  readonly isSuspended: boolean
  /** In the order of sending, without those that were handled. */
  readonly owed: ReadonlyArray<Standing>
}

/**
 * The names of the processes that a worker has ever run.
 *
 * @since 0.1.0
 * @category reading
 */
export const names: Effect.Effect<ReadonlyArray<string>, EventStoreError, CheckpointStore> = Effect.gen(function*() {
  const tasks = new Set((yield* (yield* CheckpointStore).standings()).map(({ name }) => name))
  return [...tasks].map((task) => task.slice(taskOf({ name: "" }).length))
    .filter((name) => tasks.has(taskOf({ name })) && tasks.has(commandsOf({ name })))
    .toSorted()
})

/**
 * One instance as it is stored, for who has no code of the process; `undefined` where nothing has concerned it yet.
 *
 * @since 0.1.0
 * @category reading
 */
export const inspect = (
  process: AnyProcess,
  instance: string
): Effect.Effect<Inspected | undefined, EventStoreError, ProcessStore> =>
  Effect.flatMap(ProcessStore, (store) => store.inspect(process.name, instance, taskOf(process)))

/**
 * The state of one instance; `undefined` where nothing has concerned it yet.
 *
 * @since 0.1.0
 * @category reading
 */
export const state = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  instance: string
): Effect.fn.Return<Known<S> | undefined, EventStoreError | UnreadableProcess, ProcessStore> {
  const found = yield* inspect(process, instance)
  if (found === undefined) return undefined
  return {
    instance,
    state: found.state === undefined ? undefined : yield* Effect.fromResult(
      process.codecs.state.decode(instance, found.state)
    ),
    inputs: found.inputs,
    early: found.early.length,
    isEnded: found.isEnded,
    isSuspended: found.commands.some(({ isParked }) => isParked),
    owed: found.commands.filter(({ acknowledged }) => acknowledged === undefined)
  }
})

/**
 * How a process stands; `stopped` says why where its events or its commands wait for somebody.
 *
 * @since 0.1.0
 * @category models
 */
export interface Status extends StoredStatus {
  readonly stopped: string | undefined
  /** Events that could not be taken and were put aside; see {@link replay}. */
  readonly deadLetters: number
}

/**
 * @since 0.1.0
 * @category reading
 */
export const status = Effect.fnUntraced(function*(
  process: AnyProcess
): Effect.fn.Return<Status, EventStoreError, CheckpointStore | ProcessStore | ProjectionStore> {
  const standings = yield* (yield* CheckpointStore).standings([taskOf(process), commandsOf(process)])
  const stored = yield* (yield* ProcessStore).status(process.name)
  const letters = yield* (yield* ProjectionStore).letters(taskOf(process))
  return {
    ...stored,
    stopped: standings.map(({ stopped }) => stopped).find((why) => why !== undefined),
    deadLetters: letters.length
  }
})

/**
 * Instances by name.
 *
 * @since 0.1.0
 * @category reading
 */
export const list = (process: AnyProcess, options: {
  readonly after?: string
  readonly limit?: number
  readonly onlySuspended?: boolean
} = {}): Effect.Effect<ReadonlyArray<Instance>, EventStoreError, ProcessStore> =>
  Effect.flatMap(ProcessStore, (store) => store.list(process.name, { limit: 100, ...options }))

/**
 * Sends parked commands again, of one instance or of all, and lets a process that was stopped go on. Says how many commands
 * these were.
 *
 * @since 0.1.0
 * @category steering
 */
export const retry = Effect.fnUntraced(function*(
  process: AnyProcess,
  instance?: string
): Effect.fn.Return<number, EventStoreError, CheckpointStore | ProcessStore> {
  const checkpoints = yield* CheckpointStore
  const retried = yield* (yield* ProcessStore).retry(process.name, instance)
  yield* checkpoints.resume(taskOf(process))
  yield* checkpoints.resume(commandsOf(process))
  return retried
})

/**
 * What an instance owes by its state, and by what is kept; equal where the process manager is sound.
 *
 * @since 0.1.0
 * @category models
 */
export interface Mismatch {
  readonly instance: string
  /** JSON texts of commands that `resume` says, and nobody will send. */
  readonly missing: ReadonlyArray<string>
  /** JSON texts of commands that are kept, and that `resume` does not say. */
  readonly unexpected: ReadonlyArray<string>
}

/**
 * Holds what `resume` says of an instance against the commands that are kept: `undefined` where they are the same. A command
 * counts as owed until the process has taken what its aggregate answered.
 *
 * @since 0.1.0
 * @category reading
 */
export const check = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  instance: string
): Effect.fn.Return<
  Mismatch | undefined,
  EventStoreError | UnreadableProcess | UnwritableProcess,
  ProcessStore
> {
  const found = yield* inspect(process, instance)
  if (found?.state === undefined) return undefined
  const state = yield* Effect.fromResult(process.codecs.state.decode(instance, found.state))
  const expected = yield* Effect.fromResult(resumed(process, instance, state))
  const open = found.commands.filter(({ acknowledged }) =>
    acknowledged === undefined || acknowledged > found.checkpoint
  )
  const { expected: pairs, unexpected } = compare(expected, open)
  const missing = pairs.flatMap(([{ command }, kept]) => kept === undefined ? [command] : [])
  return missing.length + unexpected.length === 0
    ? undefined
    : { instance, missing, unexpected: unexpected.map(({ command }) => command) }
})

/**
 * Takes events once more that were put aside (`onPoison`), in the order of the log, and those of a parked stream first to
 * last; whatever their instances have taken since. What succeeds is taken away in the transaction in which it takes effect,
 * so that nothing is taken twice. A parked stream goes on by itself when it has no letter left.
 *
 * @since 0.1.0
 * @category steering
 */
export const replay = <S, E, C, X, R>(process: Process<S, E, C, X, R>) =>
  replayLetters(taskOf(process), (event) => take(process, [event], { late: true }))

/**
 * Forgets a process's instances, and folds all events again: with another state or other rules, say. Nothing is sent until
 * it has come to where the log ends now; then it owes what `resume` says of each instance, under the ids that it had, so
 * that what an aggregate has handled is not handled again. It is one transaction: who is killed in its midst has done
 * nothing. A process that was stopped goes on.
 *
 * @since 0.1.0
 * @category steering
 */
export const reset = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>
): Effect.fn.Return<void, Fenced | EventStoreError, CheckpointStore | EventStore | ProcessStore | ProjectionStore> {
  const [checkpoints, log] = [yield* CheckpointStore, yield* EventStore]
  const [letters, store] = [yield* ProjectionStore, yield* ProcessStore]
  const task = taskOf(process)
  const [last] = yield* Stream.runCollect(log.readAll({ direction: "backward", limit: 1, filter: process.filter }))
  yield* seized({ name: task, shard: 0 }, () =>
    Effect.gen(function*() {
      yield* store.reset(process.name, last?.position)
      // they are taken again with all others
      for (const letter of yield* letters.letters(task)) yield* letters.exhume(letter)
      yield* checkpoints.reset(task, Position.start)
      for (const name of [task, commandsOf(process)]) yield* checkpoints.resume(name)
    }))
})
