// Times as the database compares them: ours have milliseconds, its columns microseconds.
import * as DateTime from "effect/DateTime"

/** The first moment that is later than a time: what is before it is at or before the time, to the millisecond. */
export const later = (time: DateTime.Utc): Date =>
  new Date(Math.min(Math.max(Math.floor(DateTime.toEpochMillis(time)) + 1, earliest), latest))

/** No event was recorded outside of these, and PostgreSQL's times reach less far than JavaScript's. */
const earliest = Date.UTC(1970, 0, 1)
const latest = Date.UTC(9999, 0, 1)
