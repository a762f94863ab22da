// What became of an append that was sent: what the statements' rows and the driver's errors say of it.
import { Position } from "@deciduous/core"
import type { EventStore, EventStoreError } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import { isTransient, toError, told, wroteNothing } from "../failure.ts"
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
  | { readonly _tag: "Again"; readonly error: EventStoreError.EventStoreError }
  | { readonly _tag: "Failed"; readonly error: EventStoreError.EventStoreError }
  | { readonly _tag: "Lost"; readonly cause: unknown }

/** Version, and with it transaction, sequence and time where something was written; then whether it came too early. */
export type Row =
  | WrittenRow
  | readonly [version: number, transaction: null, sequence: null, recordedAt: null, isBehind?: boolean]

type WrittenRow = readonly [
  version: number,
  transaction: bigint,
  sequence: bigint,
  recordedAt: Date,
  isBehind?: boolean
]

export const isWritten = (row: Row): row is WrittenRow => row[1] !== null

export const toVerdict = (entry: Entry, row: Row): Verdict => {
  if (isWritten(row)) return { _tag: "Written", appended: toAppended(row) }
  const [actual, , , , isBehind] = row
  // alone, at the expected version, it was the other condition of the statement that refused
  return { _tag: "Refused", actual, isBehind: isBehind ?? isAt(entry, actual) }
}

export const toAppended = ([version, transaction, sequence, recordedAt]: WrittenRow): EventStore.Appended => ({
  version,
  position: Position.make(transaction, sequence),
  recordedAt: DateTime.fromDateUnsafe(recordedAt)
})

/** For a statement that commits by itself. */
export const toFailure = (error: SqlError): Failure =>
  wroteNothing(error) ? beforeCommit(error) : { _tag: "Lost", cause: told(error) }

/** For a statement after which a commit would have come: nothing was written. */
export const beforeCommit = (error: SqlError): Failure => {
  const { reason } = error
  if (reason._tag === "UniqueViolation") {
    if (reason.constraint === streamVersionConstraint) return { _tag: "Beaten", to: "version", error }
    if (reason.constraint === commandConstraint) return { _tag: "Beaten", to: "command", error }
  }
  return { _tag: isTransient(error) ? "Again" : "Failed", error: toError("append")(error) }
}
