// What is answered to appends that were not written at the first attempt: a conflict, what the first of them was answered
// if they are repeated, or that they go again.
import { type EventStore, EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Entry } from "./entry.ts"
import type { Judge } from "./judge.ts"
import type { Failure, Verdict } from "./outcome.ts"

export type Refusal =
  | EventStoreError.VersionConflict
  | EventStoreError.OutcomeUnknown
  | EventStoreError.EventStoreError

type Settled<A> = Effect.Effect<A, Refusal>
type Answers = ReadonlyArray<EventStore.Appended>

/** For one append, or for several that go together. */
export const makeSettle = ({ judge, versionOf }: Judge) => {
  /** Where all of them were written before; `undefined` if nothing stands in the way of any. */
  const judgeAll = Effect.fnUntraced(function*(entries: ReadonlyArray<Entry>, verdicts: ReadonlyArray<Verdict>) {
    const before: Array<EventStore.Appended> = []
    let repeated: Entry | undefined
    for (const [i, entry] of entries.entries()) {
      const verdict = verdicts[i]
      const appended = yield* judge(entry, verdict?._tag === "Refused" ? verdict.actual : undefined)
      if (appended === undefined) continue
      repeated ??= entry
      before.push(appended)
    }
    if (repeated === undefined) return undefined
    // some of them were written before, so it was not together with the others
    return before.length === entries.length ? before : yield* conflict(repeated)
  })

  const conflict = (entry: Entry): Settled<never> =>
    Effect.flatMap(
      versionOf(entry),
      (actual) =>
        Effect.fail(
          new EventStoreError.VersionConflict({ streamId: entry.streamId.name, expected: entry.expected, actual })
        )
    )

  const refused = (entries: ReadonlyArray<Entry>, verdicts: ReadonlyArray<Verdict>): Settled<Answers> =>
    Effect.flatMap(judgeAll(entries, verdicts), (before) => {
      if (before !== undefined) return Effect.succeed(before)
      const i = Math.max(0, verdicts.findIndex((verdict) => verdict._tag === "Refused" && verdict.isBehind))
      const { actual: version } = verdicts[i] as Verdict & { readonly _tag: "Refused" }
      const reason = new EventStoreError.TransactionBehind({ streamId: entries[i]!.streamId.name, version })
      return Effect.fail(new EventStoreError.EventStoreError({ reason }))
    })

  /** `undefined` if they may go again, after a wait; `beaten` is how often they went already. */
  const failed = (
    entries: ReadonlyArray<Entry>,
    failure: Failure,
    beaten: number
  ): Settled<Answers | undefined> => {
    switch (failure._tag) {
      case "Failed":
        return Effect.fail(failure.error)
      case "Lost":
        return Effect.fail(
          new EventStoreError.OutcomeUnknown({
            streamId: entries.map(({ streamId }) => streamId.name).join(", "),
            cause: failure.cause
          })
        )
      case "Again":
        return beaten < maxAttempts ? pause(beaten) : Effect.fail(failure.error)
      case "Beaten": {
        const again = beaten < maxAttempts ? pause(beaten) : conflict(entries[0]!)
        // whose version may be any has only lost a race
        if (failure.to === "version" && entries.every(({ expected }) => typeof expected === "string")) return again
        return Effect.filterOrElse(judgeAll(entries, []), (before) => before !== undefined, () => again)
      }
    }
  }

  return { refused, failed }
}

/** So that an append always ends. */
const maxAttempts = 50

/**
 * In a race one append wins and the others begin anew, each after up to twice the time it waited before, at random, so
 * that they part. Each attempt is a transaction of its own, so a later one always has a higher number than what beat it.
 */
const pause = (beaten: number): Effect.Effect<undefined> =>
  Effect.flatMap(Random.next, (random) => Effect.as(Effect.sleep(random * Math.min(2 ** (beaten + 1), 64)), undefined))
