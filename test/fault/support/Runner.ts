// Workers of a process as processes, and what errands must have come to in the end. They are processes/runner.ts.
import { PostgresEventStore } from "@deciduous/postgres"
import { Processes } from "@deciduous/runtime"
import { newErrands } from "@deciduous/testing/suites/process/errands"
import { agrees, ask, happenedTo, isDone, stands } from "@deciduous/testing/suites/process/told"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Child from "./Child.ts"

export interface RunnerOptions {
  readonly url: string
  /** In milliseconds. */
  readonly lease: number
}

export const errands = newErrands({}, "fault")

/** Begins once it has registered its tasks. */
export const start = Effect.fnUntraced(function*(url: string) {
  const child = yield* Child.start<{ readonly began: true }>("runner.ts", { url, lease: 1500 } satisfies RunnerOptions)
  yield* child.until((said) => said.length > 0)
  return child
})

/** With a store of its own. */
export const at = (url: string) =>
  Layer.build(Layer.fresh(PostgresEventStore.layer({ url }))).pipe(
    Effect.map((context) => <A, E>(of: Effect.Effect<A, E, PostgresEventStore.Services>) =>
      Effect.provideContext(of, context)
    )
  )

export const askFor = (ids: ReadonlyArray<string>, steps: number) =>
  Effect.forEach(ids, (id) => ask(errands, id, steps), { concurrency: 4, discard: true })

/** Each command has had one effect, each timer has fired once, and nothing is owed that `resume` does not say. */
export const areDone = Effect.fnUntraced(function*(ids: ReadonlyArray<string>, steps: number) {
  for (const id of ids) yield* isDone(errands, id, steps)
  assert.strictEqual((yield* Processes.status(errands.process)).owed, 0)
})

/** How instances stand. */
export const known = (ids: ReadonlyArray<string>) => Effect.forEach(ids, (id) => Processes.state(errands.process, id))

export const hasExpired = Effect.fnUntraced(function*(id: string) {
  yield* stands(errands, id, ({ owed, state }) => state?.taken.includes("Expired") === true && owed.length === 0)
  assert.deepStrictEqual(yield* happenedTo(errands, id), ["Asked", "Expired"])
  yield* agrees(errands, id)
})
