// Tells other processes that something was appended: beside the appends, which it neither delays nor fails. A NOTIFY inside
// their transactions would take a lock of the whole cluster at each commit, and cost 86 to 93 % at 8 to 32 writers.
import { Subscription } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Statements } from "../statements.ts"

/** How long after one announcement the next one goes out, at the earliest: 40 small transactions a second at most. */
const quietFor = "25 millis"

/** Gives what is to be called after an append. The first call after a while announces at once. */
export const makeAnnounce = (
  sql: PgClient.PgClient,
  statements: Statements,
  channel: string,
  sender: string
): Effect.Effect<() => void, never, Scope.Scope> =>
  Effect.gen(function*() {
    const appended = Subscription.makeWakeup()
    const send = sql.unsafe(statements.announce, [channel, sender]).values.pipe(
      // readers that hear nothing look for themselves
      Effect.catch((error) => Effect.logDebug("Other processes were not told of new events.", error))
    )
    const announce = Effect.gen(function*() {
      let seen = 0
      while (true) {
        yield* appended.after(seen)
        seen = appended.count()
        yield* send
        yield* Effect.sleep(quietFor)
      }
    })
    yield* Effect.forkScoped(announce)
    return appended.notify
  })
