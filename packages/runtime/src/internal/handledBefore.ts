// The answer to a command that was handled before: what it was the first time, as the stream tells it.
import type { StreamId } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { EventStore } from "../EventStore.ts"
import { EventStoreError } from "../EventStoreError.ts"
import { type Foldable, type Loaded, loadEvents } from "./loadStream.ts"

/** `first` is the version of the command's first event; the others follow it at once and carry the command's id too. */
export const handledBefore = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  streamId: StreamId.StreamId,
  commandId: string,
  first: number
): Effect.fn.Return<Loaded<S> & { readonly events: ReadonlyArray<N> }, EventStoreError, EventStore> {
  const store = yield* EventStore
  const stored = yield* store.read(streamId, { from: first }).pipe(
    Stream.takeWhile(({ metadata, version }) => version === first || metadata.commandId === commandId),
    Stream.runCollect
  )
  const events: Array<E> = []
  for (const one of stored) {
    const recorded = aggregate.events.decode(one)
    if (Result.isFailure(recorded)) return yield* new EventStoreError({ reason: recorded.failure })
    events.push(...recorded.success.map(({ event }) => event))
  }
  const loaded = yield* loadEvents(aggregate, store.read(streamId, { to: first - 1 + stored.length }))
  // what was written then may be of a version that is only read by now; it is told in its present form
  return { ...loaded, events: events as ReadonlyArray<E> as ReadonlyArray<N> }
})
