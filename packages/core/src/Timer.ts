// Time in a process manager, as data: a command that is due later, and taking it back. Read ProcessManager first.
import type * as DateTime from "effect/DateTime"
import * as Predicate from "effect/Predicate"

/**
 * A command that is owed at a time, unless its timer is cancelled before. One whose time is past is due at once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Schedule<out Command> {
  readonly _tag: "Timer.Schedule"
  /** Its name in the process: scheduling the same timer again moves it. */
  readonly timer: string
  readonly at: DateTime.Utc
  readonly command: Command
}

/**
 * Takes back a timer's command, if it is still waiting. One that is on its way meets its aggregate, which decides.
 *
 * @since 0.1.0
 * @category models
 */
export interface Cancel {
  readonly _tag: "Timer.Cancel"
  readonly timer: string
}

/**
 * The commands themselves, of what a process manager reacts with.
 *
 * @since 0.1.0
 * @category models
 */
export type Command<Reaction> = Reaction extends Schedule<infer Later> ? Later : Exclude<Reaction, Cancel>

/**
 * Owes a command at a time, which is computed from what the events say.
 *
 * @example
 * ```ts
 * import { Timer } from "@deciduous/core"
 * import { DateTime } from "effect"
 *
 * export const unpaid = (order: string, placedAt: DateTime.Utc) =>
 *   Timer.schedule("payment", DateTime.add(placedAt, { minutes: 30 }), { _tag: "CancelOrder", order })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const schedule = <const Command>(timer: string, at: DateTime.Utc, command: Command): Schedule<Command> => ({
  _tag: "Timer.Schedule",
  timer,
  at,
  command
})

/**
 * @since 0.1.0
 * @category constructors
 */
export const cancel = (timer: string): Cancel => ({ _tag: "Timer.Cancel", timer })

/**
 * @since 0.1.0
 * @category guards
 */
export const isSchedule: (reaction: unknown) => reaction is Schedule<unknown> = Predicate.isTagged(
  "Timer.Schedule"
) as (reaction: unknown) => reaction is Schedule<unknown>

/**
 * @since 0.1.0
 * @category guards
 */
export const isCancel: (reaction: unknown) => reaction is Cancel = Predicate.isTagged("Timer.Cancel") as (
  reaction: unknown
) => reaction is Cancel
