// Appending to one stream and to several together: checked, sent, and settled where the first answer was none.
import { AppendRequest, type EventStore, EventStoreError, type Limits } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { type Entry, toEntry } from "./append/entry.ts"
import { makeJudge } from "./append/judge.ts"
import { makeSender, patient } from "./append/send.ts"
import { type Hook, makeHookedSender } from "./append/sendHooked.ts"
import { makeSettle, type Refusal } from "./append/settle.ts"
import * as GroupCommit from "./groupCommit/groupCommit.ts"
import { makeRead } from "./read.ts"
import type { Statements } from "./statements.ts"
import { makeTransact } from "./transaction/transactions.ts"

export interface Options {
  readonly sql: PgClient.PgClient
  readonly statements: Statements
  readonly limits: Limits.Limits
  /** Called when something was written. */
  readonly onAppended: () => void
  readonly hook: Hook | undefined
}

type Appends = Pick<EventStore.EventStore["Service"], "append" | "appendAll">

/** When the scope closes, appends that wait are still written, and no new one is taken. */
export const makeAppends = Effect.fnUntraced(function*(
  { hook, limits, onAppended, sql, statements }: Options
): Effect.fn.Return<Appends, EventStoreError.EventStoreError, Scope.Scope> {
  const sender = patient(
    hook === undefined
      ? makeSender(sql, statements)
      : makeHookedSender(sql, statements, yield* makeTransact(sql, statements), hook)
  )
  const commit = yield* GroupCommit.make(sender, onAppended)
  const settle = makeSettle(makeJudge(sql, statements, makeRead(sql, statements)))

  const appendOne = (entry: Entry, beaten: number): Effect.Effect<EventStore.Appended, Refusal> =>
    Effect.matchEffect(commit.one(entry), {
      onSuccess: (verdict) =>
        verdict._tag === "Written"
          ? Effect.succeed(verdict.appended)
          : first(settle.refused([entry], [verdict])),
      onFailure: (failure) =>
        Effect.flatMap(
          settle.failed([entry], failure, beaten),
          (before) => before === undefined ? appendOne(entry, beaten + 1) : Effect.succeed(before[0]!)
        )
    })

  const appendAll = (
    entries: ReadonlyArray<Entry>,
    beaten: number
  ): Effect.Effect<ReadonlyArray<EventStore.Appended>, Refusal> =>
    Effect.matchEffect(commit.all(entries), {
      onSuccess: (verdicts) => {
        const appended = verdicts.flatMap((verdict) => verdict._tag === "Written" ? [verdict.appended] : [])
        return appended.length < entries.length ? settle.refused(entries, verdicts) : Effect.succeed(appended)
      },
      onFailure: (failure) =>
        Effect.filterOrElse(
          settle.failed(entries, failure, beaten),
          (before) => before !== undefined,
          () => appendAll(entries, beaten + 1)
        )
    })

  return {
    append: (streamId, events, { expectedVersion }) => {
      const prepared = AppendRequest.prepare(limits, streamId, events, expectedVersion)
      if (Result.isFailure(prepared)) return Effect.fail(prepared.failure)
      const entry = toEntry({ streamId, events, expectedVersion }, prepared.success)
      return alone(sql, streamId.name, () => appendOne(entry, 0))
    },
    appendAll: (appends) => {
      const prepared = AppendRequest.prepareAll(limits, appends)
      if (Result.isFailure(prepared)) return Effect.fail(prepared.failure)
      const entries = appends.map((append, i) => toEntry(append, prepared.success[i]!))
      return alone(sql, appends[0].streamId.name, () => appendAll(entries, 0))
    }
  }
})

/** Events that follow another write of their transaction could carry a lower number than their stream's last event. */
const alone = <A, E>(sql: PgClient.PgClient, streamId: string, append: () => Effect.Effect<A, E>) =>
  Effect.withFiber<A, E | EventStoreError.EventStoreError>((fiber) =>
    Context.getOrUndefined(fiber.context, sql.transactionService) === undefined
      ? append()
      : Effect.fail(
        new EventStoreError.EventStoreError({ reason: new EventStoreError.InsideTransaction({ streamId }) })
      )
  )

const first = <A, E>(all: Effect.Effect<ReadonlyArray<A>, E>): Effect.Effect<A, E> => Effect.map(all, ([one]) => one!)
