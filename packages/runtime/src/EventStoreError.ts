// How a store fails: in three ways, and the third says why.
import { EventSet, StreamId } from "@deciduous/core"
import * as Schema from "effect/Schema"

/**
 * The stream is not at the expected version: somebody was faster, or it does not exist where it should. Nothing was
 * written. `Aggregate.handle` loads and decides again by itself.
 *
 * @since 0.1.0
 * @category errors
 */
export class VersionConflict extends Schema.TaggedError<VersionConflict>()("VersionConflict", {
  streamId: Schema.String,
  expected: Schema.Union([Schema.Int, Schema.Literals(["any", "exists"])]),
  /** The stream's version when the append was refused; 0 for a stream without events. */
  actual: Schema.Int
}) {
  override get message() {
    const expected = this.expected === "exists"
      ? "was expected to exist"
      : this.expected === "any"
      ? "was written to by others, again and again,"
      : `was expected at version ${this.expected}`
    return `Stream ${this.streamId} ${expected} and is at version ${this.actual}. Nothing was written.`
  }
}

/**
 * The connection was lost while an append was on its way: it was written as a whole, or not at all, and nobody knows.
 * The same append with the same event ids may be sent again: it is written once.
 *
 * @since 0.1.0
 * @category errors
 */
export class OutcomeUnknown extends Schema.TaggedError<OutcomeUnknown>()("OutcomeUnknown", {
  streamId: Schema.String,
  cause: Schema.Defect()
}) {
  override get message() {
    return `The connection was lost during an append to stream ${this.streamId}: it may or may not have been written. `
      + `Send the same events with the same ids again: they are written once.`
  }
}

/**
 * An append that no store takes. Nothing was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidAppend extends Schema.TaggedError<InvalidAppend>()("InvalidAppend", {
  streamId: Schema.String,
  problem: Schema.String
}) {
  override get message() {
    return `Cannot append to stream ${this.streamId}: ${this.problem} Nothing was written.`
  }
}

/**
 * The id of an event that stands already where the append was to go, with other content. Nothing was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class IdReused extends Schema.TaggedError<IdReused>()("IdReused", {
  streamId: Schema.String,
  /** Of the event that has the id already. */
  version: Schema.Int,
  id: Schema.String
}) {
  override get message() {
    return `Stream ${this.streamId} has the id ${this.id} already, at version ${this.version} and with other content. `
      + `Give new events new ids. Nothing was written.`
  }
}

/**
 * A position at which this store has no event: it is another store's, or lies beyond the end of a log that was restored.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownPosition extends Schema.TaggedError<UnknownPosition>()("UnknownPosition", {
  position: Schema.String,
  /** Of the log's last event. */
  head: Schema.String
}) {
  override get message() {
    const where = this.position > this.head ? `lies beyond the last event, at ${this.head}` : "is none of its events'"
    return `The position ${this.position} is not of this store: it ${where}. If the database was restored from a backup, `
      + `read again from a position before the backup, or from the start.`
  }
}

/**
 * A place in the log before which events may still come, as a transaction that began earlier stays open.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnsettledPosition extends Schema.TaggedError<UnsettledPosition>()("UnsettledPosition", {
  position: Schema.String
}) {
  override get message() {
    return `What stands before the position ${this.position} is not settled: a transaction that began earlier is still `
      + `open, and may add events there. deciduous status shows who holds it. Ask again once it has ended.`
  }
}

/**
 * A range with bounds that are no versions, positions or limits.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidRange extends Schema.TaggedError<InvalidRange>()("InvalidRange", { problem: Schema.String }) {
  override get message() {
    return `Cannot read: ${this.problem}`
  }
}

/**
 * An append inside a transaction of the caller's: a later version could then carry a lower position, and readers
 * would miss it. Append outside; rows of one's own are written after the append.
 *
 * @since 0.1.0
 * @category errors
 */
export class InsideTransaction extends Schema.TaggedError<InsideTransaction>()("InsideTransaction", {
  streamId: Schema.String
}) {
  override get message() {
    return `Cannot append to stream ${this.streamId} inside a transaction: events must be the first thing that their `
      + `transaction writes. Append outside of sql.withTransaction. Nothing was written.`
  }
}

