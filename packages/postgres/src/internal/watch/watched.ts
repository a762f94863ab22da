// Looks after readers while there are any: measures for how long they are held back, and says once who does it.
import { Subscription } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Metrics from "../../Metrics.ts"
import { Watch } from "../../Watch.ts"
import type { Statements } from "../statements.ts"
import { type Holder, readHidden, readHolder } from "./look.ts"

/** A stream of events that is looked after while it runs. */
export type Watched = <A, E, R>(stream: Stream.Stream<A, E, R>) => Stream.Stream<A, E, R>

export const makeWatched: (
  sql: PgClient.PgClient,
  statements: Statements
) => Effect.Effect<Watched, never, Scope.Scope> = Effect.fnUntraced(function*(sql, statements) {
  const { every, warnAfter } = yield* Watch
  const began = Subscription.makeWakeup()
  let readers = 0
  let warnedOf: string | undefined

  const look = Effect.gen(function*() {
    const { age, events, oldest } = yield* readHidden(sql, statements)
    yield* measured(events, Duration.toSeconds(age))
    if (Duration.isLessThan(age, Duration.fromInputUnsafe(warnAfter)) || warnedOf === oldest) return
    warnedOf = oldest
    yield* Effect.logWarning(warning(yield* readHolder(sql, statements, age), age))
  })

  yield* Effect.forkScoped(Effect.forever(Effect.gen(function*() {
    const seen = began.count()
    if (readers === 0) yield* began.after(seen)
    yield* Effect.sleep(every)
    // the readers themselves say so where the store cannot be reached
    yield* readers === 0 ? measured(0, 0) : Effect.catch(look, ({ message }) => Effect.logDebug(message))
  })))

  const reading = Effect.acquireRelease(
    Effect.sync(() => {
      readers++
      began.notify()
    }),
    () => Effect.sync(() => readers--)
  )
  return (stream) => Stream.unwrap(Effect.as(reading, stream))
})

const measured = (events: number, seconds: number) =>
  Effect.andThen(
    Metric.update(Metrics.hiddenEvents, events),
    Metric.update(Metrics.readersHeldBack, seconds)
  )

const warning = (holder: Holder | undefined, age: Duration.Duration): string =>
  `Readers of all streams have been held back for ${
    Math.round(Duration.toSeconds(age))
  } s by a transaction that is open`
  + `${holder === undefined ? "." : `: ${describe(holder)}.`} See: deciduous status`

const describe = ({ application, database, gid, pid, user }: Holder): string =>
  [
    pid === undefined ? gid === undefined ? "unknown" : `the prepared transaction ${gid}` : `process ${pid}`,
    ...(database === undefined ? [] : [`database ${database}`]),
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(application === undefined || application === "" ? [] : [`application ${application}`])
  ].join(", ")
