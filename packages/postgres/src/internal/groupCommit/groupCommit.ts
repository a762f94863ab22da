// Group commit: appends that come while others are under way leave together, in one transaction.
import { EventStoreError, Metrics } from "@deciduous/runtime"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type { Entry } from "../append/entry.ts"
import type { Failure, Verdict } from "../append/outcome.ts"
import type { Sender } from "../append/send.ts"
import * as Lanes from "./lanes.ts"
import * as limits from "./limits.ts"

/** An append that waits or is under way, and who wants to know. */
interface Item {
  readonly entry: Entry
  /** How much of a batch it takes up. */
  readonly weight: number
  /** The caller's, so that the statement's span stands in the caller's trace: the first one's for a batch. */
  readonly context: Context.Context<never>
  readonly settle: (exit: Exit.Exit<Verdict, Failure>) => void
}

export interface GroupCommit {
  /**
   * The verdict on one append. Whoever is interrupted takes its append away if it still waits; one that is under way is
   * completed, and nobody learns of it.
   */
  readonly one: (entry: Entry) => Effect.Effect<Verdict, Failure>
  /** Those on several that go together, and therefore alone. */
  readonly all: (entries: ReadonlyArray<Entry>) => Effect.Effect<ReadonlyArray<Verdict>, Failure>
}

/** When the scope closes, appends that wait are still sent, and no new one is taken. */
export const make = Effect.fnUntraced(function*(
  sender: Sender,
  onAppended: () => void
): Effect.fn.Return<GroupCommit, never, Scope.Scope> {
  let isClosed = false
  const lanes = Lanes.make<Item>({
    lanes: limits.lanes,
    keyOf: ({ entry }) => entry.streamId.name,
    weightOf: ({ weight }) => weight,
    maxWeight: 1,
    sharedWeight: limits.eventsNotShared / limits.eventsPerBatch,
    maxItems: limits.appendsPerBatch,
    leave: (batch, over) => {
      const { context } = batch[0]!
      Metrics.appendBatchSize.updateUnsafe(batch.length, context)
      Metrics.waitingAppends.updateUnsafe(lanes.waiting(), context)
      const sent = batch.length === 1 ? alone(batch[0]!) : together(batch)
      Effect.runForkWith(context)(sent).addObserver(over)
    }
  })

  const alone = (item: Item) =>
    Effect.map(Effect.exit(Effect.suspend(() => sender.one(item.entry))), (exit) => settle([item], [exit]))

  const together = (batch: ReadonlyArray<Item>): Effect.Effect<void> =>
    Effect.flatMap(Effect.exit(Effect.suspend(() => sender.each(batch.map(({ entry }) => entry)))), (exit) => {
      if (Exit.isSuccess(exit)) return Effect.sync(() => settle(batch, exit.value.map(Exit.succeed)))
      // the others are not to fail for what one of them may have caused
      if (isUndone(exit)) return Effect.forEach(batch, alone, { discard: true })
      return Effect.sync(() => settle(batch, batch.map(() => Exit.failCause(exit.cause))))
    })

  const settle = (batch: ReadonlyArray<Item>, exits: ReadonlyArray<Exit.Exit<Verdict, Failure>>) => {
    if (exits.some((exit) => Exit.isSuccess(exit) && isWritten(exit.value))) onAppended()
    for (let i = 0; i < batch.length; i++) {
      const exit = exits[i]!
      batch[i]!.settle(exit)
      if (Exit.isSuccess(exit)) refuseStale(batch[i]!.entry, versionOf(exit.value))
    }
  }

  /** Who waits with an older version in mind need not be sent to hear of the conflict. */
  const refuseStale = ({ streamId }: Entry, actual: number) => {
    if (lanes.waiting() === 0) return
    const stale = lanes.remove(
      streamId.name,
      ({ entry }) => typeof entry.expected === "number" && entry.expected < actual
    )
    for (const item of stale) item.settle(Exit.succeed({ _tag: "Refused", actual, isBehind: false }))
  }

  yield* Effect.addFinalizer(() =>
    Effect.callback<void>((resume) => {
      isClosed = true
      lanes.whenIdle(() => resume(Effect.void))
    })
  )

  return {
    one: (entry) =>
      Effect.withFiber((fiber) =>
        Effect.callback<Verdict, Failure>((resume) => {
          if (isClosed) return resume(Effect.fail(closed))
          const item = { entry, weight: weightOf(entry), context: fiber.context, settle: resume }
          lanes.enter(item)
          return Effect.sync(() => {
            lanes.remove(entry.streamId.name, (waiting) => waiting === item)
          })
        })
      ),
    all: (entries) =>
      Effect.suspend(() => isClosed ? Effect.fail(closed) : sender.all(entries)).pipe(
        Effect.tap((verdicts) => Effect.sync(() => verdicts.some(isWritten) && onAppended()))
      )
  }
})

const isWritten = ({ _tag }: Verdict): boolean => _tag === "Written"

/** At which version a stream is. */
const versionOf = (verdict: Verdict): number => verdict._tag === "Written" ? verdict.appended.version : verdict.actual

const weightOf = ({ prepared }: Entry): number => {
  let characters = 0
  for (const { data, metadata } of prepared) characters += data.length + metadata.length
  return Math.max(prepared.length / limits.eventsPerBatch, characters / limits.charactersPerBatch)
}

/** Nothing of a batch was written, and some of it still may be. */
const isUndone = (exit: Exit.Exit<unknown, Failure>): boolean => {
  const failure = Option.getOrUndefined(Exit.findErrorOption(exit))
  if (failure === undefined || failure._tag === "Lost") return false
  return failure._tag !== "Failed" || failure.error.reason._tag !== "StoreUnavailable"
}

const closed: Failure = {
  _tag: "Failed",
  error: new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreUnavailable({ problem: "it is closed. Nothing was written.", cause: undefined })
  })
}
