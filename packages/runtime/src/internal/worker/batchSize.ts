// How many events the next batch is given, so that it is short in time: from how long the last ones took. Pure.

export interface Took {
  readonly events: number
  readonly millis: number
}

/** Before anything is known. */
export const firstSize = 100
/** Pages are hardly larger. */
export const maxSize = 2000

/**
 * Twice as many while batches are quick, half as many when one took too long; unless that has not helped: then it is not the
 * events that take the time, but the way to a database that is far away or busy, and more of them share it.
 */
export const nextSize = (size: number, last: Took | undefined, now: Took, limit: number): number => {
  if (now.millis <= limit) return now.events >= size ? Math.min(2 * size, maxSize) : size
  const hasNotHelped = last !== undefined && last.events > now.events && now.millis > 0.7 * last.millis
  return hasNotHelped ? Math.min(4 * now.events, maxSize) : Math.max(1, Math.floor(now.events / 2))
}
