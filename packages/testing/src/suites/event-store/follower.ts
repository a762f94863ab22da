// Someone who follows a store while a case goes on.
import type { StoredEvent } from "@deciduous/core"
import { type EventStore, Subscription } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { ids, readAll, type Store } from "./Case.ts"

export interface Follower {
  /** What it was given so far, in that order. */
  readonly seen: ReadonlyArray<StoredEvent>
  /** Waits until it was given an event of this id; fails where the subscription does. */
  readonly sees: (id: string) => Effect.Effect<void, unknown>
}

/** Subscribes until the scope closes. `handle` is what it does with each event before it takes the next. */
export const follow = Effect.fnUntraced(function*(
  store: Store,
  options?: EventStore.Subscribe,
  handle: (event: StoredEvent) => Effect.Effect<void> = () => Effect.void
) {
  const seen: Array<StoredEvent> = []
  const news = Subscription.makeWakeup()
  const following = yield* Effect.forkScoped(Stream.runForEach(store.subscribe(options), (one) => {
    seen.push(one)
    news.notify()
    return handle(one)
  }))
  const ended = Effect.andThen(Fiber.join(following), Effect.fail("a subscription has ended, which it never should"))
  const until = (id: string): Effect.Effect<void> =>
    Effect.suspend(() => {
      const count = news.count()
      return seen.some((one) => one.id === id) ? Effect.void : Effect.andThen(news.after(count), until(id))
    })
  const sees = (id: string): Effect.Effect<void, unknown> =>
    Effect.raceFirst(until(id), ended).pipe(
      Effect.timeout("20 seconds"),
      Effect.catchTag("TimeoutError", () => Effect.fail(`it was given ${seen.length} events, and never that of ${id}`))
    )
  return { seen, sees } satisfies Follower
})

/** That it was given what the log holds after a position, all of it once and in that order. */
export const sawAll = Effect.fnUntraced(function*(
  store: Store,
  { seen }: Follower,
  range: Pick<EventStore.ReadAllRange, "after" | "filter">
) {
  assert.deepStrictEqual(ids(seen), ids(yield* readAll(store, range)))
})
