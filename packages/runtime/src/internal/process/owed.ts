// What `resume` says that an instance owes, held against what is kept: for the check, and to fold everything again.
import { type RecordedEvent, Timer } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import type { Process } from "../../Process.ts"
import type { Owed } from "../../ProcessStore.ts"
import { encoded } from "./advance.ts"
import { uuidV5 } from "./commandId.ts"
import type { UnwritableProcess } from "./errors.ts"

type Command = Pick<Owed, "command" | "timer">

/** What `resume` gives for a state, as it is kept. */
export const resumed = <S, E, C, X, R>(
  { codecs, processManager }: Process<S, E, C, X, R>,
  instance: string,
  state: S
): Result.Result<ReadonlyArray<Command>, UnwritableProcess> =>
  Result.all(
    processManager.resume(state)
      .filter((reaction) => !Timer.isCancel(reaction))
      .map((reaction) => encoded(codecs.command, instance, reaction))
  )

export interface Difference<A> {
  /** What `resume` says, each with the one that is kept, if there is one. */
  readonly expected: ReadonlyArray<readonly [command: Command, kept: A | undefined]>
  /** What is kept, and `resume` does not say. */
  readonly unexpected: ReadonlyArray<A>
}

/** Pairs what should be owed with what is kept; of equal ones the later ones are taken. */
export const compare = <A extends Command>(
  expected: ReadonlyArray<Command>,
  kept: ReadonlyArray<A>
): Difference<A> => {
  const byKey = new Map<string, Array<A>>()
  for (const one of kept) {
    const same = byKey.get(keyOf(one))
    if (same === undefined) byKey.set(keyOf(one), [one])
    else same.push(one)
  }
  const paired = expected.toReversed().map((command) => [command, byKey.get(keyOf(command))?.pop()] as const)
  return { expected: paired.toReversed(), unexpected: [...byKey.values()].flat() }
}

/** What is owed after a replay, under the ids that it had; a command that no event asked for gets one of its own. */
export const afterReplay = (
  process: string,
  instance: string,
  cause: string,
  { expected }: Difference<Owed>
): ReadonlyArray<Owed> =>
  expected.map(([command, kept], i) =>
    kept
      ?? { ...command, instance, cause, id: uuidV5(JSON.stringify([process, instance, "resume", i, keyOf(command)])) }
  )

const keyOf = ({ command, timer }: Command): string =>
  timer === undefined ? command : JSON.stringify([timer.name, DateTime.toEpochMillis(timer.at), command])

export const causeOf = ({ id, metadata }: Pick<RecordedEvent<unknown>, "id" | "metadata">): string =>
  JSON.stringify({ id, metadata })
