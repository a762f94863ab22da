// Snapshots in memory: for tests, and to read first. MemoryEventStore brings it.
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Bounds, make, rolloutDays, SnapshotStore, type StoredSnapshot } from "./SnapshotStore.ts"

/** A snapshot whose state is JSON text, so that nothing that is read is shared with what was written. */
interface Row extends Omit<StoredSnapshot, "state"> {
  readonly state: string
}

/**
 * Snapshots that are kept as long as the layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<SnapshotStore> = Layer.effect(
  SnapshotStore,
  Effect.suspend(() => {
    const streams = new Map<string, ReadonlyArray<Row>>()
    /** From the highest version down. */
    const of = (streamId: string) => streams.get(streamId) ?? []
    return make({
      load: (streamId, fingerprint, bounds) =>
        Effect.sync(() => {
          const row = of(streamId).find((row) => row.fingerprint === fingerprint && isWithin(row, bounds))
          return row && { ...row, state: JSON.parse(row.state) }
        }),
      save: ({ fingerprint, position, state, streamId, version }, { keep }) =>
        Effect.clockWith((clock) =>
          Effect.sync(() => {
            const now = clock.currentTimeMillisUnsafe()
            const takenAt = DateTime.makeUnsafe(now)
            const row: Row = { streamId, fingerprint, version, position, state: JSON.stringify(state), takenAt }
            const isOwn = (row: Row) => row.fingerprint === fingerprint
            const own = [row, ...of(streamId).filter((row) => isOwn(row) && row.version !== version)]
            const others = of(streamId).filter((row) =>
              !isOwn(row) && now - DateTime.toEpochMillis(row.takenAt) < rollout
            )
            streams.set(streamId, [...own.toSorted(byVersion).slice(0, keep), ...others].toSorted(byVersion))
          })
        ),
      remove: (streamId, bounds) =>
        Effect.sync(() => {
          const left = of(streamId).filter((row) => !isWithin(row, bounds))
          const removed = of(streamId).length - left.length
          streams.set(streamId, left)
          return removed
        })
    })
  })
)

const rollout = rolloutDays * 24 * 60 * 60 * 1000

const byVersion = (a: Row, b: Row): number => b.version - a.version

const isWithin = ({ takenAt, version }: Row, { asOf, from = 0, to = Infinity }: Bounds = {}): boolean =>
  version >= from && version <= to && (asOf === undefined || !DateTime.isGreaterThan(takenAt, asOf))
