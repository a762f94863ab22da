// Rules about time: timers fire once, when they are due by the store's clock, whoever is killed and whatever clocks jump.
import { EventStore, Processes, Worker } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Case } from "../event-store/Case.ts"
import { turnedBy } from "../event-store/turnedClock.ts"
import { type Needs, rule } from "./Case.ts"
import { newErrands } from "./errands.ts"
import { agrees, ask, happenedTo, stands, withdraw } from "./told.ts"

const lease = "1 second"

/** By the clock of this machine, which the stores under test share. */
const inMillis = (millis: number) => Effect.map(DateTime.now, (now) => DateTime.addDuration(now, millis))

/** An errand that waits, and whose deadline was met. */
const isExpired = (errands: ReturnType<typeof newErrands>, id: string) =>
  stands(errands, id, ({ owed, state }) => state?.taken.includes("Expired") === true && owed.length === 0)

export const waiting: ReadonlyArray<Case<Needs>> = [
  rule(
    86,
    "a timer fires when it is due, once, although no worker lived when it was set to",
    Effect.fnUntraced(function*() {
      const errands = newErrands()
      yield* ask(errands, "past", 0, yield* inMillis(-60_000))
      yield* Effect.scoped(Effect.gen(function*() {
        yield* Worker.start(Processes.tasks(errands.process), { lease })
        yield* ask(errands, "soon", 0, yield* inMillis(400))
        yield* stands(errands, "soon", ({ owed }) => owed.length === 1)
        yield* agrees(errands, "soon")
      }))
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      for (const id of ["past", "soon"]) {
        yield* isExpired(errands, id)
        assert.deepStrictEqual(yield* happenedTo(errands, id), ["Asked", "Expired"])
        yield* agrees(errands, id)
      }
    })
  ),

  rule(
    86,
    "a timer that is cancelled does not fire, one that is set again fires at its new time, and the end of an instance ends all",
    Effect.fnUntraced(function*() {
      const errands = newErrands()
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "cancelled", 0, yield* inMillis(60_000))
      yield* stands(errands, "cancelled", ({ owed }) => owed.length === 1)
      yield* withdraw(errands, "cancelled")
      yield* stands(errands, "cancelled", ({ owed }) => owed.length === 0)
      yield* ask(errands, "moved", 0, yield* inMillis(60_000))
      yield* stands(errands, "moved", ({ owed }) => owed.length === 1)
      const waits = { running: 2, ended: 0, suspended: 0, owed: 1, timers: 1 }
      assert.deepInclude(yield* Processes.status(errands.process), waits)
      yield* ask(errands, "moved", 0, yield* inMillis(100))
      yield* isExpired(errands, "moved")
      yield* ask(errands, "ended", 0, yield* inMillis(60_000))
      yield* stands(errands, "ended", ({ owed }) => owed.length === 1)
      yield* Effect.flatMap(
        EventStore.EventStore,
        (store) =>
          Effect.flatMap(Effect.fromResult(errands.errands.streamId("ended")), (streamId) =>
            store.append(streamId, [
              { id: crypto.randomUUID(), type: "Failed", schemaVersion: 1, data: { step: 1 }, metadata: {} }
            ], { expectedVersion: "any" }))
      )
      yield* stands(errands, "ended", ({ isEnded, owed }) => isEnded && owed.length === 0)
      const rests = { running: 2, ended: 1, suspended: 0, owed: 0, timers: 0 }
      assert.deepInclude(yield* Processes.status(errands.process), rests)
      assert.deepStrictEqual(yield* happenedTo(errands, "moved"), ["Asked", "Asked", "Expired"])
      assert.deepStrictEqual(yield* happenedTo(errands, "cancelled"), ["Asked", "Withdrawn"])
      yield* agrees(errands, "cancelled")
      yield* agrees(errands, "moved")
      yield* agrees(errands, "ended")
    })
  ),

  rule(
    110,
    "a worker whose clock is an hour off fires timers neither early nor late",
    Effect.fnUntraced(function*() {
      for (const hours of [-1, 1]) {
        const errands = newErrands()
        const late = yield* inMillis(1_800_000)
        const soon = yield* inMillis(100)
        yield* Worker.start(Processes.tasks(errands.process), { lease }).pipe(
          Effect.provideService(Clock.Clock, yield* turnedBy(hours))
        )
        yield* ask(errands, "late", 0, late)
        yield* ask(errands, "soon", 0, soon)
        yield* isExpired(errands, "soon")
        yield* stands(errands, "late", ({ owed }) => owed.length === 1)
        assert.deepStrictEqual(yield* happenedTo(errands, "late"), ["Asked"])
      }
    })
  )
]
