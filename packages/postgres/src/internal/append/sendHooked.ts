// Sends appends, and what is to follow them, in one transaction. The append stays the first thing that it writes.
import type { StoredEvent } from "@deciduous/core"
import { type EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { isTransient, told } from "../failure.ts"
import { SqlClient, SqlError } from "../sql.ts"
import type { Statements } from "../statements.ts"
import { type Answers, begin, writesOfDocuments } from "../transaction/pipelined.ts"
import type { Transact } from "../transaction/transactions.ts"
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

/** Says what is to follow the events. It is asked in their transaction, and may not write. */
export type Hook = Effect.Effect<AfterAppend, unknown, PgClient.PgClient | SqlClient>

export const makeHookedSender = (
  sql: PgClient.PgClient,
  statements: Statements,
  transact: Transact,
  hook: Hook
): Sender => {
  const clients = Context.make(PgClient.PgClient, sql).pipe(Context.add(SqlClient, sql))
  const unasked = new Set([begin, statements.enterTransaction, statements.keepInline, ...writesOfDocuments(statements)])

  const send = (statement: string) => (entries: ReadonlyArray<Entry>): Effect.Effect<ReadonlyArray<Verdict>, Failure> =>
    Effect.suspend(() => {
      // what failed first is kept: rolling back on a connection that is lost fails too, and says less
      let failed: Failure | undefined
      let refusal: Answers["refusal"] = () => undefined
      const ours = <A, E, R>(hooked: Effect.Effect<A, E, R>) =>
        Effect.tapCause(hooked, (cause) => Effect.sync(() => failed ??= ofHook(entries, Cause.squash(cause))))
      const append = Effect.tapError(
        sql.unsafe(...several(statement, entries)).values,
        (error) => Effect.sync(() => failed ??= beforeCommit(error))
      )
      const write = Effect.gen(function*() {
        yield* sql.unsafe(statements.enterTransaction).values
        // they leave together
        const [follow, rows] = yield* Effect.all([ours(hook), append], { concurrency: "unbounded" })
        const { events, verdicts } = read(entries, rows as unknown as ReadonlyArray<Row>)
        if (events.length > 0) yield* ours(Effect.suspend(() => follow(events)))
        return verdicts
      })
      const options = { unasked, learns: entries.length > 1 }
      const transaction = transact(options, (answers) => {
        refusal = answers.refusal
        return Effect.provideContext(write, clients)
      })
      return Effect.catchCause(transaction, (cause) => {
        const refused = refusal()
        if (failed === undefined && refused !== undefined) failed = ofHook(entries, refused)
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

const ofHook = (entries: ReadonlyArray<Entry>, error: unknown): Failure => {
  const { error: refusal } = refused(entries, error)
  return { _tag: isTransient(error) ? "Again" : "Failed", error: refusal }
}

/** Of its beginning or its end, as everything between was heard of. */
const ofTransaction = (entries: ReadonlyArray<Entry>, error: SqlError): Failure =>
  // a statement of the hook's had failed, and the hook did not say so
  error.reason.operation === "commit" ? refused(entries, error) : toFailure(error)

const refused = (entries: ReadonlyArray<Entry>, error: unknown) => {
  const streamId = entries.map((entry) => entry.streamId.name).join(", ")
  const cause = error instanceof SqlError ? told(error) : error
  const reason = new EventStoreError.AfterAppendFailed({ streamId, cause })
  return { _tag: "Failed", error: new EventStoreError.EventStoreError({ reason }) } as const
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
