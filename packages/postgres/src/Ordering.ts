// How the log is ordered: a mode of the database, which all programs on it share. For `deciduous migrate --ordering`.
import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { toError } from "./internal/failure.ts"
import { changePlacement, compound, strict } from "./internal/placement.ts"
import type * as Placement from "./internal/placement.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements } from "./internal/statements.ts"

/**
 * How positions come about. Both give every reader every event, in one order.
 *
 * `compound`, the default: by transaction and sequence. Transactions commit side by side; readers stop before the oldest
 * one that is open anywhere in the cluster.
 *
 * `strict`: transactions with events commit one after the other, in the order of their positions. Readers see each as
 * soon as it is committed, whatever else is open, and a log may be restored into any cluster.
 *
 * @since 0.1.0
 * @category models
 */
export type Ordering = Placement.Ordering

/**
 * Both of them, the default first.
 *
 * @since 0.1.0
 * @category models
 */
export const orderings: readonly [Ordering, Ordering] = ["compound", "strict"]

/**
 * How a database is ordered.
 *
 * @since 0.1.0
 * @category reading
 */
export const read: (
  options?: Options
) => Effect.Effect<Ordering, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(options = {}) {
    const sql = yield* PgClient.PgClient
    const { ordering } = statements(yield* schemaOf(options))
    const [row] = yield* sql.unsafe(ordering).values.pipe(Effect.mapError(toError("read its ordering")))
    return row![0] as Ordering
  }
)

/**
 * Gives a database an ordering, and says which it had. Programs that run meanwhile go on in the new one: positions rise
 * across the change, and every checkpoint stays good.
 *
 * It needs the rights of the tables' owner, and waits up to ten seconds for appends to end.
 *
 * @since 0.1.0
 * @category changing
 */
export const change: (
  ordering: Ordering,
  options?: Options
) => Effect.Effect<Ordering, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(ordering, options = {}) {
    yield* known(ordering)
    const { ordering: before } = yield* changePlacement("change the ordering", options, (place) =>
      Effect.succeed(
        place.ordering === ordering && place.isWhole ? undefined : placement[ordering](place)
      ))
    return before
  }
)

/**
 * Fails with `OrderingMismatch` unless a database has an ordering. With `mayChange` an empty log is given it.
 *
 * @since 0.1.0
 * @category changing
 */
export const ensure: (
  ordering: Ordering,
  options: Options & { readonly mayChange: boolean }
) => Effect.Effect<void, EventStoreError.EventStoreError, PgClient.PgClient> = Effect.fnUntraced(
  function*(ordering, { mayChange, ...options }) {
    yield* known(ordering)
    const actual = yield* read(options)
    if (actual === ordering) return
    const mismatch = (actual: Ordering) =>
      new EventStoreError.EventStoreError({
        reason: new EventStoreError.OrderingMismatch({ asked: ordering, actual })
      })
    if (!mayChange) return yield* mismatch(actual)
    yield* changePlacement("set the ordering", options, (place) =>
      place.ordering === ordering
        ? Effect.succeed(undefined)
        : place.last > 0n
        ? Effect.fail(mismatch(place.ordering))
        : Effect.succeed(placement[ordering](place)))
  }
)

const placement = { compound, strict }

/** Options come from JavaScript and from the environment too. */
const known = (ordering: Ordering): Effect.Effect<void, EventStoreError.EventStoreError> =>
  orderings.includes(ordering) ? Effect.void : Effect.fail(
    new EventStoreError.EventStoreError({
      reason: new EventStoreError.StoreFailure({
        operation: "open",
        problem: `"${ordering}" is no ordering: there are ${orderings.map((one) => `"${one}"`).join(" and ")}.`,
        cause: ordering
      })
    })
  )
