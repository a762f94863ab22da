// The inbox of a consumer in its own database: a message and what it leads to are one transaction.
import { type EventStoreError, Inbox } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { toError } from "./internal/failure.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { SqlClient, SqlError } from "./internal/sql.ts"
import { statements as statementsOf } from "./internal/statements.ts"

/**
 * The inboxes of a database, over the application's `PgClient`: what a message's effect writes by this client joins its
 * transaction. It asks nothing of the database when it is built, and the layer of the store brings it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<Inbox.Inbox, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    Inbox.Inbox,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const statements = statementsOf(yield* schemaOf(options))
      const clients = Context.make(PgClient.PgClient, sql).pipe(Context.add(SqlClient, sql))
      return Inbox.Inbox.of({
        once: <A, E, R>(consumer: string, messageId: string, effect: Effect.Effect<A, E, R>) => {
          const take = Effect.gen(function*() {
            const [taken] = yield* sql.unsafe(statements.takeMessage, [consumer, messageId]).values
            return taken === undefined ? Option.none<A>() : Option.some(yield* wrapped(effect))
          })
          return Effect.catchIf(
            sql.withTransaction(Effect.provideContext(take, clients) as Effect.Effect<Option.Option<A>, Own<E>, R>),
            () => true,
            (error) => Effect.fail(error instanceof SqlError ? toError("take a message")(error) : error.error)
          )
        },
        forget: (consumer, olderThan) =>
          sql.unsafe(statements.forgetMessages, [consumer, Duration.toMillis(olderThan)]).values.pipe(
            Effect.mapBoth({ onSuccess: (rows) => rows.length, onFailure: toError("forget messages") })
          )
      })
    })
  )

/** The effect's own failure, told apart from those of the transaction around it: it may be an SqlError too. */
interface Failed<E> {
  readonly _tag: "Failed"
  readonly error: E
}

type Own<E> = Failed<E> | SqlError

const wrapped = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, Failed<E>, R> =>
  Effect.mapError(effect, (error) => ({ _tag: "Failed", error }))
