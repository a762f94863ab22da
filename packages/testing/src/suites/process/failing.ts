// Rules about commands that are rejected or cannot be handled: compensation is tried until it is done, or parked.
import { EventStoreError, Processes, Worker } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Case } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { newErrands } from "./errands.ts"
import { agrees, ask, isDone, stands, toldTo } from "./told.ts"

const lease = "1 second"

const away = new EventStoreError.EventStoreError({
  reason: new EventStoreError.StoreFailure({ operation: "do it", problem: "not now", cause: undefined })
})

export const failing: ReadonlyArray<Case<Needs>> = [
  rule(
    87,
    "a rejected step leads to another command in its place, and what was done is undone in reverse",
    Effect.fnUntraced(function*() {
      const errands = newErrands({
        hard: 3,
        rejected: (command) => command._tag === "Do" ? { instead: { _tag: "Fail", step: command.step } } : "park"
      })
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "one", 4)
      yield* stands(errands, "one", ({ isEnded, owed }) => isEnded && owed.length === 0)
      assert.deepStrictEqual(yield* toldTo(errands, "one"), ["Done 1", "Done 2", "Undone 2", "Undone 1"])
      yield* agrees(errands, "one")
    })
  ),

  rule(
    87,
    "a command that fails is sent again until it is handled, and no other of its instance overtakes it",
    Effect.fnUntraced(function*() {
      const failures = new Map<string, number>()
      const errands = newErrands({
        retry: Schedule.spaced("20 millis"),
        sending: (sending, command) => ({
          handle: (options) =>
            Effect.suspend(() => {
              const key = JSON.stringify([command, options.commandId])
              const before = failures.get(key) ?? 0
              failures.set(key, before + 1)
              return before < 3 ? Effect.fail(away) : sending.handle(options)
            })
        })
      })
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "one", 3)
      yield* isDone(errands, "one", 3)
      assert.deepStrictEqual([...failures.values()], [4, 4, 4])
    })
  ),

  rule(
    87,
    "a command that cannot be handled is parked: its instance is suspended and says so, others go on, and a retry goes on",
    Effect.fnUntraced(function*() {
      let isBroken = true
      const errands = newErrands({
        retry: Schedule.recurs(2),
        sending: (sending, command) => ({
          handle: (options) =>
            Effect.suspend(() => {
              const isHit = isBroken && "step" in command && command.step === 7
              return isHit ? Effect.die(new Error("out of order")) : sending.handle(options)
            })
        })
      })
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "long", 8)
      yield* stands(errands, "long", ({ isSuspended }) => isSuspended)
      yield* ask(errands, "short", 3)
      yield* isDone(errands, "short", 3)
      const known = yield* Processes.state(errands.process, "long")
      assert.match(known?.owed[0]?.problem ?? "", /out of order/)
      assert.strictEqual(known?.owed[0]?.attempts, 3)
      assert.strictEqual((yield* Processes.status(errands.process)).suspended, 1)
      assert.deepStrictEqual(
        (yield* Processes.list(errands.process, { onlySuspended: true })).map(({ instance }) => instance),
        ["long"]
      )
      yield* agrees(errands, "long")
      isBroken = false
      assert.strictEqual(yield* Processes.retry(errands.process, "long"), 1)
      yield* isDone(errands, "long", 8)
      assert.strictEqual((yield* Processes.status(errands.process)).suspended, 0)
    })
  ),

  rule(
    87,
    "a rejection that is ignored counts as handled, and one of which nothing is said suspends",
    Effect.fnUntraced(function*() {
      const ignoring = newErrands({ hard: 1, rejected: () => "ignore" })
      const silent = newErrands({ hard: 1 })
      yield* Worker.start([...Processes.tasks(ignoring.process), ...Processes.tasks(silent.process)], { lease })
      yield* ask(ignoring, "one", 1)
      yield* ask(silent, "one", 1)
      yield* stands(ignoring, "one", ({ isSuspended, owed }) => owed.length === 0 && !isSuspended)
      yield* stands(silent, "one", ({ isSuspended, owed }) => isSuspended && /Unable/.test(owed[0]?.problem ?? ""))
      assert.deepStrictEqual([yield* toldTo(ignoring, "one"), yield* toldTo(silent, "one")], [[], []])
    })
  )
]
