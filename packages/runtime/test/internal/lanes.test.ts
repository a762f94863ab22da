import * as Lanes from "#internal/lanes"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Queue } from "effect"

/** Lanes whose runs wait until they are let through, and the runs that there have been. */
const gated = Effect.fnUntraced(function*(lanes: number, most: number) {
  const gate = yield* Queue.unbounded<Effect.Effect<void, string>>()
  const runs: Array<ReadonlyArray<number>> = []
  const made = Lanes.make({
    lanes,
    most,
    run: (all: ReadonlyArray<number>) =>
      Effect.sync(() => runs.push(all)).pipe(
        Effect.andThen(Queue.take(gate)),
        Effect.flatten,
        Effect.as(all.map((n) => n * 10))
      )
  })
  const submit = (n: number) => Effect.tap(Effect.forkChild(made.submit(n)), () => Effect.yieldNow)
  return { submit, runs, open: Queue.offer(gate, Effect.void), break: Queue.offer(gate, Effect.fail("broken")) }
})

describe("lanes", () => {
  it.effect("the first leave at once, and those that come meanwhile leave together", () =>
    Effect.gen(function*() {
      const { open, runs, submit } = yield* gated(2, 10)
      const fibers = yield* Effect.forEach([1, 2, 3, 4, 5], submit)
      assert.deepStrictEqual(runs, [[1], [2]])
      yield* Effect.all([open, open, open])
      assert.deepStrictEqual(yield* Effect.forEach(fibers, (fiber) => Fiber.join(fiber)), [10, 20, 30, 40, 50])
      assert.deepStrictEqual(runs, [[1], [2], [3, 4, 5]])
    }))

  it.effect("no more leave together than may", () =>
    Effect.gen(function*() {
      const { open, runs, submit } = yield* gated(1, 2)
      const fibers = yield* Effect.forEach([1, 2, 3, 4], submit)
      yield* Effect.all([open, open, open])
      yield* Effect.forEach(fibers, (fiber) => Fiber.join(fiber))
      assert.deepStrictEqual(runs, [[1], [2, 3], [4]])
    }))

  it.effect("a failure is that of all who left together, and of nobody else", () =>
    Effect.gen(function*() {
      const { break: fail, open, submit } = yield* gated(1, 2)
      const fibers = yield* Effect.forEach([1, 2, 3, 4], submit)
      yield* Effect.all([open, fail, open])
      const exits = yield* Effect.forEach(fibers, (fiber) => Fiber.await(fiber))
      assert.deepStrictEqual(exits, [Exit.succeed(10), Exit.fail("broken"), Exit.fail("broken"), Exit.succeed(40)])
    }))

  it.effect("who is interrupted while waiting does not leave, and who is under way frees its lane", () =>
    Effect.gen(function*() {
      const { open, runs, submit } = yield* gated(1, 10)
      const [first, second, third] = yield* Effect.forEach([1, 2, 3], submit)
      yield* Fiber.interrupt(second!)
      yield* Fiber.interrupt(first!)
      yield* open
      assert.strictEqual(yield* Fiber.join(third!), 30)
      assert.deepStrictEqual(runs, [[1], [3]])
    }))
})
