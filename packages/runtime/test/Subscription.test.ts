import { Position, type StoredEvent } from "@deciduous/core"
import { Subscription } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Array, DateTime, Deferred, Effect, Fiber, Stream } from "effect"

const event = (sequence: number): StoredEvent => ({
  id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
  streamId: "counter-1",
  category: "counter",
  aggregateId: "1",
  version: sequence,
  position: Position.make(1n, BigInt(sequence)),
  type: "Counted",
  schemaVersion: 1,
  data: { by: 1 },
  metadata: {},
  recordedAt: DateTime.makeUnsafe(0)
})

/** A log of 1,000 events that is read in pages of so many, and how many pages were asked for. */
const logOf = (size: number) => {
  const asked = { pages: 0 }
  const { subscribePages } = Subscription.make({
    page: (after) =>
      Effect.sync(() => {
        asked.pages++
        const first = Number(Position.parts(after).sequence) + 1
        const events = Array.makeBy(size, (i) => event(first + i))
        return { events, position: events.at(-1)!.position }
      }),
    end: Effect.succeed(Position.start),
    check: () => Effect.void,
    wakeup: Subscription.makeWakeup()
  })
  return { asked, pages: subscribePages() }
}

/** How many pages were asked for while the second is handled, for as long as that likes to take. */
const askedInTheMidst = Effect.fnUntraced(function*(size: number) {
  const { asked, pages } = logOf(size)
  const isHandled = yield* Deferred.make<void>()
  let handled = 0
  const following = yield* Effect.forkChild(
    Stream.runForEach(pages, () => ++handled === 2 ? Deferred.await(isHandled) : Effect.void)
  )
  while (handled < 2) yield* Effect.yieldNow
  for (let i = 0; i < 100; i++) yield* Effect.yieldNow
  yield* Fiber.interrupt(following)
  return asked.pages
})

describe("a subscription", () => {
  it.effect("in a backlog reads the next page while one is handled, and no other", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* askedInTheMidst(100), 3)
    }))

  it.effect("at the end of the log reads when all is handled, so that a handler hides nothing from it", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* askedInTheMidst(99), 2)
    }))
})
