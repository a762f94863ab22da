// Rules about what processes take: each event once, and early ones as declared.
import { Position } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1"
import { CheckpointStore, EventStore, Processes, Worker } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Case } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { type ErrandOptions, newErrands } from "./errands.ts"
import { agrees, ask, isDone, stands, toldTo } from "./told.ts"

const lease = "1 second"

/** Done before it was asked for. */
const eager = Effect.fnUntraced(function*(options: ErrandOptions) {
  const errands = newErrands({ begins: true, ...options })
  yield* Worker.start(Processes.tasks(errands.process), { lease })
  const store = yield* EventStore.EventStore
  yield* store.append(yield* Effect.fromResult(errands.helpers.streamId("one/1")), [
    { id: crypto.randomUUID(), type: "Done", schemaVersion: 1, data: { step: 1 }, metadata: {} }
  ], { expectedVersion: 0 })
  yield* ask(errands, "one", 2)
  yield* ask(errands, "other", 2)
  yield* isDone(errands, "other", 2)
  return errands
})

export const taking: ReadonlyArray<Case<Needs>> = [
  rule(
    66,
    "a process takes events as they are today, whatever they were when they were stored, also those that came early",
    Effect.fnUntraced(function*(store) {
      const errands = newErrands({ begins: true }, undefined, {
        "Begged@1": R.upcast(
          "Asked@1",
          ({ pairs }: { readonly pairs: number }) => ({ steps: 2 * pairs, deadline: "" })
        ),
        "GivenUp@1": R.renamed("Failed@1")
      })
      const old = (id: string, ...events: ReadonlyArray<readonly [type: string, data: unknown]>) =>
        Effect.flatMap(
          Effect.fromResult(errands.errands.streamId(id)),
          (streamId) =>
            Effect.forEach(events, ([type, data]) =>
              store.append(streamId, [{ id: crypto.randomUUID(), type, schemaVersion: 1, data, metadata: {} }], {
                expectedVersion: "any"
              }))
        )
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* old("asked", ["Begged", { pairs: 2 }])
      yield* old("given up", ["GivenUp", { step: 1 }], ["Begged", { pairs: 1 }])
      yield* isDone(errands, "asked", 4)
      yield* stands(errands, "given up", ({ isEnded }) => isEnded)
    })
  ),

  rule(
    83,
    "events that come again, as the checkpoint was set back, change nothing and lead to nothing",
    Effect.fnUntraced(function*() {
      const errands = newErrands()
      yield* Effect.scoped(Effect.gen(function*() {
        yield* Worker.start(Processes.tasks(errands.process), { lease })
        yield* ask(errands, "one", 3)
        yield* isDone(errands, "one", 3)
      }))
      const before = yield* Processes.state(errands.process, "one")
      const checkpoints = yield* CheckpointStore.CheckpointStore
      yield* checkpoints.reset(`process ${errands.process.name}`, Position.start)
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "two", 1)
      yield* isDone(errands, "two", 1)
      assert.deepStrictEqual(yield* Processes.state(errands.process, "one"), before)
      assert.deepStrictEqual(yield* toldTo(errands, "one"), ["Done 1", "Done 2", "Done 3"])
    })
  ),

  rule(
    84,
    "an event that comes before its instance has begun is held, and taken right after the beginning",
    Effect.fnUntraced(function*() {
      const errands = yield* eager({ early: "hold" })
      yield* stands(errands, "one", ({ early, owed, state }) => early === 0 && state?.done === 3 && owed.length === 0)
      const known = yield* Processes.state(errands.process, "one")
      // what the beginning asks for is asked for, then what came early is taken
      assert.deepStrictEqual(known?.state?.taken.slice(0, 2), ["Asked", "Done 1"])
    })
  ),

  rule(
    84,
    "an event that comes before its instance has begun does not count where it is to be ignored",
    Effect.fnUntraced(function*() {
      const errands = yield* eager({ early: "ignore" })
      yield* isDone(errands, "one", 2)
      assert.strictEqual((yield* Processes.state(errands.process, "one"))?.inputs, 3)
    })
  ),

  rule(
    82,
    "a process that is reset folds everything again, sends nothing twice, and owes what resume says",
    Effect.fnUntraced(function*() {
      const errands = newErrands({ hard: 3 })
      const work = Worker.start(Processes.tasks(errands.process), { lease })
      yield* Effect.scoped(Effect.gen(function*() {
        yield* work
        yield* ask(errands, "done", 2)
        yield* ask(errands, "stuck", 3)
        yield* isDone(errands, "done", 2)
        yield* stands(errands, "stuck", ({ isSuspended }) => isSuspended)
      }))
      const owed = (yield* Processes.state(errands.process, "stuck"))?.owed.map(({ id }) => id)
      yield* Processes.reset(errands.process)
      assert.isUndefined(yield* Processes.state(errands.process, "done"))
      yield* work
      yield* stands(errands, "stuck", ({ isSuspended }) => isSuspended)
      yield* isDone(errands, "done", 2)
      const again = yield* Processes.state(errands.process, "stuck")
      assert.deepStrictEqual(again?.owed.map(({ id }) => id), owed)
      assert.deepStrictEqual(yield* toldTo(errands, "stuck"), ["Done 1", "Done 2"])
      yield* agrees(errands, "stuck")
      assert.isUndefined((yield* Processes.status(errands.process)).replayingUntil)
    })
  )
]
