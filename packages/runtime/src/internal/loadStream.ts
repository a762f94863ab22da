// Folds the events of a stream, page by page.
import { type Decider, type EventSet, Position, type StoredEvent, type StreamId } from "@deciduous/core"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { EventStore, type ReadRange } from "../EventStore.ts"
import { EventStoreError } from "../EventStoreError.ts"
import { MergedReads } from "../MergedReads.ts"
import type { Store } from "./perStore.ts"
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

/** What an aggregate is made of, as far as folding goes. */
export interface Foldable<C, S, E, N, Err, Id> {
  readonly decider: Decider.Decider<C, S, E, N, Err>
  readonly events: EventSet.EventSet<E, N, unknown, Id>
}

/** Before the first event. */
export const initial = <S>({ decider }: { readonly decider: { readonly initialState: S } }): Loaded<S> => ({
  state: decider.initialState,
  version: 0,
  position: Position.start
})

/** What lies after `from`, folded onto it; and at which version the command was handled before, if it was. */
export const loadTail = Effect.fnUntraced(function*<C, S, E, N, Err, Id>(
  aggregate: Foldable<C, S, E, N, Err, Id>,
  store: Store,
  streamId: StreamId.StreamId,
  from: Loaded<S>,
  commandId?: string
): Effect.fn.Return<{ readonly loaded: Loaded<S>; readonly handledAt: number | undefined }, EventStoreError> {
  const reads = yield* MergedReads
  const folding = fold(aggregate, from)
  const first = { streamId, after: from.version }
  let tail = yield* reads.readTail(store, commandId === undefined ? first : { ...first, commandId })
  const { handledAt } = tail
  while (!tail.isWhole) {
    // while this page is folded the next one is on its way
    const rest = reads.readTail(store, { streamId, after: tail.events.at(-1)!.version })
    const next = yield* Effect.forkChild(rest, { startImmediately: true })
    yield* Effect.yieldNow
    const problem = folding.add(tail.events)
    if (problem !== undefined) return yield* problem
    tail = yield* Fiber.join(next)
  }
  const problem = folding.add(tail.events)
  if (problem !== undefined) return yield* problem
  folding.counted(yield* Effect.context<never>())
  return { loaded: folding.loaded(), handledAt }
})

/** A range of the stream, folded from the start. */
export const loadRange = Effect.fnUntraced(function*<C, S, E, N, Err, Id>(
  aggregate: Foldable<C, S, E, N, Err, Id>,
  streamId: StreamId.StreamId,
  range: ReadRange
): Effect.fn.Return<Loaded<S>, EventStoreError, EventStore> {
  const store = yield* EventStore
  const folding = fold(aggregate, initial(aggregate))
  yield* Stream.runForEachArray(store.read(streamId, range), (page) => folding.add(page) ?? Effect.void)
  folding.counted(yield* Effect.context<never>())
  return folding.loaded()
})

const fold = <C, S, E, N, Err, Id>(
  { decider, events }: Foldable<C, S, E, N, Err, Id>,
  { position, state, version }: Loaded<S>
) => {
  let read = 0
  let upcast = 0
  return {
    add: (page: ReadonlyArray<StoredEvent>): EventStoreError | undefined => {
      for (const stored of page) {
        const recorded = events.decode(stored)
        if (Result.isFailure(recorded)) return new EventStoreError({ reason: recorded.failure })
        for (const { event } of recorded.success) state = decider.evolve(state, event)
        version = stored.version
        position = stored.position
        if (!events.isCurrent(stored.type, stored.schemaVersion)) upcast++
      }
      read += page.length
      return undefined
    },
    loaded: (): Loaded<S> => ({ state, version, position }),
    counted: (context: Context.Context<never>) => Telemetry.counter(context).loaded(read, upcast)
  }
}
