// Gives a role of PostgreSQL what a program needs to append and to read, and no more. For `deciduous grant`.
import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { toError } from "./internal/failure.ts"
import { quoted } from "./internal/identifier.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"

/**
 * Gives a role exactly the rights to append and to read: what it had beyond these on the store's schema and tables is
 * taken from it. It may then neither change nor remove events, nor create tables.
 *
 * It needs the rights of the tables' owner. Fails with `StoreFailure` where there is no such role, or where it owns the
 * tables or is a superuser, as such a role cannot be held to less, or may change events by what others are granted.
 *
 * @since 0.1.0
 * @category granting
 */
export const grant: (
  role: string,
  options?: Options
) => Effect.Effect<void, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(role, options = {}) {
    const sql = yield* PgClient.PgClient
    const schema = yield* schemaOf(options)
    const statements = statementsOf(schema)
    const name = yield* Effect.fromResult(Result.mapError(quoted(role), (problem) => refusal(`its name ${problem}.`)))
    yield* Effect.gen(function*() {
      const [row] = yield* sql.unsafe(statements.roleIsAbove, [role]).values
      if (row === undefined) return yield* refusal("there is no such role. Create it first: create role ... login")
      if (row[0] === true) {
        return yield* refusal(
          "it owns the tables, or is a superuser: nothing keeps such a role from changing events. Take another one."
        )
      }
      yield* Effect.forEach(statements.grantTo(name), (statement) => sql.unsafe(statement).unprepared, {
        discard: true
      })
      const [may] = yield* sql.unsafe(statements.roleMayChange, [role]).values
      if (may?.[0] === true) {
        return yield* refusal(
          "it may still change events: public, or a role of which it is a member, has the right to. Take that away first."
        )
      }
    }).pipe(
      sql.withTransaction,
      Effect.catchTag("SqlError", (error) => Effect.fail(toError(operation)(error)))
    )
  }
)

const operation = "give the role its rights"

const refusal = (problem: string) =>
  new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreFailure({ operation, problem, cause: problem })
  })
