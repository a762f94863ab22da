// For those who write a store: makes a subscription that never ends out of pages that do. How to wait, when to look
// again and what to do after a lost connection is said here, once for every store.
import { Position, type StoredEvent } from "@deciduous/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Filter, Page, Subscribe } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import type { Wakeup } from "./internal/wakeup.ts"
import { isAway, untilItIsBack } from "./internal/worker/failures.ts"
import * as ReadRequest from "./ReadRequest.ts"

export { make as makeWakeup, type Wakeup } from "./internal/wakeup.ts"

/**
 * What a store must be able to do so that one can subscribe to it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Source {
  /** The first events after a position. A page that ends where it began says that there is nothing new. */
  readonly page: (after: Position.Position, filter: Filter | undefined) => Effect.Effect<Page, EventStoreError>
  /** Where the log ends now. */
  readonly end: Effect.Effect<Position.Position, EventStoreError>
  /** Fails with `UnknownPosition` where the store has no event at a position. */
  readonly check: (position: Position.Position) => Effect.Effect<void, EventStoreError>
  /** Notified when something was appended. */
  readonly wakeup: Wakeup
  /** How long to wait before looking without having been notified; never, where it is left out. */
  readonly polling?: Polling
}

/**
 * The wait after nothing new was found: twice as long each time, from the first to the longest.
 *
 * @since 0.1.0
 * @category models
 */
export interface Polling {
  readonly first: Duration.Input
  readonly longest: Duration.Input
}

/**
 * The two subscriptions of a store.
 *
 * In a backlog the next page is read while one is handled, and no other: a slow handler holds the reading back.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (source: Source) => {
  const subscribePages = (options: Subscribe = {}): Stream.Stream<Page, EventStoreError> => {
    const problem = ReadRequest.problemOfSubscribe(options)
    return problem === undefined ? pages(source, options) : Stream.fail(problem)
  }
  return {
    subscribePages,
    subscribe: (options?: Subscribe): Stream.Stream<StoredEvent, EventStoreError> =>
      Stream.flattenIterable(Stream.map(subscribePages(options), ({ events }) => events))
  }
}

const pages = (source: Source, { after, filter }: Subscribe): Stream.Stream<Page, EventStoreError> =>
  Stream.unwrap(Effect.gen(function*() {
    const scope = yield* Effect.scope
    const start = yield* persistently(startOf(source, after))
    const read = (position: Position.Position) => persistently(next(source, position, filter))
    return Stream.paginate(read(start), (page) =>
      Effect.flatMap(page, (page) => {
        const following = read(page.position)
        return page.events.length < many
          ? Effect.succeed([[page], Option.some(following)] as const)
          // what is sent is sent when others have their turn, and the page would be handled before
          : Effect.forkIn(following, scope, { startImmediately: true }).pipe(
            Effect.tap(Effect.yieldNow),
            Effect.map((ahead) => [[page], Option.some(Fiber.join(ahead))] as const)
          )
      }))
  }))

/**
 * A page of so many events is one of a backlog, and the next is read while it is handled. A smaller one has come to the end
 * of the log: what is appended while it is handled is read afterwards, all of it in one page. Read meanwhile it would be
 * some of it, as a handler's own transaction hides what is appended after its first write.
 */
const many = 100

const startOf = (source: Source, after: Subscribe["after"]): Effect.Effect<Position.Position, EventStoreError> =>
  after === "end"
    ? source.end
    : after === undefined || after === Position.start
    ? Effect.succeed(Position.start)
    : Effect.as(source.check(after), after)

/** The first page that goes further than `position`, whenever that comes. */
const next = Effect.fnUntraced(function*(source: Source, position: Position.Position, filter: Filter | undefined) {
  let delay = source.polling && Duration.fromInputUnsafe(source.polling.first)
  while (true) {
    // before the page is read, so that what is appended meanwhile is not slept through
    const seen = source.wakeup.count()
    const page = yield* source.page(position, filter)
    if (page.position !== position) return page
    const woken = source.wakeup.after(seen)
    if (source.polling === undefined || delay === undefined) {
      yield* woken
    } else {
      const isWoken = Option.isSome(yield* Effect.timeoutOption(woken, delay))
      // who was woken looks again soon: what was appended may not be readable yet
      delay = isWoken
        ? Duration.fromInputUnsafe(source.polling.first)
        : Duration.min(Duration.times(delay, 2), Duration.fromInputUnsafe(source.polling.longest))
    }
  }
})

/** A server that is gone comes back: what was read already is known, so reading simply goes on. It is said once. */
const persistently = <A>(read: Effect.Effect<A, EventStoreError>): Effect.Effect<A, EventStoreError> =>
  Effect.suspend(() => {
    let isSaid = false
    const say = (error: EventStoreError) =>
      Effect.suspend(() => {
        if (isSaid || !isAway(error)) return Effect.void
        isSaid = true
        return Effect.logWarning("A subscription waits for its store.", error.message)
      })
    return read.pipe(Effect.tapError(say), Effect.retry({ while: isAway, schedule: untilItIsBack }))
  })
