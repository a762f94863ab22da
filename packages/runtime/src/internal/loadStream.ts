// Folds the events of a stream, page by page.
import { type Decider, type EventSet, Position, type StoredEvent, type StreamId } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { EventStore, type ReadRange } from "../EventStore.ts"
import { EventStoreError } from "../EventStoreError.ts"
import * as Telemetry from "./telemetry.ts"

/**
 * The state of an aggregate and where it stands: version 0 and the start of all positions where nothing has happened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Loaded<out State> {
  readonly state: State
  readonly version: number
  readonly position: Position.Position
}

export const loadStream = Effect.fnUntraced(function*<C, S, E, N, Err, Id>(
  { decider, events }: {
    readonly decider: Decider.Decider<C, S, E, N, Err>
    readonly events: EventSet.EventSet<E, N, unknown, Id>
  },
  streamId: StreamId.StreamId,
  range: ReadRange
): Effect.fn.Return<Loaded<S>, EventStoreError, EventStore> {
  const store = yield* EventStore
  let state = decider.initialState
  let version = 0
  let position = Position.start
  let read = 0
  let upcast = 0
  const fold = (page: ReadonlyArray<StoredEvent>): Effect.Effect<void, EventStoreError> => {
    for (const stored of page) {
      const recorded = events.decode(stored)
      if (Result.isFailure(recorded)) return Effect.fail(new EventStoreError({ reason: recorded.failure }))
      for (const { event } of recorded.success) state = decider.evolve(state, event)
      version = stored.version
      position = stored.position
      if (!events.isCurrent(stored.type, stored.schemaVersion)) upcast++
    }
    read += page.length
    return Effect.void
  }
  yield* Stream.runForEachArray(store.read(streamId, range), fold)
  yield* Telemetry.loaded(read, upcast)
  return { state, version, position }
})
