// Sends appends, and what is to follow them, in one transaction. The append stays the first thing that it writes.
import type { StoredEvent } from "@deciduous/core"
import { type EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { told } from "../failure.ts"
import { SqlClient, SqlError } from "../sql.ts"
import type { Statements } from "../statements.ts"
import { type Entry, several } from "./entry.ts"
import {
  beforeCommit,
  type Failure,
  isWritten,
  type Row,
  toAppended,
  toFailure,
  toVerdict,
  type Verdict
} from "./outcome.ts"
import type { Sender } from "./send.ts"

/**
 * What follows new events in their transaction. Its failure undoes them.
 *
 * @since 0.1.0
 * @category models
 */
export type AfterAppend = (
  events: ReadonlyArray<StoredEvent>
) => Effect.Effect<unknown, unknown, PgClient.PgClient | SqlClient>

export const makeHookedSender = (
  sql: PgClient.PgClient,
  statements: Statements,
  afterAppend: AfterAppend
): Sender => {
  const clients = Context.make(PgClient.PgClient, sql).pipe(Context.add(SqlClient, sql))

  const send = (statement: string) => (entries: ReadonlyArray<Entry>): Effect.Effect<ReadonlyArray<Verdict>, Failure> =>
    Effect.suspend(() => {
      // what failed first is kept: rolling back on a connection that is lost fails too, and says less
      let failed: Failure | undefined
      const follow = (events: ReadonlyArray<StoredEvent>) =>
        Effect.tapCause(
          Effect.provideContext(afterAppend(events), clients),
          (cause) => Effect.sync(() => failed = ofHook(entries, Cause.squash(cause)))
        )
      const write = sql.unsafe(...several(statement, entries)).values.pipe(
        Effect.tapError((error) => Effect.sync(() => failed = beforeCommit(error))),
        Effect.flatMap((rows) => {
          const { events, verdicts } = read(entries, rows as unknown as ReadonlyArray<Row>)
          return events.length === 0 ? Effect.succeed(verdicts) : Effect.as(follow(events), verdicts)
        })
      )
      return Effect.catchCause(sql.withTransaction(write), (cause) => {
        if (failed !== undefined) return Effect.fail(failed)
        const error = Cause.squash(cause)
        return error instanceof SqlError ? Effect.fail(ofTransaction(entries, error)) : Effect.die(error)
      })
    })

  const each = send(statements.appendEach.events)
  return {
    one: (entry) => Effect.map(each([entry]), ([verdict]) => verdict!),
    each,
    all: send(statements.appendAll.events)
  }
}

const ofHook = (entries: ReadonlyArray<Entry>, error: unknown): Failure =>
  error instanceof SqlError && beforeCommit(error)._tag === "Again" ? { _tag: "Again", error } : refused(entries, error)

/** Of its beginning or its end, as everything between was heard of. */
const ofTransaction = (entries: ReadonlyArray<Entry>, error: SqlError): Failure =>
  // a statement of the hook's had failed, and the hook did not say so
  error.reason.operation === "commit" ? refused(entries, error) : toFailure(error)

const refused = (entries: ReadonlyArray<Entry>, error: unknown): Failure => {
  const streamId = entries.map((entry) => entry.streamId.name).join(", ")
  const cause = error instanceof SqlError ? told(error) : error
  const reason = new EventStoreError.AfterAppendFailed({ streamId, cause })
  return { _tag: "Failed", error: new EventStoreError.EventStoreError({ reason }) }
}

/** A row for each append that was refused, and for each event of the others. */
const read = (entries: ReadonlyArray<Entry>, rows: ReadonlyArray<Row>) => {
  const events: Array<StoredEvent> = []
  const verdicts: Array<Verdict> = []
  let next = 0
  for (const entry of entries) {
    let row = rows[next++]!
    for (let i = 0; isWritten(row); i++) {
      events.push(toStored(entry, i, toAppended(row)))
      if (i === entry.prepared.length - 1) break
      row = rows[next++]!
    }
    verdicts.push(toVerdict(entry, row))
  }
  return { events, verdicts }
}

/** As it will be read. */
const toStored = ({ prepared, streamId }: Entry, i: number, appended: EventStore.Appended): StoredEvent => {
  const { data, id, metadata, schemaVersion, type } = prepared[i]!
  const { aggregateId, category, name } = streamId
  const content = { type, schemaVersion, data: JSON.parse(data), metadata: JSON.parse(metadata) }
  return { ...appended, ...content, id, streamId: name, category, aggregateId }
}
