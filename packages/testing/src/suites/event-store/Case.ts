// One rule of the suite in one situation, and what its checks are made of.
import { type EventData, type StoredEvent, StreamId } from "@deciduous/core"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** `R` is what a backend gives. */
export interface Rule<out R> {
  /** The number of the rule in the list of everything that must never go wrong. */
  readonly rule: number
  readonly title: string
  /** Fails, or dies of a failed assertion, where the backend breaks the rule. */
  readonly check: Effect.Effect<void, unknown, R>
  /** Why the backend cannot be asked, where it cannot. */
  readonly unsupported?: string
}

/** One of a store; `R` is what is needed beside it. */
export interface Case<out R = never> extends Rule<EventStore.EventStore | R> {}

export type Store = EventStore.EventStore["Service"]
export type Events = Array.NonEmptyReadonlyArray<EventData>

/** One case; the store is handed to `check`, and what that leaves running ends with it. */
export const rule = <R = never>(
  number: number,
  title: string,
  check: (store: Store) => Effect.Effect<void, unknown, Scope.Scope | R>
): Case<Exclude<R, Scope.Scope>> => ({
  rule: number,
  title,
  check: Effect.scoped(Effect.flatMap(EventStore.EventStore, check))
})

/** As many racers as meet in one place. */
export const racers = 32

export const category = "conformance"

/** A stream that nobody has named before. */
export const newStream = (): StreamId.StreamId => StreamId.make(category, crypto.randomUUID())

export const event = (data: unknown = {}, more: Partial<EventData> = {}): EventData => ({
  id: crypto.randomUUID(),
  type: "Happened",
  schemaVersion: 1,
  data,
  metadata: {},
  ...more
})

/** Events whose payloads are numbered from 1. */
export const events = (count: number, more: Partial<EventData> = {}): Events =>
  Array.makeBy(count, (i) => event({ n: i + 1 }, more))

/** Every event of a stream, or those of a range. */
export const read = (
  store: Store,
  streamId: StreamId.StreamId,
  range?: EventStore.ReadRange
): Effect.Effect<ReadonlyArray<StoredEvent>, unknown> => Stream.runCollect(store.read(streamId, range))

export const readAll = (
  store: Store,
  range?: EventStore.ReadAllRange
): Effect.Effect<ReadonlyArray<StoredEvent>, unknown> => Stream.runCollect(store.readAll(range))

export const ids = (of: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<string> => of.map(({ id }) => id)

/** Waits until `readAll` shows the events up to `position`: other transactions of the server may hold them back. */
export const shown = (store: Store, position: StoredEvent["position"]): Effect.Effect<void, unknown> =>
  readAll(store, { direction: "backward", limit: 1 }).pipe(
    Effect.repeat({
      until: ([last]) => last !== undefined && last.position >= position,
      schedule: Schedule.spaced("5 millis")
    }),
    Effect.timeout("10 seconds"),
    Effect.asVoid
  )

/** How something fails; that it does not is a failure of the rule. */
export const refusal = <A, E, R>(of: Effect.Effect<A, E, R>): Effect.Effect<E, never, R> =>
  Effect.match(of, {
    onFailure: (error) => error,
    onSuccess: () => assert.fail("it succeeded where it should have been refused")
  })

/** That something is refused for a reason of that name, which is given. */
export const isRefusedFor = Effect.fnUntraced(function*<Tag extends EventStoreError.Reason["_tag"]>(
  of: Effect.Effect<unknown, unknown>,
  tag: Tag,
  problem: RegExp = /./
) {
  const error = yield* refusal(of)
  if (!(error instanceof EventStoreError.EventStoreError) || error.reason._tag !== tag) {
    return assert.fail(`expected ${tag}, got ${error}`)
  }
  assert.match(error.message, problem)
  return error.reason as Extract<EventStoreError.Reason, { readonly _tag: Tag }>
})

/** That an append is refused as one that no store takes, for `problem`, and that nothing of it is in the stream. */
export const isRefused = Effect.fnUntraced(function*(
  store: Store,
  streamId: StreamId.StreamId,
  refused: ReadonlyArray<EventData>,
  problem: RegExp
) {
  const before = ids(yield* read(store, streamId))
  // also at a version that the stream is not at: bad input is never reported as a conflict
  for (const expectedVersion of [0, before.length, 99, "any", "exists"] as const) {
    const error = yield* refusal(store.append(streamId, refused as Events, { expectedVersion }))
    if (error._tag !== "EventStoreError" || error.reason._tag !== "InvalidAppend") {
      assert.fail(`expected InvalidAppend, got ${error._tag}: ${error.message}`)
    }
    assert.strictEqual(error.reason.streamId, streamId.name)
    assert.match(error.message, problem)
  }
  assert.deepStrictEqual(ids(yield* read(store, streamId)), before)
})

/** That an append is refused by a conflict which tells all there is to know. */
export const conflicts = Effect.fnUntraced(function*(
  store: Store,
  streamId: StreamId.StreamId,
  expectedVersion: EventStore.ExpectedVersion,
  actual: number,
  refused: Events = events(2)
) {
  const error = yield* refusal(store.append(streamId, refused, { expectedVersion }))
  isConflict(error, streamId, expectedVersion, actual)
})

export const isConflict = (
  error: Effect.Error<ReturnType<Store["append"]>>,
  streamId: StreamId.StreamId,
  expected: EventStore.ExpectedVersion,
  actual: number
): void => {
  if (error._tag !== "VersionConflict") assert.fail(`expected VersionConflict, got ${error._tag}: ${error.message}`)
  assert.deepStrictEqual(
    { streamId: error.streamId, expected: error.expected, actual: error.actual },
    { streamId: streamId.name, expected, actual }
  )
}
