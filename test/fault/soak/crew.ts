// The workers of a soak as processes, and what they suffer. They are processes/soaked.ts.
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Child from "../support/Child.ts"
import { asAdmin, Server, sessionsEnd } from "../support/Server.ts"
import { type Fault, sessions } from "./plan.ts"

/** So many, with leases of so many milliseconds. */
export const startCrew = Effect.fnUntraced(function*(url: string, { lease, size }: Record<"lease" | "size", number>) {
  const scope = yield* Effect.scope
  const server = yield* Server
  // whoever starts finds its server
  const calm = Semaphore.makeUnsafe(1)
  const hire = Effect.gen(function*() {
    const child = yield* Child.start<{ readonly began: true }>("soaked.ts", { lease, url })
    yield* child.until((said) => said.length > 0)
    return child
  }).pipe(
    // one that loses its session at its start says so and ends, and is started again as by any supervisor
    Effect.catchDefect((defect) => Effect.fail(new EndedEarly({ cause: defect }))),
    Effect.retry({ times: 5 }),
    Semaphore.withPermit(calm),
    Scope.provide(scope)
  )
  const crew = (yield* Effect.replicateEffect(hire, size)).map((child) => ({ child, turn: Semaphore.makeUnsafe(1) }))

  // on a slow machine a worker may still be at its start, or the server: then a fault meets nobody
  const once = (who: Semaphore.Semaphore, fault: Effect.Effect<unknown, unknown>) =>
    Effect.map(Semaphore.withPermitsIfAvailable(who, 1)(fault), Option.isSome)

  /** Whether it met anybody. */
  const suffer = (fault: Fault): Effect.Effect<boolean, unknown> => {
    switch (fault._tag) {
      case "Kill": {
        const place = crew[fault.worker]!
        return once(
          place.turn,
          Effect.suspend(() => place.child.kill).pipe(
            Effect.andThen(Effect.sleep(fault.back)),
            Effect.andThen(hire),
            Effect.tap((child) => Effect.sync(() => place.child = child))
          )
        )
      }
      case "Stop": {
        const place = crew[fault.worker]!
        return once(
          place.turn,
          Effect.suspend(() => place.child.signal("SIGSTOP")).pipe(
            Effect.andThen(Effect.sleep(fault.lasts)),
            Effect.andThen(Effect.suspend(() => place.child.signal("SIGCONT")))
          )
        )
      }
      case "Terminate":
        return asAdmin(url, (sql) => sql.unsafe(sessionsEnd(sessions[fault.which]))).pipe(
          // the server may be on its way back
          Effect.retry({ schedule: Schedule.spaced("100 millis"), times: 300 }),
          Effect.as(true)
        )
      case "Crash":
        return once(calm, Effect.andThen(Effect.promise(server.crash), Effect.promise(server.restart)))
    }
  }

  return {
    suffer,
    /** Each ends well when it is asked to, and had nothing to complain about. */
    finish: Effect.suspend(() => Effect.forEach(crew, ({ child }) => child.finish, { discard: true }))
  }
})

class EndedEarly extends Data.TaggedError("EndedEarly")<{ readonly cause: unknown }> {}
