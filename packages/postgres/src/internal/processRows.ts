// Rows of instances and of commands as the statements of processes select them.
import type { Position } from "@deciduous/core"
import type { ProcessStore } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"

export type InstanceRow = readonly [
  instance: string,
  state: string | null,
  position: Position.Position,
  inputs: number,
  early: ReadonlyArray<string>,
  isEnded: boolean
]

export type CommandRow = readonly [
  id: string,
  sentId: string,
  instance: string,
  command: string,
  cause: string,
  timer: string | null,
  at: Date | number | null,
  attempts: number,
  problem: string | null,
  instead: string | null,
  isParked: boolean,
  acknowledged: Position.Position | null
]

export const toInstance = (
  [instance, state, position, inputs, early, isEnded]: readonly [...InstanceRow, ...ReadonlyArray<unknown>]
): ProcessStore.Instance => ({ instance, state: state ?? undefined, position, inputs, early, isEnded })

export const toStanding = (
  [id, sentId, instance, command, cause, timer, at, attempts, problem, instead, isParked, acknowledged]: CommandRow
): ProcessStore.Standing => ({
  id,
  sentId,
  instance,
  command,
  cause,
  ...(timer !== null && at !== null && { timer: { name: timer, at: DateTime.makeUnsafe(at) } }),
  attempts,
  problem: problem ?? undefined,
  instead: instead ?? undefined,
  isParked,
  acknowledged: acknowledged ?? undefined
})
