// New events as the store takes them: encoded, with ids, and with the metadata of what led to them.
import { type EventData, EventSet, type Metadata, type StreamId } from "@deciduous/core"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Tracer from "effect/Tracer"
import { Causation } from "../Causation.ts"
import { EventIds } from "../EventIds.ts"
import { EventStoreError } from "../EventStoreError.ts"
import * as TraceContext from "./traceContext.ts"

/** Those without a correlation begin one, named by the first of them. What the command says of itself comes last. */
export const newEvents = <E, N, Id>(
  eventSet: EventSet.EventSet<E, N, unknown, Id>,
  events: ReadonlyArray<N>,
  streamId: StreamId.StreamId,
  own: Metadata,
  context: Context.Context<never>
): Result.Result<ReadonlyArray<EventData>, EventStoreError> => {
  const newId = Context.get(context, EventIds)
  const data: Array<EventData> = []
  let metadata: Metadata | undefined
  for (const event of events) {
    const encoded = eventSet.encode(event)
    if (Result.isFailure(encoded)) {
      const { aggregate, problem, type } = encoded.failure
      const reason = new EventSet.UnwritableEvent({ aggregate, type, problem, streamId: streamId.name })
      return Result.fail(new EventStoreError({ reason }))
    }
    const id = newId()
    metadata ??= metadataOf(id, own, context)
    const { data: payload, schemaVersion, type } = encoded.success
    data.push({ id, type, schemaVersion, data: payload, metadata })
  }
  return Result.succeed(data)
}

const metadataOf = (firstId: string, own: Metadata, context: Context.Context<never>): Metadata => {
  const span = Option.getOrUndefined(Context.getOption(context, Tracer.ParentSpan))
  return {
    correlationId: firstId,
    ...caused(Context.get(context, Causation)),
    ...(span === undefined ? undefined : TraceContext.toMetadata(span)),
    ...own
  }
}

/** A scope may hold several commands, so an id in it is none of theirs: the store would take the second for the first. */
const caused = ({ commandId, ...metadata }: Metadata): Metadata =>
  commandId === undefined ? metadata : { causationId: commandId, ...metadata }
