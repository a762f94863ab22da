// Sends appends: each call is one statement, which commits by itself.
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { silence, withPatience } from "../patience.ts"
import type { Statements } from "../statements.ts"
import { type Entry, one, type Sent, several, single } from "./entry.ts"
import { type Failure, type Row, toFailure, toVerdict, type Verdict } from "./outcome.ts"

/** How appends get to the database. */
export interface Sender {
  readonly one: (entry: Entry) => Effect.Effect<Verdict, Failure>
  /** Each with its own verdict; a failure is that of all. */
  readonly each: (entries: ReadonlyArray<Entry>) => Effect.Effect<ReadonlyArray<Verdict>, Failure>
  /** All of them, or none. */
  readonly all: (entries: ReadonlyArray<Entry>) => Effect.Effect<ReadonlyArray<Verdict>, Failure>
}

export const makeSender = (sql: PgClient.PgClient, statements: Statements): Sender => {
  const send = ([statement, parameters]: Sent): Effect.Effect<ReadonlyArray<Row>, Failure> =>
    Effect.mapError(sql.unsafe(statement, parameters).values as Effect.Effect<never>, toFailure)
  const verdicts = (statement: string) => (entries: ReadonlyArray<Entry>) =>
    Effect.map(send(several(statement, entries)), (rows) => entries.map((entry, i) => toVerdict(entry, rows[i]!)))
  const judged = (entry: Entry) => Effect.map(send(one(statements, entry)), ([row]) => toVerdict(entry, row!))
  /** Says nothing where it is refused, and then goes the way that says why. */
  const brief = (entry: Entry) =>
    Effect.flatMap(
      send(single(statements, entry)),
      ([row]) => row === undefined ? judged(entry) : Effect.succeed(toVerdict(entry, row))
    )
  return {
    one: (entry) => entry.prepared.length === 1 ? brief(entry) : judged(entry),
    each: verdicts(statements.appendEach.ends),
    all: verdicts(statements.appendAll.ends)
  }
}

/** One that waits for no answer for ever: a lane that did would hold up every append after it. */
export const patient = ({ all, each, one }: Sender): Sender => ({
  one: (entry) => withPatience(one(entry), unanswered),
  each: (entries) => withPatience(each(entries), unanswered),
  all: (entries) => withPatience(all(entries), unanswered)
})

const unanswered = (): Failure => ({ _tag: "Lost", cause: new Error(silence) })
