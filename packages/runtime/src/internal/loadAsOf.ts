// The state of a stream as it was. Only snapshots that are not later than asked for are used, and none for a time: a clock
// that was set back would have the versions before a snapshot end earlier than the snapshot says.
import type { Position, StoredEvent, StreamId } from "@deciduous/core"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { EventStore } from "../EventStore.ts"
import type { EventStoreError } from "../EventStoreError.ts"
import type { Bounds } from "../SnapshotStore.ts"
import { type Foldable, initial, type Loaded, loadEvents } from "./loadStream.ts"
import type { Store } from "./perStore.ts"
import { settled } from "./settled.ts"
import { restored } from "./snapshot/load.ts"

export type AsOf =
  | { readonly version: number }
  | { readonly position: Position.Position }
  | { readonly time: DateTime.Utc }

export const loadAsOf = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  asOf: AsOf
): Effect.fn.Return<Loaded<S>, EventStoreError, EventStore | R> {
  const start = initial(aggregate)
  if ("time" in asOf) return yield* loadEvents(aggregate, store.read(streamId, { asOf: asOf.time }), start)
  if ("version" in asOf) {
    const from = yield* startOf(aggregate, store, streamId, asOf.version, start)
    const range = from.version === 0 ? { to: asOf.version } : { from: from.version + 1, to: asOf.version }
    return yield* loadEvents(aggregate, store.read(streamId, range), from)
  }
  yield* settled(store, asOf.position)
  const events = Stream.takeWhile(store.read(streamId), ({ position }) => position <= asOf.position)
  return yield* loadEvents(aggregate, events, start)
})

/** The last snapshot up to a version, if it is of this log. */
const startOf = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  { snapshots }: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  to: number,
  start: Loaded<S>
): Effect.fn.Return<Loaded<S>, EventStoreError, R> {
  if (snapshots === undefined) return start
  const bounds: Bounds = { to }
  const found = yield* restored(snapshots, yield* snapshots.store, streamId, bounds)
  if (found === undefined) return start
  const { version } = found
  const own: Option.Option<StoredEvent> = yield* Stream.runHead(store.read(streamId, { from: version, to: version }))
  return Option.isSome(own) && own.value.position === found.position ? found : start
})
