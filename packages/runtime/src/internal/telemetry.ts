// Spans and metrics of one command. A span costs 5 to 10 us even when nobody looks, so it is made only where a tracer
// is installed; counting costs a fraction of one.
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import * as Metrics from "../Metrics.ts"

/** What is seen of a command that was handled. */
interface Seen {
  readonly version: number
  readonly events: ReadonlyArray<unknown>
}

/** Observes one command: a span with stream, version, events and conflicts, and the counts of the last two. */
export const observed = <A extends Seen, E, R>(
  name: string,
  aggregate: string,
  streamId: string,
  conflicts: () => number,
  command: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.tracer, (tracer) => {
    const counted = Effect.onExit(command, (exit) => count(exit, conflicts()))
    if (tracer === Tracer.nativeTracer) return counted
    return counted.pipe(
      Effect.onExit((exit) => Effect.annotateCurrentSpan(attributes(exit, conflicts()))),
      Effect.withSpan(name, { attributes: { "deciduous.aggregate": aggregate, "deciduous.stream": streamId } })
    ) as Effect.Effect<A, E, R>
  })

const count = (exit: Exit.Exit<Seen, unknown>, conflicts: number): Effect.Effect<void> => {
  const events = Exit.isSuccess(exit) ? exit.value.events.length : 0
  const appended = events === 0 ? Effect.void : Metric.update(Metrics.appendedEvents, events)
  return conflicts === 0 ? appended : Effect.andThen(appended, Metric.update(Metrics.versionConflicts, conflicts))
}

const attributes = (exit: Exit.Exit<Seen, unknown>, conflicts: number) => ({
  "deciduous.conflicts": conflicts,
  ...(Exit.isSuccess(exit)
    ? { "deciduous.events": exit.value.events.length, "deciduous.version": exit.value.version }
    : {})
})

/** Counts one load: how many events it took, and how many of them were upcast. */
export const loaded = (events: number, upcast: number): Effect.Effect<void> => {
  const counted = Metric.update(Metrics.loadedEvents, events)
  return upcast === 0 ? counted : Effect.andThen(counted, Metric.update(Metrics.upcastEvents, upcast))
}
