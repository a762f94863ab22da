// Rules about what processes are told and what they send.
import { Processes, Worker } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import { type Case, readAll } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { newErrands } from "./errands.ts"
import { agrees, ask, isDone, stands } from "./told.ts"

const lease = "1 second"

export const sending: ReadonlyArray<Case<Needs>> = [
  rule(
    82,
    "every command of a process is handled once, and what is owed is what resume says at every moment",
    Effect.fnUntraced(function*() {
      const errands = newErrands()
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      const ids = Array.range(1, 8).map(String)
      yield* Effect.forEach(ids, (id) => ask(errands, id, 3), { concurrency: "unbounded" })
      yield* Effect.forEach(Array.range(1, 20), () => Effect.forEach(ids, (id) => agrees(errands, id)))
      yield* Effect.forEach(ids, (id) => isDone(errands, id, 3), { concurrency: "unbounded" })
    })
  ),

  rule(
    82,
    "a worker that ends at any moment, again and again, leaves every command handled once",
    Effect.fnUntraced(function*() {
      const errands = newErrands()
      const ids = Array.range(1, 4).map(String)
      yield* Effect.forEach(ids, (id) => ask(errands, id, 6))
      for (let ends = 0; ends < 10; ends++) {
        const worker = Worker.start(Processes.tasks(errands.process), { lease })
        yield* Effect.scoped(Effect.andThen(worker, Effect.sleep(7 * (ends + 1))))
        yield* Effect.forEach(ids, (id) => agrees(errands, id))
      }
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* Effect.forEach(ids, (id) => isDone(errands, id, 6))
    })
  ),

  rule(
    85,
    "events of one instance from many streams at the same time are taken one after the other, in the order of the log",
    Effect.fnUntraced(function*(store) {
      const errands = newErrands({ begins: true })
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "one", 0)
      const streams = Array.range(1, 24)
      yield* Effect.forEach(
        streams,
        (step) =>
          Effect.fromResult(errands.helpers.streamId(`one/${step}`)).pipe(
            Effect.flatMap((streamId) =>
              store.append(streamId, [
                { id: crypto.randomUUID(), type: "Done", schemaVersion: 1, data: { step }, metadata: {} }
              ], { expectedVersion: 0 })
            )
          ),
        { concurrency: "unbounded" }
      )
      yield* stands(errands, "one", ({ inputs }) => inputs === 25)
      const log = yield* readAll(store, { filter: { categories: [errands.helpers.category] } })
      const known = yield* Processes.state(errands.process, "one")
      assert.deepStrictEqual(known?.state?.taken, [
        "Asked",
        ...log.map(({ data }) => `Done ${(data as { readonly step: number }).step}`)
      ])
    })
  )
]