/**
 * The stream's last event was written by a transaction that is later than this one: the database was perhaps restored
 * into a younger cluster, whose transactions are numbered anew. Nothing was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class TransactionBehind extends Schema.TaggedError<TransactionBehind>()("TransactionBehind", {
  streamId: Schema.String,
  version: Schema.Int
}) {
  override get message() {
    return `Stream ${this.streamId}, version ${this.version}: its last event was written by a later transaction than `
      + `this one. If that stays so, the database was restored into a cluster that counts transactions anew: run deciduous adopt. `
      + `Nothing was written.`
  }
}

/**
 * The database orders its events in another way than this program was told. All programs on it use the same.
 *
 * @since 0.1.0
 * @category errors
 */
export class OrderingMismatch extends Schema.TaggedError<OrderingMismatch>()("OrderingMismatch", {
  asked: Schema.String,
  actual: Schema.String
}) {
  override get message() {
    return `The database's ordering is "${this.actual}", and "${this.asked}" was asked for. Leave the option out to use `
      + `the database's, or change that: deciduous migrate --ordering ${this.asked}`
  }
}

/**
 * What was to be written in the transaction of an append failed, and the append with it. Nothing was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class AfterAppendFailed extends Schema.TaggedError<AfterAppendFailed>()("AfterAppendFailed", {
  streamId: Schema.String,
  cause: Schema.Defect()
}) {
  override get message() {
    const said = this.cause instanceof Error ? this.cause.message : typeof this.cause === "string" ? this.cause : ""
    const why = said === "" ? "." : `: ${said.replace(/\.$/, "")}.`
    return `The append to stream ${this.streamId} was undone, as what follows it in its transaction failed${why} `
      + `Nothing was written.`
  }
}

/**
 * The store cannot be reached. Nothing was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()("StoreUnavailable", {
  problem: Schema.String,
  cause: Schema.Defect()
}) {
  override get message() {
    return `The event store cannot be reached: ${this.problem}`
  }
}

/**
 * The database lacks the tables of this release, or has those of a later one. The problem says which, and what to do.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotMigrated extends Schema.TaggedError<NotMigrated>()("NotMigrated", { problem: Schema.String }) {
  override get message() {
    return `The database is not ready: ${this.problem}`
  }
}

/**
 * Another process has the folder of an embedded database open.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreInUse extends Schema.TaggedError<StoreInUse>()("StoreInUse", {
  folder: Schema.String,
  pid: Schema.Int
}) {
  override get message() {
    return `The database folder ${this.folder} is in use by process ${this.pid}, perhaps in another container. Two `
      + `processes on one folder lose data: stop that one, or use a PostgreSQL server. One that was killed elsewhere `
      + `counts as gone after half a minute.`
  }
}

/**
 * The database refused a statement for a reason that none of the others names.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreFailure extends Schema.TaggedError<StoreFailure>()("StoreFailure", {
  operation: Schema.String,
  problem: Schema.String,
  cause: Schema.Defect()
}) {
  override get message() {
    return `The event store failed to ${this.operation}: ${this.problem}`
  }
}

/**
 * Why a store failed.
 *
 * @since 0.1.0
 * @category models
 */
export const Reason = Schema.Union([
  StreamId.InvalidStreamId,
  InvalidAppend,
  IdReused,
  InvalidRange,
  UnknownPosition,
  UnsettledPosition,
  InsideTransaction,
  TransactionBehind,
  OrderingMismatch,
  AfterAppendFailed,
  StoreUnavailable,
  NotMigrated,
  StoreInUse,
  StoreFailure,
  EventSet.UnreadableEvent,
  EventSet.UnwritableEvent
])

/**
 * @since 0.1.0
 * @category models
 */
export type Reason = typeof Reason.Type

/**
 * Everything else that can go wrong between an aggregate and its events. Nothing was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class EventStoreError extends Schema.TaggedError<EventStoreError>()("EventStoreError", { reason: Reason }) {
  override get message() {
    return this.reason.message
  }
}
