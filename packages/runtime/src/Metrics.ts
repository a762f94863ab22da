// What the runtime counts. Read them with effect/Metric, or export them with effect/observability.
import * as Metric from "effect/Metric"

/**
 * Events that aggregates have appended.
 *
 * @since 0.1.0
 * @category metrics
 */
export const appendedEvents = Metric.counter("deciduous_appended_events_total", {
  description: "Events that aggregates have appended",
  incremental: true
})

/**
 * Decisions that were made again, as somebody else was faster.
 *
 * @since 0.1.0
 * @category metrics
 */
export const versionConflicts = Metric.counter("deciduous_version_conflicts_total", {
  description: "Decisions that were made again, as somebody else was faster",
  incremental: true
})

/**
 * Stored events read for one state, by powers of four up to 65,536: a long tail asks for snapshots.
 *
 * @since 0.1.0
 * @category metrics
 */
export const loadedEvents = Metric.histogram("deciduous_loaded_events", {
  description: "Stored events read for one state",
  boundaries: Metric.exponentialBoundaries({ start: 1, factor: 4, count: 9 })
})

/**
 * Stored events of an old version or a former name that were upcast when they were read.
 *
 * @since 0.1.0
 * @category metrics
 */
export const upcastEvents = Metric.counter("deciduous_upcast_events_total", {
  description: "Stored events of an old version or name that were upcast when they were read",
  incremental: true
})
