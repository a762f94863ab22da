// New events as the store takes them: encoded, with ids, and with the metadata of what led to them.
import { type EventData, EventSet, type Metadata, type StreamId } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Tracer from "effect/Tracer"
import { Causation } from "../Causation.ts"
import { EventIds } from "../EventIds.ts"
import type { EventStoreError } from "../EventStoreError.ts"
import { orStoreError } from "./orStoreError.ts"
import * as TraceContext from "./traceContext.ts"

/** Those without a correlation begin one, named by the first of them. What the command says of itself comes last. */
export const newEvents = Effect.fnUntraced(function*<E, N, Id>(
  eventSet: EventSet.EventSet<E, N, unknown, Id>,
  events: ReadonlyArray<N>,
  streamId: StreamId.StreamId,
  own: Metadata | undefined
): Effect.fn.Return<ReadonlyArray<EventData>, EventStoreError> {
  const newId = yield* EventIds
  const ids = events.map(() => newId())
  const span = Option.getOrUndefined(yield* Effect.serviceOption(Tracer.ParentSpan))
  const metadata: Metadata = {
    correlationId: ids[0]!,
    ...(yield* Causation),
    ...(span === undefined ? {} : TraceContext.toMetadata(span)),
    ...own
  }
  const data: Array<EventData> = []
  for (const [index, event] of events.entries()) {
    const encoded = Result.mapError(
      eventSet.encode(event),
      ({ aggregate, problem, type }) =>
        new EventSet.UnwritableEvent({ aggregate, type, problem, streamId: streamId.name })
    )
    data.push({ id: ids[index]!, metadata, ...(yield* orStoreError(encoded)) })
  }
  return data
})
