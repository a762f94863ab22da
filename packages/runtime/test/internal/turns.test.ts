import * as Turns from "#internal/turns"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"

describe("turns", () => {
  it.effect("those of one key go one after the other, in the order in which they came", () =>
    Effect.gen(function*() {
      const turns = Turns.make((wait) => wait)
      const log: Array<string> = []
      const step = (n: number) =>
        turns.inTurn(
          "a",
          n,
          () =>
            Effect.sync(() => log.push(`${n} begins`)).pipe(
              Effect.andThen(Effect.yieldNow),
              Effect.andThen(Effect.sync(() => log.push(`${n} ends`)))
            )
        )
      yield* Effect.all([step(1), step(2), step(3)], { concurrency: "unbounded" })
      assert.deepStrictEqual(log, ["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"])
    }))

  it.effect("whoever has its turn is told who waits behind it", () =>
    Effect.gen(function*() {
      const turns = Turns.make<number>((wait) => wait)
      const told: Array<ReadonlyArray<number>> = []
      const step = (n: number) =>
        turns.inTurn("a", n, (waiting) => Effect.andThen(Effect.sync(() => told.push(waiting)), Effect.yieldNow))
      yield* Effect.all([step(1), step(2), step(3), step(4)], { concurrency: "unbounded" })
      assert.deepStrictEqual(told, [[], [3, 4], [4], []])
    }))

  it.effect("those of another key do not wait", () =>
    Effect.gen(function*() {
      const turns = Turns.make((wait) => wait)
      const first = yield* Effect.forkChild(turns.inTurn("a", 0, () => Effect.never))
      yield* Effect.yieldNow
      assert.strictEqual(yield* turns.inTurn("b", 0, () => Effect.succeed(1)), 1)
      yield* Fiber.interrupt(first)
    }))

  it.effect("a failure and an interruption hand the turn on", () =>
    Effect.gen(function*() {
      const turns = Turns.make((wait) => wait)
      const holder = yield* Effect.forkChild(turns.inTurn("a", 0, () => Effect.never))
      yield* Effect.yieldNow
      const failing = yield* Effect.forkChild(turns.inTurn("a", 0, () => Effect.fail("no")))
      const last = yield* Effect.forkChild(turns.inTurn("a", 0, () => Effect.succeed("yes")))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(holder)
      assert.strictEqual(yield* Effect.flip(Fiber.join(failing)), "no")
      assert.strictEqual(yield* Fiber.join(last), "yes")
    }))

  it.effect("who is interrupted while waiting is left out, also in the moment in which the turn comes", () =>
    Effect.gen(function*() {
      const turns = Turns.make((wait) => wait)
      const done = yield* Deferred.make<void>()
      const holder = yield* Effect.forkChild(turns.inTurn("a", 0, () => Deferred.await(done)))
      yield* Effect.yieldNow
      const waiting = yield* Effect.forEach([1, 2], () => Effect.forkChild(turns.inTurn("a", 0, () => Effect.never)))
      const last = yield* Effect.forkChild(turns.inTurn("a", 0, () => Effect.succeed("yes")))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(waiting[0]!)
      yield* Deferred.succeed(done, undefined)
      yield* Fiber.interrupt(waiting[1]!)
      assert.strictEqual(yield* Fiber.join(last), "yes")
      yield* Fiber.join(holder)
    }))

  it.effect("a key that became free before the waiting began is taken", () =>
    Effect.gen(function*() {
      const release = yield* Deferred.make<void>()
      const ended = yield* Deferred.make<void>()
      const turns = Turns.make((wait) =>
        Deferred.succeed(release, undefined).pipe(Effect.andThen(Deferred.await(ended)), Effect.andThen(wait))
      )
      const holder = yield* Effect.forkChild(turns.inTurn("a", 0, () => Deferred.await(release)))
      yield* Effect.yieldNow
      const second = yield* Effect.forkChild(turns.inTurn("a", 0, () => Effect.succeed("yes")))
      yield* Fiber.join(holder)
      yield* Deferred.succeed(ended, undefined)
      assert.strictEqual(yield* Fiber.join(second), "yes")
    }))
})
