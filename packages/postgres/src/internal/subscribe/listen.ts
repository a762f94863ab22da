// Hears from other processes that something was appended, for as long as somebody subscribes.
import type { Subscription } from "@deciduous/runtime"
import { type PgClient, PgConnection } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as RcRef from "effect/RcRef"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"

/**
 * What each subscription holds while it runs. The first of them opens a connection beside those of the pool, which may be
 * a single one; the last closes it. It is opened again whenever it is lost, and until then readers look by themselves.
 */
export const makeListening = (
  sql: PgClient.PgClient,
  channel: string,
  sender: string,
  wakeup: Subscription.Wakeup
): Effect.Effect<Effect.Effect<void, never, Scope.Scope>, never, Scope.Scope> => {
  const listen = Effect.scoped(Effect.gen(function*() {
    const connection = yield* PgConnection.make(sql.config)
    const announcements = yield* connection.listen(channel)
    // for what was appended while nobody listened
    wakeup.notify()
    while (true) {
      const { payload } = yield* Queue.take(announcements)
      if (payload !== sender) wakeup.notify()
    }
  }))
  const forever = listen.pipe(
    Effect.tapError((error) => Effect.logDebug("New events of other processes are not heard of.", error)),
    Effect.retry(again)
  )
  return Effect.map(
    RcRef.make({ acquire: Effect.forkScoped(forever) }),
    (listening) => Effect.asVoid(RcRef.get(listening))
  )
}

/** A server that restarts is back in a second or some, and one that takes no more connections is not pressed. */
const again = Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("2 seconds")])
