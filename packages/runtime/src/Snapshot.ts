// When the state of an aggregate is kept, so that a load need not read its whole stream. Read Aggregate first.
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Aggregate } from "./Aggregate.ts"
import { EventStore } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import { orStoreError } from "./internal/orStoreError.ts"
import { loadNow } from "./internal/snapshot/load.ts"
import type { Snapshots } from "./internal/snapshot/model.ts"
import { atLeastOne, type Options, type Policy, policy } from "./internal/snapshot/policy.ts"

export type { Snapshots } from "./internal/snapshot/model.ts"
export type { Options, Policy } from "./internal/snapshot/policy.ts"

/**
 * A snapshot whenever a stream grows past a multiple of so many events, and after a load that read as many.
 *
 * @example
 * ```ts
 * import { Decider, type EventSet } from "@deciduous/core"
 * import { Aggregate, Snapshot } from "@deciduous/runtime"
 * import { Schema } from "effect"
 *
 * declare const CounterEvents: EventSet.EventSet<number, number>
 *
 * const Counter = Aggregate.make({
 *   events: CounterEvents,
 *   decider: Decider.make({
 *     initialState: 0,
 *     evolve: (sum: number, by: number) => sum + by,
 *     decide: (by: number) => Decider.accept<number>(by)
 *   }),
 *   state: Schema.Number,
 *   snapshots: Snapshot.every(100)
 * })
 * ```
 *
 * @since 0.1.0
 * @category policies
 */
export const every = (events: number, options?: Options): Policy =>
  policy({ _tag: "Every", events: atLeastOne("every", events) }, options)

/**
 * A snapshot when a stream has new events and its last snapshot is older than this. For how old it is two clocks are
 * compared, the store's and this process's; a stream that is new is first seen then.
 *
 * @since 0.1.0
 * @category policies
 */
export const olderThan = (age: Duration.Input, options?: Options): Policy =>
  policy({ _tag: "OlderThan", millis: Duration.toMillis(age) }, options)

/**
 * A snapshot after a load that took at least so long.
 *
 * @since 0.1.0
 * @category policies
 */
export const whenLoadTakes = (atLeast: Duration.Input, options?: Options): Policy =>
  policy({ _tag: "WhenLoadTakes", millis: Duration.toMillis(atLeast) }, options)

/**
 * Snapshots that are taken by {@link take} only.
 *
 * @since 0.1.0
 * @category policies
 */
export const manual = (options?: Options): Policy => policy({ _tag: "Manual" }, options)

/**
 * Takes a snapshot now, whatever the policy says, and gives the version at which it was taken: 0 where the stream has no
 * event, and none was taken. It fails where the snapshot cannot be written.
 *
 * @since 0.1.0
 * @category taking
 */
export const take = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Aggregate<C, S, E, N, Err, Id, R> & { readonly snapshots: Snapshots<S, R> },
  id: NoInfer<Id>
): Effect.fn.Return<number, EventStoreError, EventStore | R> {
  const { snapshots } = aggregate
  const streamId = yield* orStoreError(aggregate.events.streamId(id))
  const { loaded } = yield* loadNow(aggregate, yield* EventStore, streamId)
  if (loaded.version === 0) return 0
  const snapshot = yield* orStoreError(snapshots.toStored(streamId, loaded))
  yield* (yield* snapshots.store).save(snapshot, { keep: snapshots.policy.keep })
  return loaded.version
})
