// Spans and metrics of commands. A span costs 5 to 10 us even when nobody looks, so it is made only where a tracer is
// installed; counting costs a fraction of one.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Tracer from "effect/Tracer"
import * as Metrics from "../Metrics.ts"

/** Counts what happens to the commands of a fiber. */
export const counter = (context: Context.Context<never>) => ({
  cached: (isHit: boolean) => (isHit ? Metrics.cacheHits : Metrics.cacheMisses).updateUnsafe(1, context),
  conflict: () => Metrics.versionConflicts.updateUnsafe(1, context),
  appended: (events: number) => Metrics.appendedEvents.updateUnsafe(events, context),
  /** How many events one load took, and how many of them were upcast. */
  loaded: (events: number, upcast: number) => {
    Metrics.loadedEvents.updateUnsafe(events, context)
    if (upcast > 0) Metrics.upcastEvents.updateUnsafe(upcast, context)
  }
})

export type Counter = ReturnType<typeof counter>

/** What is seen of a command that was handled. */
interface Seen {
  readonly version: number
  readonly events: ReadonlyArray<unknown>
}

/** One command in a span of its own, with stream, version, events and conflicts, where a tracer is installed. */
export const traced = <A extends Seen, E, R>(
  context: Context.Context<never>,
  name: string,
  aggregate: string,
  streamId: string,
  conflicts: () => number,
  command: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Context.get(context, Tracer.Tracer) === Tracer.nativeTracer ? command : command.pipe(
    Effect.onExit((exit) => Effect.annotateCurrentSpan(attributes(exit, conflicts()))),
    Effect.withSpan(name, { attributes: { "deciduous.aggregate": aggregate, "deciduous.stream": streamId } })
  ) as Effect.Effect<A, E, R>

const attributes = (exit: Exit.Exit<Seen, unknown>, conflicts: number) => ({
  "deciduous.conflicts": conflicts,
  ...(Exit.isSuccess(exit)
    ? { "deciduous.events": exit.value.events.length, "deciduous.version": exit.value.version }
    : {})
})
