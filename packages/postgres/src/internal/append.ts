// The append of one stream: one statement, one round trip, and what its answers mean.
import { Position, type StreamId } from "@deciduous/core"
import { AppendRequest, type EventStore, EventStoreError, type Limits } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import { toError, wroteNothing } from "./failure.ts"
import type { SqlError } from "./sql.ts"
import { maxVersion, type Statements, streamVersionConstraint } from "./statements.ts"

export const makeAppend = (
  sql: PgClient.PgClient,
  statements: Statements,
  limits: Limits.Limits
): EventStore.EventStore["Service"]["append"] =>
  Effect.fnUntraced(function*(streamId, events, { expectedVersion }) {
    const prepared = yield* Effect.fromResult(AppendRequest.prepare(limits, streamId, events, expectedVersion))
    // events that follow another write of their transaction could carry a lower number than their stream's last event
    if (Option.isSome(yield* Effect.serviceOption(sql.transactionService))) {
      return yield* refused(new EventStoreError.InsideTransaction({ streamId: streamId.name }))
    }
    const [lowest, highest] = boundsOf(expectedVersion)
    const verdict = yield* sql.unsafe(statements.append, [
      streamId.name,
      streamId.category,
      lowest,
      highest,
      prepared.map(({ id }) => id),
      prepared.map(({ type }) => type),
      prepared.map(({ schemaVersion }) => schemaVersion),
      prepared.map(({ data }) => data),
      prepared.map(({ metadata }) => metadata)
    ]).values.pipe(
      Effect.map(toVerdict),
      Effect.retry({ while: (error) => mayGoAgain(error, expectedVersion), schedule: races }),
      Effect.catch((error) => isLostRace(error) ? versionOf(streamId) : failed(streamId, error))
    )
    if (verdict._tag === "Written") return verdict.appended
    const { actual } = verdict
    // at the expected version it was the other condition of the statement that refused
    return yield* verdict._tag === "Refused" && lowest <= actual && actual <= highest
      ? refused(new EventStoreError.TransactionBehind({ streamId: streamId.name, version: actual }))
      : Effect.fail(
        new EventStoreError.VersionConflict({ streamId: streamId.name, expected: expectedVersion, actual })
      )

    function versionOf({ name }: StreamId.StreamId) {
      return sql.unsafe(statements.versionOf, [name]).values.pipe(
        Effect.map(([row]): Verdict => ({ _tag: "LostRace", actual: row![0] as number })),
        Effect.mapError(toError("read a stream's version"))
      )
    }
  })

type Verdict =
  | { readonly _tag: "Written"; readonly appended: EventStore.Appended }
  | { readonly _tag: "Refused"; readonly actual: number }
  | { readonly _tag: "LostRace"; readonly actual: number }

/** The statement's one row: version, and with it transaction, sequence and time where something was written. */
type Row = readonly [number, bigint, bigint, Date] | readonly [number, null, null, null]

const toVerdict = (rows: ReadonlyArray<ReadonlyArray<unknown>>): Verdict => {
  const [version, transaction, sequence, recordedAt] = rows[0] as unknown as Row
  if (transaction === null) return { _tag: "Refused", actual: version }
  const position = Position.make(transaction, sequence)
  return { _tag: "Written", appended: { version, position, recordedAt: DateTime.fromDateUnsafe(recordedAt) } }
}

/** The lowest and the highest version at which the stream may be. */
const boundsOf = (expected: EventStore.ExpectedVersion): readonly [number, number] =>
  expected === "any"
    ? [0, maxVersion]
    : expected === "exists"
    ? [1, maxVersion]
    : [Math.min(expected, maxVersion), Math.min(expected, maxVersion)]

/** Another append of the stream was committed while this one was under way. */
const isLostRace = ({ reason }: SqlError): boolean =>
  reason._tag === "UniqueViolation" && reason.constraint === streamVersionConstraint

/** Each attempt is a transaction of its own, so a later one always has a higher number than what it lost to. */
const mayGoAgain = (error: SqlError, expected: EventStore.ExpectedVersion): boolean =>
  error.reason._tag === "SerializationError" || error.reason._tag === "DeadlockError"
  || (typeof expected === "string" && isLostRace(error))

/**
 * In a race one append wins and the others begin anew, each after up to twice the time it waited before, at random, so
 * that they part. They are bounded so that an append always ends.
 */
const races = Schedule.min([Schedule.exponential("2 millis"), Schedule.spaced("64 millis")]).pipe(
  Schedule.modifyDelay(({ duration }) => Effect.map(Random.next, (random) => Duration.times(duration, random))),
  Schedule.upTo({ times: 50 })
)

const failed = (streamId: StreamId.StreamId, error: SqlError) =>
  Effect.fail(
    wroteNothing(error)
      ? toError("append")(error)
      : new EventStoreError.OutcomeUnknown({ streamId: streamId.name, cause: error })
  )

const refused = (reason: EventStoreError.Reason) => Effect.fail(new EventStoreError.EventStoreError({ reason }))
