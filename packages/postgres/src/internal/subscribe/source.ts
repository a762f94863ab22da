// What a subscription needs of this store.
import { Position } from "@deciduous/core"
import type { Subscription } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import { toError } from "../failure.ts"
import { end, makeCheck, makePageOfAll } from "../readAll.ts"
import type { Statements } from "../statements.ts"

/** An empty look at the log costs some 50 us. */
const polling: Subscription.Polling = { first: "10 millis", longest: "1 second" }

export const makeSource = (
  sql: PgClient.PgClient,
  statements: Statements,
  wakeup: Subscription.Wakeup
): Subscription.Source => {
  const readPage = makePageOfAll(sql, statements)
  return {
    page: (after, filter) => readPage({ after, before: end, direction: "forward", filter, limit: Infinity }),
    end: sql.unsafe(statements.end).values.pipe(
      Effect.map(([row]) => row![0] === null ? Position.start : Position.make(row![0] as bigint, row![1] as bigint)),
      Effect.mapError(toError("find the end of the log"))
    ),
    check: makeCheck(sql, statements),
    wakeup,
    polling
  }
}
