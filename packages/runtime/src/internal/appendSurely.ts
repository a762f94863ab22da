// An append that lost its connection is sent again: the store takes the same ids once, so its answer settles the matter.
import type { EventData, StreamId } from "@deciduous/core"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Appended } from "../EventStore.ts"
import type { EventStoreError, OutcomeUnknown, VersionConflict } from "../EventStoreError.ts"
import type { Store } from "./perStore.ts"

type Failure = VersionConflict | OutcomeUnknown | EventStoreError

/** Fails with `OutcomeUnknown` only where the store stays away for longer than all attempts take. */
export const appendSurely = (
  store: Store,
  streamId: StreamId.StreamId,
  events: NonEmptyReadonlyArray<EventData>,
  expectedVersion: number
): Effect.Effect<Appended, Failure> => {
  const append = store.append(streamId, events, { expectedVersion })
  return Effect.catchTag(append, "OutcomeUnknown", (unknown) =>
    append.pipe(
      Effect.retry({ while: isAway, schedule: attempts }),
      Effect.catchIf(isAway, () => Effect.fail(unknown))
    ))
}

const isAway = (error: Failure): boolean =>
  error._tag === "OutcomeUnknown" || (error._tag === "EventStoreError" && error.reason._tag === "StoreUnavailable")

/** About ten seconds: a server that was restarted is back by then. */
const attempts = Schedule.exponential("40 millis").pipe(Schedule.upTo({ times: 8 }))
