// Loads a stream from its last snapshot, where its aggregate keeps any. What is wrong with a snapshot costs time only.
import type { StreamId } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Result from "effect/Result"
import type { EventStoreError } from "../../EventStoreError.ts"
import { MergedReads } from "../../MergedReads.ts"
import * as Metrics from "../../Metrics.ts"
import type { Bounds, SnapshotStore, StoredSnapshot } from "../../SnapshotStore.ts"
import { fold, type Foldable, foldTails, initial, type Loaded, loadTail } from "../loadStream.ts"
import type { Store } from "../perStore.ts"
import * as Due from "./due.ts"
import type { Snapshots } from "./model.ts"

type Keeper = SnapshotStore["Service"]

interface Now<S> {
  readonly loaded: Loaded<S>
  /** At which version the command was handled before, if it was. */
  readonly handledAt: number | undefined
}

/** All of a stream. Aggregates without snapshots pay nothing for those that have them. */
export const loadNow = <C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  commandId?: string
): Effect.Effect<Now<S>, EventStoreError, R> =>
  aggregate.snapshots === undefined
    ? loadTail(aggregate, store, streamId, initial(aggregate), commandId)
    : loadOn(aggregate, aggregate.snapshots, store, streamId, commandId)

/** What a command has led to may be worth a snapshot. */
export const appended = <S, R>(
  snapshots: Snapshots<S, R>,
  streamId: StreamId.StreamId,
  loaded: Loaded<S>,
  before: number
): Effect.Effect<void, never, R> =>
  Effect.clockWith((clock) =>
    Effect.map(snapshots.store, (keeper) => {
      const moment = { before, now: clock.currentTimeMillisUnsafe() }
      if (Due.afterAppend(snapshots, keeper, streamId.name, loaded, moment)) offer(snapshots, keeper, streamId, loaded)
    })
  )

/** The state of the last usable snapshot within the bounds, with the snapshot; or `undefined`. */
export const restored = Effect.fnUntraced(function*<S, R>(
  { fingerprint, fromStored }: Snapshots<S, R>,
  keeper: Keeper,
  streamId: StreamId.StreamId,
  bounds?: Bounds
): Effect.fn.Return<{ readonly from: Loaded<S>; readonly base: StoredSnapshot } | undefined> {
  const base = yield* Effect.catchTag(
    keeper.load(streamId.name, fingerprint(), bounds),
    "EventStoreError",
    (error) => Effect.as(ignored(streamId, "it could not be read", error.message), undefined)
  )
  if (base === undefined) return undefined
  const state = fromStored(base.state)
  if (Result.isFailure(state)) {
    yield* ignored(streamId, `${state.failure}, at version ${base.version}`)
    return undefined
  }
  return { base, from: { state: state.success, version: base.version, position: base.position } }
})

const loadOn = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  snapshots: Snapshots<S, R>,
  store: Store,
  streamId: StreamId.StreamId,
  commandId: string | undefined
): Effect.fn.Return<Now<S>, EventStoreError, R> {
  const keeper = yield* snapshots.store
  const clock = yield* Clock.Clock
  const began = clock.currentTimeMillisUnsafe()
  const found = yield* restored(snapshots, keeper, streamId)
  const onward = found && (yield* loadAfter(aggregate, store, streamId, found.from, commandId))
  const result = onward ?? (yield* loadTail(aggregate, store, streamId, initial(aggregate), commandId))
  const now = clock.currentTimeMillisUnsafe()
  const moment = { base: onward && found?.base, now, took: now - began }
  if (Due.afterLoad(snapshots, keeper, streamId.name, result.loaded, moment)) {
    offer(snapshots, keeper, streamId, result.loaded)
  }
  return result
})

/** The tail of the stream begins with the snapshot's own event: where that is another one, the snapshot is not of this log. */
const loadAfter = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  from: Loaded<S>,
  commandId: string | undefined
): Effect.fn.Return<Now<S> | undefined, EventStoreError> {
  const reads = yield* MergedReads
  const first = { streamId, after: from.version - 1 }
  const tail = yield* reads.readTail(store, commandId === undefined ? first : { ...first, commandId })
  const [own, ...events] = tail.events
  if (own?.version !== from.version || own.position !== from.position) {
    yield* ignored(streamId, `the stream has no such event as the one at version ${from.version} on which it stands`)
    return undefined
  }
  yield* Metric.update(Metrics.snapshotsUsed, 1)
  const rest = { streamId, after: from.version }
  const whole = tail.isWhole || events.length > 0 ? { ...tail, events } : yield* reads.readTail(store, rest)
  const loaded = yield* foldTails(fold(aggregate, from), reads, store, streamId, whole)
  return { loaded, handledAt: tail.handledAt }
})

const offer = <S, R>(
  { fingerprint, policy, toStored }: Snapshots<S, R>,
  keeper: Keeper,
  streamId: StreamId.StreamId,
  loaded: Loaded<S>
): void =>
  keeper.offer({
    streamId: streamId.name,
    fingerprint: fingerprint(),
    version: loaded.version,
    keep: policy.keep,
    snapshot: () => toStored(streamId, loaded)
  })

const ignored = (streamId: StreamId.StreamId, why: string, ...more: ReadonlyArray<string>) =>
  Effect.logWarning(`The snapshot of stream ${streamId.name} is ignored: ${why}. Its events are read instead.`, ...more)
