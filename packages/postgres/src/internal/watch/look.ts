// One look at what readers may not see yet, and at who is to blame.
import type { EventStoreError } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { toError } from "../failure.ts"
import type { Statements } from "../statements.ts"

/**
 * Events that are committed and that readers of all streams may not see yet.
 *
 * @since 0.1.0
 * @category models
 */
export interface Hidden {
  /** At most 1,000, however many there are. */
  readonly events: number
  /** For how long the first of them has been; zero without any. */
  readonly age: Duration.Duration
}

/**
 * Who has a transaction open: a session, by its pid, or a prepared transaction, by its gid.
 *
 * @since 0.1.0
 * @category models
 */
export interface Holder {
  readonly pid: number | undefined
  readonly gid: string | undefined
  readonly database: string | undefined
  readonly user: string | undefined
  readonly application: string | undefined
  /** Such as `idle in transaction`; `undefined` where this role may not see it. */
  readonly state: string | undefined
  readonly age: Duration.Duration
  /** An ordinary role is not told when others' transactions began; the age is then that of the first hidden event. */
  readonly ageIs: "exact" | "at least"
}

/** Enough to tell few from many; more would make a look at a long stall dear. */
const countedEvents = 1000

interface Look extends Hidden {
  /** The oldest transaction that is open: as long as it is the same one, it is the same stall. */
  readonly oldest: string
}

export const readHidden = (
  sql: PgClient.PgClient,
  statements: Statements
): Effect.Effect<Look, EventStoreError.EventStoreError> =>
  sql.unsafe(statements.hidden, [countedEvents]).values.pipe(
    Effect.map(([row]) => {
      const [events, seconds, oldest] = row as [number, number, string]
      return { events, age: Duration.seconds(Math.max(seconds, 0)), oldest }
    }),
    Effect.mapError(toError("look for events that readers may not see yet"))
  )

/** `hiddenFor` is how long it is at least: the transaction began before the events that it hides. */
export const readHolder = (
  sql: PgClient.PgClient,
  statements: Statements,
  hiddenFor: Duration.Duration
): Effect.Effect<Holder | undefined, EventStoreError.EventStoreError> =>
  sql.unsafe(statements.holder).values.pipe(
    Effect.map(([row]) => row && toHolder(row as HolderRow, hiddenFor)),
    Effect.mapError(toError("look for the oldest transaction"))
  )

type HolderRow = [
  pid: number | null,
  gid: string | null,
  database: string | null,
  user: string | null,
  application: string | null,
  state: string | null,
  seconds: number | null
]

const toHolder = (row: HolderRow, hiddenFor: Duration.Duration): Holder => {
  const [pid, gid, database, user, application, state, seconds] = row
  return {
    pid: pid ?? undefined,
    gid: gid ?? undefined,
    database: database ?? undefined,
    user: user ?? undefined,
    application: application ?? undefined,
    state: state ?? undefined,
    age: seconds === null ? hiddenFor : Duration.seconds(Math.max(seconds, 0)),
    ageIs: seconds === null ? "at least" : "exact"
  }
}
