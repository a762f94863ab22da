// A subscription from the end of the log: what was appended before it began is not given, what comes later is.
import { Position } from "@deciduous/core"
import type { EventStore, EventStoreError, Subscription } from "@deciduous/runtime"
import * as Effect from "effect/Effect"

/** How the log stood at one moment. */
export interface End {
  /** The last event that readers might see. */
  readonly position: Position.Position
  /** Whether a transaction's number is one of those that were committed by then, also where readers might not see it. */
  readonly isBefore: ((transaction: bigint) => boolean) | undefined
}

/**
 * Behind the last event that readers may see there can be others, held back by a transaction that is still open: they are
 * passed over, and those of that transaction are given. A source for one run of one subscription.
 */
export const fromEnd = (
  source: Subscription.Source,
  readEnd: Effect.Effect<End, EventStoreError.EventStoreError>
): Subscription.Source => {
  let isBefore: End["isBefore"]
  const isNew = ({ position }: EventStore.Page["events"][number]) =>
    isBefore === undefined || !isBefore(Position.parts(position).transaction)
  return {
    ...source,
    end: Effect.map(readEnd, (end) => {
      isBefore = end.isBefore
      return end.position
    }),
    page: (after, filter) =>
      Effect.map(
        source.page(after, filter),
        (page) => isBefore === undefined ? page : { ...page, events: page.events.filter(isNew) }
      )
  }
}

/**
 * What a snapshot says, as PostgreSQL writes it: `<oldest open>:<next to begin>:<open ones between, with commas>`.
 * Transactions stand in the log with an offset, or, where that is null, without a number of their own.
 */
export const committedIn = (snapshot: string, offset: bigint | null): End["isBefore"] => {
  if (offset === null) return undefined
  const [, next, open] = snapshot.split(":") as [string, string, string]
  const isOpen = new Set(open === "" ? [] : open.split(",").map((one) => BigInt(one) + offset))
  const end = BigInt(next) + offset
  return (transaction) => transaction < end && !isOpen.has(transaction)
}
