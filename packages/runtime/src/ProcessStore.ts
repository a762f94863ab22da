// The port that keeps processes: the state of each instance, and the commands that it owes. Read Process beside it.
import type { Position } from "@deciduous/core"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type { Effect } from "effect/Effect"
import type { EventStoreError } from "./EventStoreError.ts"

/**
 * One instance of a process, as it is stored.
 *
 * @since 0.1.0
 * @category models
 */
export interface Instance {
  readonly instance: string
  /** JSON text; `undefined` where it has not begun, and only keeps what came too early. */
  readonly state: string | undefined
  /** Of its last input: what stands there or before is not taken again. */
  readonly position: Position.Position
  /** How many events it has taken. */
  readonly inputs: number
  /** Events that wait for its beginning, each as JSON text. */
  readonly early: ReadonlyArray<string>
  readonly isEnded: boolean
}

/**
 * A command that an instance owes: what is stored is what is sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Owed {
  /** A UUID made of what led to it: the command id under which its aggregate handles it once. */
  readonly id: string
  readonly instance: string
  /** JSON text. */
  readonly command: string
  /** The event that led to it, its id and metadata, as JSON text. */
  readonly cause: string
  /** Where it waits for a time: under which name, and until when by the store's clock. */
  readonly timer?: { readonly name: string; readonly at: DateTime.Utc }
}

/**
 * An owed command, and how far it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Standing extends Owed {
  /** The command id under which it is sent: its own, or another where something else is sent in its place. */
  readonly sentId: string
  readonly attempts: number
  /** Why it was not handled the last time. */
  readonly problem: string | undefined
  /** JSON text of the command that is sent in its place, as it was rejected. */
  readonly instead: string | undefined
  /** Until somebody retries, nothing more of its instance is sent. */
  readonly isParked: boolean
  /** Where its aggregate stood when it had been handled. */
  readonly acknowledged: Position.Position | undefined
}

/**
 * What a batch of events leads to.
 *
 * @since 0.1.0
 * @category models
 */
export interface Changes {
  /** Each instance once. */
  readonly instances: ReadonlyArray<Instance>
  /** Timers that wait no more; all of an instance where no name is given. They go before `owed` comes. */
  readonly cancelled: ReadonlyArray<{ readonly instance: string; readonly timer?: string }>
  /** Commands by their ids that are not owed any more. */
  readonly dropped: ReadonlyArray<string>
  /** In the order in which they are to be sent. A command of a known id is left as it is. */
  readonly owed: ReadonlyArray<Owed>
  /** Commands that were handled up to here have been answered, and are forgotten. */
  readonly answered: Position.Position
  /** Events that these commands led to have been taken: they are answered, even if nobody has noted that they were handled. */
  readonly answeredIds: ReadonlyArray<string>
}

/**
 * What came of sending a command.
 *
 * @since 0.1.0
 * @category models
 */
export type Settled =
  & { readonly id: string }
  & (
    | { readonly _tag: "Acknowledged"; readonly position: Position.Position }
    | { readonly _tag: "Delayed"; readonly delay: Duration.Duration; readonly problem: string }
    | { readonly _tag: "Parked"; readonly problem: string }
    | { readonly _tag: "Replaced"; readonly instead: string; readonly sentId: string; readonly problem: string }
  )

/**
 * What can be sent now, and how long it is until more is due.
 *
 * @since 0.1.0
 * @category models
 */
export interface Due {
  readonly commands: ReadonlyArray<Standing>
  /** `undefined` where nothing waits for a time. */
  readonly next: Duration.Duration | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Inspected extends Instance {
  /** In the order in which they are sent. */
  readonly commands: ReadonlyArray<Standing>
  /** Up to where the process has taken events when this was so. */
  readonly checkpoint: Position.Position
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Status {
  /** Instances that have begun and not ended. */
  readonly running: number
  readonly ended: number
  /** Instances of which a command is parked. */
  readonly suspended: number
  /** Commands that were not handled yet, timers among them. */
  readonly owed: number
  readonly timers: number
  /** Up to where events are folded again, after a reset; nothing is sent meanwhile. */
  readonly replayingUntil: Position.Position | undefined
}

/**
 * Instances and commands of processes, by the process's name. What is called inside a batch of the `CheckpointStore` of the
 * same layer is part of its transaction. Times are by the store's clock.
 *
 * @since 0.1.0
 * @category services
 */
export class ProcessStore extends Context.Service<ProcessStore, {
  /** Those that exist, of these. */
  readonly instances: (
    process: string,
    instances: ReadonlyArray<string>
  ) => Effect<ReadonlyArray<Instance>, EventStoreError>
  /** What these instances owe, by the order of sending; also what was acknowledged and not answered yet. */
  readonly commands: (
    process: string,
    instances: ReadonlyArray<string>
  ) => Effect<ReadonlyArray<Standing>, EventStoreError>
  readonly write: (process: string, changes: Changes) => Effect<void, EventStoreError>
  /**
   * Commands that are due, at most so many: of each instance timers and the first of the others, none of an instance of
   * which one is parked, and none at all during a replay.
   */
  readonly due: (process: string, limit: number) => Effect<Due, EventStoreError>
  /** Commands that are not owed any more are left alone. */
  readonly settle: (process: string, settled: ReadonlyArray<Settled>) => Effect<void, EventStoreError>
  /** At one moment: an instance, what it owes, and up to where the task `task` has come. */
  readonly inspect: (
    process: string,
    instance: string,
    task: string
  ) => Effect<Inspected | undefined, EventStoreError>
  /** Instances by name, after one, at most so many. */
  readonly list: (process: string, options: {
    readonly after?: string
    readonly limit: number
    readonly onlySuspended?: boolean
  }) => Effect<ReadonlyArray<Instance>, EventStoreError>
  readonly status: (process: string) => Effect<Status, EventStoreError>
  /** Parked commands may be sent again, of one instance or all; says how many these were. */
  readonly retry: (process: string, instance?: string) => Effect<number, EventStoreError>
  /** Forgets everything of a process; until its events are folded again up to a position nothing is sent. */
  readonly reset: (process: string, until: Position.Position | undefined) => Effect<void, EventStoreError>
  /** Up to where it is folded again, if it is. */
  readonly replay: (process: string) => Effect<Position.Position | undefined, EventStoreError>
  readonly endReplay: (process: string) => Effect<void, EventStoreError>
}>()("@deciduous/runtime/ProcessStore") {}
