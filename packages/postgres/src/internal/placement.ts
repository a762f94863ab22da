// Changes under which numbers transactions stand in the log, while nobody writes: what a change of the ordering and the
// adoption of a restored log have in common.
import { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { serverError, toError, told } from "./failure.ts"
import { type Options, schemaOf } from "./schema.ts"
import { type SqlError } from "./sql.ts"
import { type Statements, statements as statementsOf } from "./statements.ts"

export type Ordering = "compound" | "strict"

/** Where the log and its cluster stand. */
export interface Place {
  readonly ordering: Ordering
  /** Whether writers go by the settings: a restore may have brought only one of them. */
  readonly isWhole: boolean
  /** The number of the log's last transaction; 0 for an empty log. */
  readonly last: bigint
  /** What the cluster calls this transaction. */
  readonly now: bigint
  readonly offset: bigint
}

/** How the log goes on. */
export interface Settings {
  readonly ordering: Ordering
  readonly offset: bigint
  /** In the strict order, the number of every transaction. */
  readonly number: bigint
}

/** Transactions are counted on from here, above all that are stored. */
export const compound = ({ last, now, offset }: Place): Settings => ({
  ordering: "compound",
  offset: last - now > offset ? last - now : offset,
  number: 0n
})

/** Sequences are counted on from here, in one transaction number above all that are stored. */
export const strict = ({ last, offset }: Place): Settings => ({ ordering: "strict", offset, number: last + 1n })

/**
 * Changes the settings, unless `choose` finds nothing to change or fails, and gives where the log stood before.
 *
 * Whoever is appending ends first, and who comes meanwhile waits; positions rise across the change, and all that was
 * stored before it can be read after it. Fails after ten seconds where somebody's append does not end.
 */
export const changePlacement = Effect.fnUntraced(function*<E>(
  operation: string,
  options: Options,
  choose: (place: Place) => Effect.Effect<Settings | undefined, E>
) {
  const sql = yield* PgClient.PgClient
  const schema = yield* schemaOf(options)
  const statements = statementsOf(schema)
  const change = Effect.gen(function*() {
    // what is read after the lock must be as new as the lock, whatever the database's default is
    yield* sql`set transaction isolation level read committed`.unprepared
    yield* sql.unsafe(`set local lock_timeout = '${patience}'`).unprepared
    yield* sql.unsafe(statements.lockOutWriters).unprepared
    const place = yield* placeOf(sql, statements)
    const settings = yield* choose(place)
    if (settings !== undefined) yield* write(sql, statements, schema, place, settings)
    return place
  })
  return yield* sql.withTransaction(change).pipe(
    Effect.catchIf(isSqlError, (error) => Effect.fail(waitedTooLong(operation, error) ?? toError(operation)(error)))
  )
})

/** Appends take milliseconds; others wait behind this lock for as long. */
const patience = "10s"

const placeOf = Effect.fnUntraced(function*(sql: PgClient.PgClient, statements: Statements) {
  const [row] = yield* sql.unsafe(statements.place).values
  const [ordering, isWhole, last, now, offset] = row as [Ordering, boolean, bigint, bigint, bigint]
  return { ordering, isWhole, last, now, offset } satisfies Place
})

const write = Effect.fnUntraced(function*(
  sql: PgClient.PgClient,
  statements: Statements,
  schema: string,
  { last }: Place,
  { number, offset, ordering }: Settings
) {
  yield* sql.unsafe(statements.changeSettings, [ordering, String(offset), String(last + 1n)])
  const [row] = yield* sql.unsafe(statements.turnsOf, [`deciduous order of ${schema}`]).values
  const writers = ordering === "strict"
    ? statements.takeTurns(row![0] as bigint, number)
    : statements.countTransactions(offset)
  yield* sql.unsafe(writers).unprepared
  yield* sql.unsafe(statements.noteOfWriters(ordering, offset)).unprepared
})

const isSqlError = (error: unknown): error is SqlError =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "SqlError"

const waitedTooLong = (operation: string, error: SqlError) =>
  serverError(error)?.code !== "55P03" ? undefined : new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreFailure({
      operation,
      problem: `somebody's transaction with new events did not end within ${patience}. Nothing was changed; try again.`,
      cause: told(error)
    })
  })
