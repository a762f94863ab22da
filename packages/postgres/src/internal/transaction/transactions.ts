// Transactions that need not wait for each of their statements. They are the client's own in all but that: whoever uses
// the client within one is part of it.
import type { EventStoreError } from "@deciduous/runtime"
import { type PgClient, type PgConnection, PgPool } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { toError } from "../failure.ts"
import type { SqlError } from "../sql.ts"
import type { Statements } from "../statements.ts"
import { type Answers, type Options, pipelined } from "./pipelined.ts"

export type Transact = <A, E, R>(
  options: Options,
  write: (answers: Answers) => Effect.Effect<A, E, R>
) => Effect.Effect<A, E | SqlError, R>

/**
 * The client lends a transaction a connection on which each statement waits for the one before it. These have connections
 * of their own beside the client's, up to as many, opened when they are needed.
 */
export const makeTransact = Effect.fnUntraced(function*(
  sql: PgClient.PgClient,
  statements: Statements
): Effect.fn.Return<Transact, EventStoreError.EventStoreError, Scope.Scope> {
  const pool = yield* Effect.mapError(
    PgPool.make({ ...sql.config, multiplex: true, multiplexConcurrency: 1 }),
    toError("connect")
  )

  const runApart = Effect.runForkWith(yield* Effect.context())
  const cancel = (session: PgConnection.PgConnection) =>
    Effect.ignore(sql.unsafe(statements.cancelSession, [session.processId]).values, {
      log: "Debug",
      message: "A statement that was given up could not be cancelled, and ends by itself."
    })

  /** What it is at is cancelled. A cancellation that comes late must not meet another's statement on that connection. */
  const discard = (session: PgConnection.PgConnection) =>
    Effect.andThen(
      pool.invalidate(session),
      Effect.sync(() => {
        // an embedded server has no process to be told
        if (session.processId !== 0) runApart(cancel(session))
      })
    )

  return (options, write) =>
    Effect.withFiber((fiber) =>
      Context.getOrUndefined(fiber.context, sql.transactionService) !== undefined
        ? sql.withTransaction(write(none))
        : pool.use((session) => {
          const { connection, ...answers } = pipelined(session, options, discard(session))
          // the client begins one where it is not within any, that is one level below the first
          return Effect.provideService(sql.withTransaction(write(answers)), sql.transactionService, [connection, -1])
        })
    )
})

/** Within somebody else's transaction everything is waited for. */
const none: Answers = { complete: Effect.void, refusal: () => undefined }
