// Loads a stream from its last snapshot, where its aggregate keeps any. What is wrong with a snapshot costs time only.
import type { StreamId } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Tail } from "../../EventStore.ts"
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

/** The state of the last usable snapshot within the bounds, or `undefined`. */
export const restored = Effect.fnUntraced(function*<S, R>(
  { fingerprint, fromStored }: Snapshots<S, R>,
  keeper: Keeper,
  streamId: StreamId.StreamId,
  bounds: Bounds
): Effect.fn.Return<Loaded<S> | undefined> {
  const base = yield* lastOf(keeper, streamId, fingerprint(), bounds)
  if (base === undefined) return undefined
  const { position, version } = base
  const state = yield* stateOf(fromStored, streamId, base)
  return Option.isNone(state) ? undefined : { state: state.value, version, position }
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
  const found = yield* (store.snapshots === keeper ? together : oneAfterTheOther)(
    snapshots,
    keeper,
    store,
    streamId,
    commandId
  )
  const onward = yield* loadAfter(aggregate, snapshots, store, streamId, found)
  const result = onward ?? (yield* loadTail(aggregate, store, streamId, initial(aggregate), commandId))
  const now = clock.currentTimeMillisUnsafe()
  const moment = { base: onward && found.base, now, took: now - began }
  if (Due.afterLoad(snapshots, keeper, streamId.name, result.loaded, moment)) {
    offer(snapshots, keeper, streamId, result.loaded)
  }
  return result
})

/** A snapshot, if there is one, and the first part of the tail: of the whole stream, or from the snapshot's own event on. */
interface Found {
  readonly base: StoredSnapshot | undefined
  readonly tail: Tail
}

type Find = <S, R>(
  snapshots: Snapshots<S, R>,
  keeper: Keeper,
  store: Store,
  streamId: StreamId.StreamId,
  commandId: string | undefined
) => Effect.Effect<Found, EventStoreError>

/** In one round trip, where the store keeps snapshots beside its events. */
const together: Find = Effect.fnUntraced(function*({ fingerprint }, _keeper, store, streamId, commandId) {
  const tail = yield* (yield* MergedReads).readTail(store, {
    streamId,
    after: 0,
    snapshot: fingerprint(),
    ...(commandId !== undefined && { commandId })
  })
  return { base: tail.snapshot, tail }
})

const oneAfterTheOther: Find = Effect.fnUntraced(function*({ fingerprint }, keeper, store, streamId, commandId) {
  const base = yield* lastOf(keeper, streamId, fingerprint())
  const tail = yield* (yield* MergedReads).readTail(store, {
    streamId,
    after: base === undefined ? 0 : base.version - 1,
    ...(commandId !== undefined && { commandId })
  })
  return { base, tail }
})

/** The tail begins with the snapshot's own event: where that is another one, the snapshot is not of this log. */
const loadAfter = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  { fromStored }: Snapshots<S, R>,
  store: Store,
  streamId: StreamId.StreamId,
  { base, tail }: Found
): Effect.fn.Return<Now<S> | undefined, EventStoreError> {
  const reads = yield* MergedReads
  const { handledAt } = tail
  if (base === undefined) {
    return { loaded: yield* foldTails(fold(aggregate, initial(aggregate)), reads, store, streamId, tail), handledAt }
  }
  const { position, version } = base
  const [own, ...events] = tail.events
  if (own?.version !== version || own.position !== position) {
    yield* ignored(streamId, `the stream has no such event as the one at version ${version} on which it stands`)
    return undefined
  }
  const state = yield* stateOf(fromStored, streamId, base)
  if (Option.isNone(state)) return undefined
  yield* Metric.update(Metrics.snapshotsUsed, 1)
  const folding = fold(aggregate, { state: state.value, version, position })
  const rest = { streamId, after: version }
  const whole = tail.isWhole || events.length > 0 ? { ...tail, events } : yield* reads.readTail(store, rest)
  return { loaded: yield* foldTails(folding, reads, store, streamId, whole), handledAt }
})

const lastOf = (keeper: Keeper, streamId: StreamId.StreamId, fingerprint: string, bounds?: Bounds) =>
  Effect.catchTag(
    keeper.load(streamId.name, fingerprint, bounds),
    "EventStoreError",
    (error) => Effect.as(ignored(streamId, "it could not be read", error.message), undefined)
  )

const stateOf = Effect.fnUntraced(function*<S>(
  fromStored: (state: unknown) => Result.Result<S, string>,
  streamId: StreamId.StreamId,
  { state, version }: StoredSnapshot
) {
  const decoded = fromStored(state)
  if (Result.isSuccess(decoded)) return Option.some(decoded.success)
  yield* ignored(streamId, `${decoded.failure}, at version ${version}`)
  return Option.none<S>()
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
