// The connection of one transaction, on which a statement whose answer nobody asks for is not waited for: the next one
// leaves at once, behind it. Read transactions.ts first.
import type { PgConnection } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { wroteNothing } from "../failure.ts"
import { type Connection, SqlError, UnknownError } from "../sql.ts"
import type { Statements } from "../statements.ts"

export interface Options {
  /** The texts of statements whose answers nobody asks for. */
  readonly unasked: ReadonlySet<string>
  /** Whether a statement that has written, and has given no rows, is not waited for when it is sent again. */
  readonly learns: boolean
}

export interface Answers {
  /** Waits until everything is answered, and fails with what the first statement failed with that was not waited for. */
  readonly complete: Effect.Effect<void, SqlError>
  /** Where the server has refused a statement that was not waited for. What is waited for behind it fails with the same. */
  readonly refusal: () => SqlError | undefined
}

export interface Pipelined extends Answers {
  readonly connection: Connection
}

export const begin = "BEGIN"

/** What is done to documents is never asked for: it has locked them, or fails. */
export const writesOfDocuments = (statements: Statements): ReadonlyArray<string> => [
  statements.insertDocuments,
  statements.writeDocuments,
  statements.reserveDocuments,
  statements.deleteDocuments
]

/**
 * `session` multiplexes, nobody else uses it meanwhile, and it answers in the order of the statements. It is given to
 * `discard` instead of a ROLLBACK where the server may still be at work.
 */
export const pipelined = (
  session: PgConnection.PgConnection,
  { learns, unasked: known }: Options,
  discard: Effect.Effect<void>
): Pipelined => {
  const unasked = new Set(known)
  const open = new Set<Fiber.Fiber<unknown, SqlError>>()
  let isLearning = learns
  let failure: SqlError | undefined
  let isAbandoned = false

  const oldest = Effect.suspend((): Effect.Effect<unknown> => {
    for (const fiber of open) return Fiber.await(fiber)
    return Effect.void
  })
  const complete = Effect.whileLoop({ while: () => open.size > 0, body: () => oldest, step: () => {} }).pipe(
    Effect.andThen(Effect.suspend(() => failure === undefined ? Effect.void : Effect.fail(failure)))
  )

  const awaited = <A>(query: Effect.Effect<A, SqlError>): Effect.Effect<A, SqlError> =>
    query.pipe(
      Effect.onInterrupt(() => Effect.sync(() => isAbandoned = true)),
      Effect.matchEffect({
        // behind a failure every statement of a transaction fails; the first one says why
        onFailure: (error) => Effect.andThen(complete, Effect.fail(error)),
        onSuccess: (answer) =>
          open.size === 0 && failure === undefined ? Effect.succeed(answer) : Effect.as(complete, answer)
      })
    )

  const sent = (query: Effect.Effect<unknown, SqlError>): Effect.Effect<ReadonlyArray<never>> =>
    Effect.flatMap(Effect.forkDetach(query, { startImmediately: true }), (fiber) => {
      open.add(fiber)
      fiber.addObserver((exit) => {
        open.delete(fiber)
        failure ??= Option.getOrUndefined(Exit.findErrorOption(exit))
      })
      return open.size < mostOpen ? noRows : Effect.andThen(oldest, noRows)
    })

  const learn = (sql: string, { command, fields }: PgConnection.Result) => {
    if (isLearning && fields.length === 0 && writing.has(command)) unasked.add(sql)
    // whoever sets a savepoint goes on after a failure, and so is to hear of it at once
    if (command === "SAVEPOINT") {
      isLearning = false
      unasked.clear()
    }
  }

  const rowsOf = (sql: string, parameters: ReadonlyArray<unknown>, transform: Transform, prepare: boolean) => {
    if (sql === "ROLLBACK" && (isAbandoned || open.size > 0)) return Effect.as(discard, [])
    // one that is known by name may have to be sent once more, which is too late for a BEGIN
    const query = session.query(sql, parameters, prepare && sql !== begin)
    if (sql === "ROLLBACK") return Effect.as(query, [])
    if (unasked.has(sql)) return sent(query)
    return Effect.map(awaited(query), (result) => {
      learn(sql, result)
      return transform === undefined ? result.rows : transform(result.rows)
    })
  }

  const valuesOf = (sql: string, parameters: ReadonlyArray<unknown>, prepare: boolean) => {
    const query = session.queryValues(sql, parameters, prepare)
    return unasked.has(sql) ? sent(query) : awaited(query)
  }

  return {
    complete,
    refusal: () => failure !== undefined && wroteNothing(failure) ? failure : undefined,
    connection: {
      execute: (sql, parameters, transform) => rowsOf(sql, parameters, transform, true),
      executeUnprepared: (sql, parameters, transform) => rowsOf(sql, parameters, transform, false),
      executeRaw: (sql, parameters) =>
        // what was given up is not to take effect
        sql === "COMMIT" && isAbandoned
          ? Effect.andThen(discard, Effect.fail(givenUp))
          : awaited(session.query(sql, parameters)),
      executeValues: (sql, parameters) => valuesOf(sql, parameters, true),
      executeValuesUnprepared: (sql, parameters) => valuesOf(sql, parameters, false),
      executeStream: (sql, parameters, transform) => {
        const rows = session.stream(sql, parameters)
        return transform === undefined ? rows : Stream.map(rows, (row) => transform([row])[0])
      }
    }
  }
}

type Transform = Parameters<Connection["execute"]>[2]

const noRows = Effect.succeed<ReadonlyArray<never>>([])

const givenUp = new SqlError({
  reason: new UnknownError({
    message: "a statement of the transaction was given up",
    operation: "commit",
    cause: undefined
  })
})

/** What a transaction sends ahead: the driver has half of it under way at once, and the other half ready. */
const mostOpen = 256

const writing: ReadonlySet<string> = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"])
