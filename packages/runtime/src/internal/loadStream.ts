// Folds the events of a stream, page by page.
import { type Decider, type EventSet, type Payload, Position, type StoredEvent, type StreamId } from "@deciduous/core"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Tail } from "../EventStore.ts"
import { EventStoreError } from "../EventStoreError.ts"
import { MergedReads, type Service as MergedReadsService } from "../MergedReads.ts"
import type { Loaded } from "./loaded.ts"
import type { Store } from "./perStore.ts"
import type { Snapshots } from "./snapshot/model.ts"
import * as Telemetry from "./telemetry.ts"

export type { Loaded } from "./loaded.ts"

/** What an aggregate is made of, as far as folding goes. */
export interface Foldable<C, S, E, N, Err, Id, R = never> {
  readonly decider: Decider.Decider<C, S, E, N, Err>
  readonly events: EventSet.EventSet<E, N, unknown, Id>
  readonly snapshots?: Snapshots<S, R> | undefined
}

/** Before the first event. */
export const initial = <S>({ decider }: { readonly decider: { readonly initialState: S } }): Loaded<S> => ({
  state: decider.initialState,
  version: 0,
  position: Position.start
})

/** What lies after `from`, folded onto it; and at which version the command was handled before, if it was. */
export const loadTail = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  from: Loaded<S>,
  commandId?: string
): Effect.fn.Return<{ readonly loaded: Loaded<S>; readonly handledAt: number | undefined }, EventStoreError> {
  const reads = yield* MergedReads
  const first = { streamId, after: from.version }
  const tail = yield* reads.readTail(store, commandId === undefined ? first : { ...first, commandId })
  const loaded = yield* foldTails(fold(aggregate, from), reads, store, streamId, tail)
  return { loaded, handledAt: tail.handledAt }
})

/** The first page of a tail and those that follow it. A part of what calls it, as an effect of its own would cost. */
export function* foldTails<S>(
  folding: Folding<S>,
  reads: MergedReadsService,
  store: Store,
  streamId: StreamId.StreamId,
  first: Tail
): Effect.gen.Return<Loaded<S>, EventStoreError> {
  let tail = first
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
  return folding.loaded()
}

/** Events of the stream, folded onto `from`. */
export const loadEvents = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  events: Stream.Stream<StoredEvent, EventStoreError>,
  from: Loaded<S> = initial(aggregate)
): Effect.fn.Return<Loaded<S>, EventStoreError> {
  const folding = fold(aggregate, from)
  yield* Stream.runForEachArray(events, (page) => folding.add(page) ?? Effect.void)
  folding.counted(yield* Effect.context<never>())
  return folding.loaded()
})

export type Folding<S> = ReturnType<typeof fold<unknown, S, unknown, unknown, unknown, unknown, unknown>>

export const fold = <C, S, E, N, Err, Id, R>(
  { decider, events }: Foldable<C, S, E, N, Err, Id, R>,
  { position, state, version }: Loaded<S>
) => {
  let read = 0
  let upcast = 0
  return {
    add: (page: ReadonlyArray<Payload>): EventStoreError | undefined => {
      for (const stored of page) {
        const decoded = events.decodePayload(stored)
        if (Result.isFailure(decoded)) return new EventStoreError({ reason: decoded.failure })
        for (const event of decoded.success) state = decider.evolve(state, event)
        if (!events.isCurrent(stored.type, stored.schemaVersion)) upcast++
      }
      const last = page.at(-1)
      if (last !== undefined) ({ position, version } = last)
      read += page.length
      return undefined
    },
    loaded: (): Loaded<S> => ({ state, version, position }),
    counted: (context: Context.Context<never>) => Telemetry.counter(context).loaded(read, upcast)
  }
}
