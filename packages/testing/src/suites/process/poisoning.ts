// Rules about events that a process cannot take: what becomes of them is declared, and others go on.
import { Position } from "@deciduous/core"
import { CheckpointStore, type Process, Processes, ProjectionStore, Worker } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { type Case, readAll } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { newErrands } from "./errands.ts"
import { ask, isDone, stands } from "./told.ts"

/** Errands of which the helper of "one" says something that cannot be taken, until that is mended. */
const broken = (onPoison: Process.OnPoison) => {
  let isBroken = true
  const errands = newErrands({
    onPoison,
    breaks: ({ aggregateId, event }) => isBroken && aggregateId === "one" && event._tag === "Done" && event.step === 2
  })
  return { errands, mend: () => isBroken = false }
}

/** Waits until a process stands so. */
const standsAs = (process: { readonly name: string }, as: (status: Processes.Status) => boolean) =>
  Effect.repeat(Processes.status(process), { until: as, schedule: Schedule.spaced("20 millis") }).pipe(
    Effect.timeout("30 seconds")
  )

export const poisoning: ReadonlyArray<Case<Needs>> = [
  rule(
    25,
    "a checkpoint beyond the end of the log stops its process, which says so, and is not waited on",
    Effect.fnUntraced(function*(store) {
      const { process } = newErrands()
      const [last] = yield* readAll(store, { direction: "backward", limit: 1 })
      const { sequence, transaction } = Position.parts(last?.position ?? Position.start)
      const from = Position.make(transaction + 1000n, sequence + 1000n)
      const checkpoints = yield* CheckpointStore.CheckpointStore
      yield* checkpoints.register([{ name: Processes.taskOf(process), shards: 1, from }])
      yield* Worker.start(Processes.tasks(process), { lease: "1 second" })
      const { stopped } = yield* standsAs(process, (status) => status.stopped !== undefined)
      assert.include(stopped!, "is not of this store")
    })
  ),

  rule(
    44,
    "an event that cannot be taken stops the process, which says why, and goes on there when it is told to",
    Effect.fnUntraced(function*() {
      const { errands, mend } = broken("stop")
      yield* Worker.start(Processes.tasks(errands.process), { lease: "1 second" })
      yield* ask(errands, "one", 3)
      const { stopped } = yield* standsAs(errands.process, (status) => status.stopped !== undefined)
      assert.match(stopped!, /Done at version 2 of stream .*whom does it concern\?/)
      mend()
      yield* Processes.retry(errands.process)
      yield* isDone(errands, "one", 3)
    })
  ),

  rule(
    46,
    "an event that is put aside, alone or with its stream, holds no other instance back, and is taken later, once",
    Effect.fnUntraced(function*() {
      const each = Effect.fnUntraced(function*(onPoison: Process.OnPoison) {
        const { errands, mend } = broken(onPoison)
        yield* Worker.start(Processes.tasks(errands.process), { lease: "1 second" })
        yield* ask(errands, "one", 3)
        yield* standsAs(errands.process, ({ deadLetters }) => deadLetters === 1)
        yield* ask(errands, "other", 3)
        yield* isDone(errands, "other", 3)
        const [letter] = yield* (yield* ProjectionStore.ProjectionStore).letters(`process ${errands.process.name}`)
        assert.deepInclude(letter, { type: "Done", version: 2, isParked: onPoison === "park" })
        assert.match(letter!.cause, /whom does it concern\?/)
        const { handled, left } = yield* Processes.replay(errands.process)
        assert.deepStrictEqual([handled, left.length], [0, 1])
        mend()
        const all = yield* Effect.all([Processes.replay(errands.process), Processes.replay(errands.process)], {
          concurrency: "unbounded"
        })
        assert.strictEqual(all[0].handled + all[1].handled, 1)
        yield* isDone(errands, "one", 3)
        assert.strictEqual((yield* Processes.status(errands.process)).deadLetters, 0)
      })
      yield* Effect.forEach(["park", "dead-letter"] as const, each, { concurrency: "unbounded" })
    })
  ),

  rule(
    46,
    "a reset takes again what was put aside, once, and says no more that it was",
    Effect.fnUntraced(function*() {
      const { errands, mend } = broken("dead-letter")
      yield* Worker.start(Processes.tasks(errands.process), { lease: "1 second" })
      yield* ask(errands, "one", 3)
      yield* standsAs(errands.process, ({ deadLetters }) => deadLetters === 1)
      mend()
      yield* Processes.reset(errands.process)
      assert.strictEqual((yield* Processes.status(errands.process)).deadLetters, 0)
      yield* isDone(errands, "one", 3)
      yield* stands(errands, "one", ({ inputs }) => inputs === 4)
      assert.include(yield* Processes.names, errands.process.name)
    })
  )
]
