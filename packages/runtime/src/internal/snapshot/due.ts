// Whether it is time for a snapshot: after a load that read events, and after an append. It runs within commands, so it is
// cheap and waits for nothing.
import * as DateTime from "effect/DateTime"
import type { StoredSnapshot } from "../../SnapshotStore.ts"
import type { Loaded } from "../loaded.ts"
import { perStore } from "../perStore.ts"
import type { Snapshots } from "./model.ts"

/** A service that keeps snapshots. */
type Keeper = object

/** `base` is what the load went on from; it took so many milliseconds, and ended now. */
export const afterLoad = <S, R>(
  { fingerprint, policy: { when } }: Snapshots<S, R>,
  keeper: Keeper,
  streamName: string,
  { version }: Loaded<S>,
  { base, now, took }: { readonly base: StoredSnapshot | undefined; readonly now: number; readonly took: number }
): boolean => {
  const read = version - (base?.version ?? 0)
  if (read === 0) return false
  switch (when._tag) {
    case "Every":
      return read >= when.events
    case "WhenLoadTakes":
      return took >= when.millis
    case "OlderThan": {
      const known = ages(keeper)
      const takenAt = base === undefined ? -Infinity : DateTime.toEpochMillis(base.takenAt)
      return known.isOlder(`${streamName}\0${fingerprint()}`, when.millis, now, takenAt)
    }
    case "Manual":
      return false
  }
}

/** `before` is the version that the stream had. */
export const afterAppend = <S, R>(
  { fingerprint, policy: { when } }: Snapshots<S, R>,
  keeper: Keeper,
  streamName: string,
  { version }: Loaded<S>,
  { before, now }: { readonly before: number; readonly now: number }
): boolean => {
  switch (when._tag) {
    case "Every":
      // of those who write to a stream exactly one passes the multiple
      return Math.floor(version / when.events) > Math.floor(before / when.events)
    case "OlderThan":
      return ages(keeper).isOlder(`${streamName}\0${fingerprint()}`, when.millis, now)
    default:
      return false
  }
}

/** A stream that is forgotten counts as new: its age begins anew, or is found by its next load. */
const most = 10_000

interface Ages {
  /** Where it is, it counts as taken now. */
  readonly isOlder: (key: string, millis: number, now: number, takenAt?: number) => boolean
}

/** When the last snapshot of each stream was taken, as far as this process knows. */
const ages = perStore<Ages, Keeper>(() => {
  const taken = new Map<string, number>()
  const set = (key: string, at: number) => {
    if (taken.size >= most && !taken.has(key)) taken.clear()
    taken.set(key, at)
  }
  return {
    isOlder: (key, millis, now, takenAt = taken.get(key) ?? now) => {
      const isOlder = now - takenAt >= millis
      set(key, isOlder ? now : takenAt)
      return isOlder
    }
  }
})
