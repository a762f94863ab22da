// Reading the log as it was, so that the answer is the same whenever it is asked for.
import { Position, type StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { EventStoreError, UnsettledPosition } from "../EventStoreError.ts"
import type { Store } from "./perStore.ts"

/** Waits until readers of all streams have come to a position: nothing comes before it from then on. */
export const settled = Effect.fnUntraced(function*(store: Store, position: Position.Position) {
  if (position === Position.start) return
  // fails where the log has no such event
  yield* Stream.runDrain(store.readAll({ after: position, limit: 0 }))
  const visible = Effect.map(
    Stream.runHead(store.readAll({ direction: "backward", limit: 1 })),
    Option.exists((last) => last.position >= position)
  )
  const isSettled = yield* Effect.repeat(visible, { until: (is) => is, schedule: patience })
  if (isSettled) return
  return yield* new EventStoreError({ reason: new UnsettledPosition({ position }) })
})

/** Five seconds: who writes at the same time has ended by then. */
const patience = Schedule.spaced("10 millis").pipe(Schedule.upTo({ times: 500 }))

/** Of each stream the events up to its first one that was recorded later. Those of a log are in no order of time. */
export const recordedUpTo = (time: DateTime.Utc) => {
  const ended = new Set<string>()
  return ({ recordedAt, streamId }: StoredEvent): boolean => {
    if (DateTime.isGreaterThan(recordedAt, time)) ended.add(streamId)
    return !ended.has(streamId)
  }
}
