// The subscriptions of this store: its pages, and what wakes their readers.
import { Position } from "@deciduous/core"
import { type EventStore, Subscription } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { orUnavailable } from "../patience.ts"
import { makeQuery } from "../query.ts"
import { end, makeCheck, makeReadPageOfAll } from "../readAll.ts"
import type { Statements } from "../statements.ts"
import { makeAnnounce } from "./announce.ts"
import { channelOf } from "./channel.ts"
import { committedIn, type End, fromEnd } from "./fromEnd.ts"
import { makeListening } from "./listen.ts"

/**
 * How long a reader rests that has found nothing new. What was just appended becomes readable when the transactions
 * before it have ended, mostly at once; an announcement that is lost costs a second. An empty look takes 50 us.
 */
const polling: Subscription.Polling = { first: "10 millis", longest: "1 second" }

export interface Subscriptions extends Pick<EventStore.EventStore["Service"], "subscribe" | "subscribePages"> {
  /** To be called when something was appended. */
  readonly onAppended: () => void
}

export const makeSubscriptions: (
  sql: PgClient.PgClient,
  statements: Statements,
  schema: string
) => Effect.Effect<Subscriptions, never, Scope.Scope> = Effect.fnUntraced(function*(sql, statements, schema) {
  const wakeup = Subscription.makeWakeup()
  const channel = channelOf(schema)
  const sender = crypto.randomUUID()
  const announce = yield* makeAnnounce(sql, statements, channel, sender)
  const listening = yield* makeListening(sql, channel, sender, wakeup)

  const readEnd = orUnavailable(
    Effect.map(makeQuery(sql)<EndRow>("find the end of the log", statements.end, []), ([row]) => toEnd(row!))
  )
  /** For one run of one subscription. */
  const of = ({ after, filter }: EventStore.Subscribe = {}) => {
    const readPage = makeReadPageOfAll(sql, statements, "forward", filter)
    const source: Subscription.Source = {
      page: (after) => readPage({ after, before: end, limit: Infinity }),
      end: Effect.map(readEnd, ({ position }) => position),
      check: makeCheck(sql, statements),
      wakeup,
      polling
    }
    return Subscription.make(after === "end" ? fromEnd(source, readEnd) : source)
  }
  const held = <A, E>(make: () => Stream.Stream<A, E>) => Stream.unwrap(Effect.map(listening, make))
  return {
    onAppended: () => {
      wakeup.notify()
      announce()
    },
    subscribe: (options) => held(() => of(options).subscribe(options)),
    subscribePages: (options) => held(() => of(options).subscribePages(options))
  }
})

type EndRow = readonly [transaction: bigint | null, sequence: bigint | null, snapshot: string, offset: bigint | null]

const toEnd = ([transaction, sequence, snapshot, offset]: EndRow): End => ({
  position: transaction === null || sequence === null ? Position.start : Position.make(transaction, sequence),
  isBefore: committedIn(snapshot, offset)
})
