// What became of an append that was sent: what the statements' rows and the driver's errors say of it.
import { Position } from "@deciduous/core"
import type { EventStore, EventStoreError } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import { toError, wroteNothing } from "../failure.ts"
import type { SqlError } from "../sql.ts"
import { commandConstraint, streamVersionConstraint } from "../statements.ts"
import { type Entry, isAt } from "./entry.ts"

/** The statement's own answer. */
export type Verdict =
  | { readonly _tag: "Written"; readonly appended: EventStore.Appended }
  | { readonly _tag: "Refused"; readonly actual: number; readonly isBehind: boolean }

/** Why there was none. Only after `Lost` may something have been written. */
export type Failure =
  /** Another append of the stream, or the same one, was committed while this one was under way. */
  | { readonly _tag: "Beaten"; readonly to: "version" | "command"; readonly error: SqlError }
  /** The server wants it to be tried again. */
  | { readonly _tag: "Again"; readonly error: SqlError }
  | { readonly _tag: "Failed"; readonly error: EventStoreError.EventStoreError }
  | { readonly _tag: "Lost"; readonly cause: unknown }

/** Version, and with it transaction, sequence and time where something was written; then whether it came too early. */
export type Row =
  | readonly [version: number, transaction: bigint, sequence: bigint, recordedAt: Date, isBehind?: boolean]
  | readonly [version: number, transaction: null, sequence: null, recordedAt: null, isBehind?: boolean]

export const toVerdict = (entry: Entry, row: Row): Verdict => {
  const [version, transaction, sequence, recordedAt, isBehind] = row
  // alone, at the expected version, it was the other condition of the statement that refused
  if (transaction === null) return { _tag: "Refused", actual: version, isBehind: isBehind ?? isAt(entry, version) }
  const position = Position.make(transaction, sequence)
  return { _tag: "Written", appended: { version, position, recordedAt: DateTime.fromDateUnsafe(recordedAt) } }
}

export const toFailure = (error: SqlError): Failure => {
  const { reason } = error
  if (reason._tag === "UniqueViolation") {
    if (reason.constraint === streamVersionConstraint) return { _tag: "Beaten", to: "version", error }
    if (reason.constraint === commandConstraint) return { _tag: "Beaten", to: "command", error }
  }
  if (reason._tag === "SerializationError" || reason._tag === "DeadlockError") return { _tag: "Again", error }
  return wroteNothing(error) ? undone(error) : { _tag: "Lost", cause: error }
}

/** For an error before which nothing can have been written. */
export const undone = (error: SqlError): Failure => ({ _tag: "Failed", error: toError("append")(error) })
