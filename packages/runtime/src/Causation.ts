// What led to a command: travels with the fiber, and from there into the metadata of the events that it writes.
import type { Metadata, StoredEvent } from "@deciduous/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as TraceContext from "./internal/traceContext.ts"

/**
 * The metadata that every event written in a scope is given, unless the command says otherwise.
 *
 * @since 0.1.0
 * @category references
 */
export const Causation = Context.Reference<Metadata>("@deciduous/runtime/Causation", {
  defaultValue: (): Metadata => ({})
})

/**
 * Runs an effect because of an event: what it writes has this event as its cause and shares its correlation, and its
 * spans continue the trace in which the event was written.
 *
 * @example
 * ```ts
 * import type { RecordedEvent } from "@deciduous/core"
 * import { Causation } from "@deciduous/runtime"
 * import { Effect } from "effect"
 *
 * declare const handleTheNextCommand: Effect.Effect<void>
 *
 * export const react = (event: RecordedEvent<unknown>) => handleTheNextCommand.pipe(Causation.becauseOf(event))
 * ```
 *
 * @since 0.1.0
 * @category combinators
 */
export const becauseOf = (event: Pick<StoredEvent, "id" | "metadata">) =>
<A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  const { id, metadata } = event
  const caused = withMetadata({ correlationId: metadata.correlationId ?? id, causationId: id })(effect)
  const span = TraceContext.fromMetadata(metadata)
  return span === undefined ? caused : Effect.withParentSpan(caused, span) as Effect.Effect<A, E, R>
}

/**
 * Runs an effect with metadata for every event that it writes: who acts, or a correlation that comes from outside.
 *
 * A command id in it is the cause of these events; the id of one command is given to `Aggregate.handle`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withMetadata = (metadata: Metadata) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateService(effect, Causation, (outer): Metadata => ({ ...outer, ...metadata }))
