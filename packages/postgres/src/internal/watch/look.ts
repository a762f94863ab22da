// One look at what readers may not see yet, and at who is to blame.
import type { EventStoreError } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Hidden, Holder } from "../../Status.ts"
import { toError } from "../failure.ts"
import type { Statements } from "../statements.ts"

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
    Effect.map(([row]) => row && toHolder(row as unknown as HolderRow, hiddenFor)),
    Effect.mapError(toError("look for the oldest transaction"))
  )

type HolderRow = readonly [
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
