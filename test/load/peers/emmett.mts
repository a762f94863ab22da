// @event-driven-io/emmett-postgresql: its store, its command handler, and its consumer with a tuned batch size.
import { sql } from "@event-driven-io/dumbo"
import {
  CommandHandler,
  isExpectedVersionConflictError,
  projections,
  STREAM_DOES_NOT_EXIST
} from "@event-driven-io/emmett"
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection } from "@event-driven-io/emmett-postgresql"
import { randomUUID } from "node:crypto"
import pg from "pg"
import type { Contender, Open, Options } from "../compare/Contender.ts"
import { accountOf, balanceAfter, history, type JsonEvent } from "../compare/history.ts"
import { perform, type PromiseOp } from "../compare/perform.ts"
import { decideDeposit, evolve, type PlainAccount, unopened } from "../compare/plainAccount.ts"

/** Tuned: 100 by default, and 50 ms between two batches by default. More than 1,000 was no faster. */
const pulling = { batchSize: 1_000, pullingFrequencyInMs: 1 }

/** Its default gives up after 3 retries of 100 ms and more, with which 16 writers on one stream do not finish. */
const retry = {
  retries: 10_000,
  minTimeout: 2,
  maxTimeout: 100,
  factor: 1.5,
  randomize: true,
  shouldRetryError: isExpectedVersionConflictError
}

export const open: Open<PromiseOp> = (options) => opened(options, [])

export const openInline: Open<PromiseOp> = (options) => opened(options, [balances("balances")])

const opened = async (
  { concurrency, url }: Options,
  inline: ReadonlyArray<ReturnType<typeof balances>>
): Promise<Contender<PromiseOp>> => {
  // Its own pool has 10 connections; it is given one for each worker where there are more.
  const pool = new pg.Pool({ connectionString: url, max: Math.max(10, concurrency) })
  const store = getPostgreSQLEventStore(url, {
    connectionOptions: { pool },
    projections: projections.inline([...inline])
  })
  await store.schema.migrate()
  if (inline.length > 0) await pool.query(tableOf("balances"))
  let decisions = 0
  const handle = CommandHandler<PlainAccount, AccountEvent>({
    evolve,
    initialState: () => unopened,
    mapToStreamId: streamOf,
    retry
  })
  const consume = (options: { readonly seen: (stream: string) => void; readonly stopAfter?: number }) => {
    let count = 0
    const consumer = store.consumer<AccountEvent>({ pulling })
    consumer.reactor<AccountEvent>({
      processorId: `bench-${randomUUID()}`,
      eachMessage: ({ metadata }) => options.seen(metadata.streamName),
      stopAfter: () => ++count === options.stopAfter
    })
    return consumer
  }
  return {
    perform,
    append: (account, events) => () =>
      store.appendToStream(streamOf(account), history(events).map(asEvent), {
        expectedStreamVersion: STREAM_DOES_NOT_EXIST
      }),
    deposit: (account) => () =>
      handle(store, account, (state) => {
        decisions++
        return asEvent(decideDeposit(state))
      }),
    decisions: () => decisions,
    load: (account, events) => async () => {
      const { state } = await store.aggregateStream<PlainAccount, AccountEvent>(streamOf(account), {
        evolve,
        initialState: () => unopened
      })
      if (state.balance !== balanceAfter(events)) {
        throw new Error(`The account of ${events} events holds ${state.balance}.`)
      }
    },
    readAll: (events) => async () => {
      let read = 0
      const consumer = consume({ seen: () => read++, stopAfter: events })
      await consumer.start()
      await consumer.close()
      if (read !== events) throw new Error(`${read} events of ${events}`)
    },
    project: (events, eventsEach) => async () => {
      const table = `balances_${randomUUID().replaceAll("-", "")}`
      await pool.query(tableOf(table))
      let read = 0
      const consumer = store.consumer<AccountEvent>({ pulling })
      consumer.projector<AccountEvent>({
        processorId: `bench-${randomUUID()}`,
        projection: balances(table),
        stopAfter: () => ++read === events
      })
      await consumer.start()
      await consumer.close()
      const { rows: [row] } = await pool.query(`select cents from ${table} where account = $1`, [
        streamOf(accountOf(0))
      ])
      if (row?.cents !== balanceAfter(eventsEach)) throw new Error(`The balance is ${row?.cents}.`)
    },
    follow: async (delivered) => {
      const consumer = consume({ seen: (stream) => delivered(stream.slice(prefix.length)) })
      const ended = consumer.start()
      return async () => {
        await consumer.close()
        await ended
      }
    },
    close: () => pool.end()
  }
}

type AccountEvent = { readonly type: JsonEvent["type"]; readonly data: JsonEvent["data"] }

const tableOf = (table: string) => `create table ${table} (account text primary key, cents integer not null)`

/** One upsert for each event, by the handler of SQL that it has for that. */
const balances = (table: string) =>
  postgreSQLRawSQLProjection<AccountEvent>({
    name: table,
    canHandle: ["AccountOpened", "FundsDeposited"],
    evolve: ({ data, metadata, type }) => {
      const { streamName } = metadata as unknown as { readonly streamName: string }
      const cents = type === "FundsDeposited"
        ? Math.round(Number((data as { readonly amount: { readonly amount: string } }).amount.amount) * 100)
        : 0
      return sql(
        "insert into %I as balance values (%L, %s) on conflict (account) do update set cents = balance.cents + excluded.cents",
        table,
        streamName,
        cents
      )
    }
  })

const prefix = "bank_account-"
const streamOf = (account: string): string => `${prefix}${account}`
const asEvent = ({ data, type }: JsonEvent): AccountEvent => ({ type, data })
