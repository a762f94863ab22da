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

/**
 * Commands whose state was kept from an earlier one, and commands that had to read their stream from its start.
 *
 * @since 0.1.0
 * @category metrics
 */
export const cacheHits = Metric.counter("deciduous_state_cache_hits_total", {
  description: "Commands that found the state of their stream in the cache",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const cacheMisses = Metric.counter("deciduous_state_cache_misses_total", {
  description: "Commands that did not find the state of their stream in the cache",
  incremental: true
})

/**
 * Snapshots that were written, snapshots that could not be, and loads that went on from one.
 *
 * @since 0.1.0
 * @category metrics
 */
export const snapshotsTaken = Metric.counter("deciduous_snapshots_taken_total", {
  description: "Snapshots that were written",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const snapshotFailures = Metric.counter("deciduous_snapshot_failures_total", {
  description: "Snapshots that could not be written",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const snapshotsUsed = Metric.counter("deciduous_snapshots_used_total", {
  description: "Loads that went on from a snapshot",
  incremental: true
})

/**
 * Messages that the outbox's relay has sent, and messages that were refused.
 *
 * @since 0.1.0
 * @category metrics
 */
export const messagesSent = Metric.counter("deciduous_outbox_sent_total", {
  description: "Messages that were sent to other systems",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const messagesRefused = Metric.counter("deciduous_outbox_refused_total", {
  description: "Messages that other systems refused, each time they did",
  incremental: true
})

/**
 * Commands that wait, at this moment, for another command of their stream.
 *
 * @since 0.1.0
 * @category metrics
 */
export const waitingCommands = Metric.gauge("deciduous_waiting_commands", {
  description: "Commands that wait for another command of their stream"
})

/**
 * Streams that were read together, by powers of two.
 *
 * @since 0.1.0
 * @category metrics
 */
export const mergedReads = Metric.histogram("deciduous_merged_reads", {
  description: "Streams that were read in one round trip",
  boundaries: Metric.exponentialBoundaries({ start: 1, factor: 2, count: 8 })
})

/**
 * Appends that left for the database together, by powers of two: 1 where they never meet.
 *
 * @since 0.1.0
 * @category metrics
 */
export const appendBatchSize = Metric.histogram("deciduous_append_batch_size", {
  description: "Appends that were written in one transaction",
  boundaries: Metric.exponentialBoundaries({ start: 1, factor: 2, count: 9 })
})

/**
 * Appends that wait, at this moment, for others to be written first.
 *
 * @since 0.1.0
 * @category metrics
 */
export const waitingAppends = Metric.gauge("deciduous_waiting_appends", {
  description: "Appends that wait for others to be written first"
})

/**
 * Events that projections have handled.
 *
 * @since 0.1.0
 * @category metrics
 */
export const projectedEvents = Metric.counter("deciduous_projected_events_total", {
  description: "Events that projections have handled",
  incremental: true
})

/**
 * How many events of the log lie behind the place that a projection has come to, at most: those that are not for it are
 * among them. By the attribute `projection`, `orders@1`, for the projections that this program runs, every five seconds.
 *
 * @since 0.1.0
 * @category metrics
 */
export const projectionLagEvents = Metric.gauge("deciduous_projection_lag_events", {
  description: "Events of the log behind the place that a projection has come to, at most"
})

/**
 * For how many seconds the first event that a projection has not handled has been waiting, by the same attribute; 0 where
 * none waits.
 *
 * @since 0.1.0
 * @category metrics
 */
export const projectionLagSeconds = Metric.gauge("deciduous_projection_lag_seconds", {
  description: "For how long the first event that a projection has not handled has been waiting"
})

/**
 * Events that projections could not handle, and for which their policy was applied.
 *
 * @since 0.1.0
 * @category metrics
 */
export const poisonEvents = Metric.counter("deciduous_poison_events_total", {
  description: "Events that projections could not handle",
  incremental: true
})

/**
 * Commands that processes have sent and that were handled; the timers among them; those that were rejected, and those that
 * are parked: their instances are suspended.
 *
 * @since 0.1.0
 * @category metrics
 */
export const processCommands = Metric.counter("deciduous_process_commands_total", {
  description: "Commands of processes that were handled",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const firedTimers = Metric.counter("deciduous_process_timers_total", {
  description: "Commands of processes that were handled when their timer was due",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const rejectedProcessCommands = Metric.counter("deciduous_process_commands_rejected_total", {
  description: "Commands of processes that their aggregates rejected",
  incremental: true
})

/**
 * @since 0.1.0
 * @category metrics
 */
export const parkedProcessCommands = Metric.counter("deciduous_process_commands_parked_total", {
  description: "Commands of processes that were given up until somebody retries",
  incremental: true
})
