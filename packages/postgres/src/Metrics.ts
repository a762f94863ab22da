// What the store on PostgreSQL measures, beside the runtime's Metrics.
import * as Metric from "effect/Metric"

/**
 * For how many seconds the readers of all streams have been held back from committed events; 0 while they see all.
 *
 * It is looked at while somebody reads or subscribes, every five seconds by default.
 *
 * @since 0.1.0
 * @category metrics
 */
export const readersHeldBack = Metric.gauge("deciduous_readers_held_back_seconds", {
  description: "For how long readers have been held back from committed events by a transaction that is open"
})

/**
 * Committed events that readers of all streams may not see yet, counted up to 1,000.
 *
 * @since 0.1.0
 * @category metrics
 */
export const hiddenEvents = Metric.gauge("deciduous_hidden_events", {
  description: "Committed events that readers of all streams may not see yet, counted up to 1,000"
})
