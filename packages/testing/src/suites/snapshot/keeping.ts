// Rule 58: what a store of snapshots answers. The table is that of Akka's test kit for snapshot stores.
import { Position } from "@deciduous/core"
import { type EventStore, SnapshotStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Case, newStream, rule } from "../event-store/Case.ts"

type Keeper = SnapshotStore.SnapshotStore["Service"]
type Stored = SnapshotStore.StoredSnapshot

const must = (title: string, check: (keeper: Keeper, streamId: string) => Effect.Effect<void, unknown>) =>
  rule(58, title, () => Effect.flatMap(SnapshotStore.SnapshotStore, (keeper) => check(keeper, newStream().name)))

export const keeping: ReadonlyArray<Case<EventStore.EventStore | SnapshotStore.SnapshotStore>> = [
  must(
    "a stream without snapshots has none",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* saveFive(keeper, newStream().name)
      assert.isUndefined(yield* keeper.load(streamId, print))
    })
  ),

  must(
    "none is given where all were taken later than asked for",
    Effect.fnUntraced(function*(keeper, streamId) {
      const [first] = yield* saveFive(keeper, streamId)
      assert.isUndefined(yield* keeper.load(streamId, print, { asOf: before(first!) }))
    })
  ),

  must(
    "none is given where all have a higher version than asked for",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* saveFive(keeper, streamId)
      assert.isUndefined(yield* keeper.load(streamId, print, { to: 9 }))
    })
  ),

  must(
    "without bounds the highest version is given, whole",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* saveFive(keeper, streamId)
      const { takenAt, ...snapshot } = (yield* keeper.load(streamId, print))!
      assert.deepStrictEqual(snapshot, newSnapshot(streamId, 50))
      assert.isTrue(DateTime.isDateTime(takenAt))
    })
  ),

  must(
    "up to a version the highest one that is not above it is given",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* saveFive(keeper, streamId)
      assert.strictEqual((yield* keeper.load(streamId, print, { to: 30 }))?.version, 30)
      assert.strictEqual((yield* keeper.load(streamId, print, { to: 39 }))?.version, 30)
      assert.strictEqual((yield* keeper.load(streamId, print, { to: Number.MAX_SAFE_INTEGER }))?.version, 50)
    })
  ),

  must(
    "up to a version and a time the highest one that is within both is given",
    Effect.fnUntraced(function*(keeper, streamId) {
      const [, second, third] = yield* saveFive(keeper, streamId)
      const up = (to: number, asOf: DateTime.Utc) =>
        Effect.map(keeper.load(streamId, print, { to, asOf }), (found) => found?.version)
      assert.strictEqual(yield* up(50, third!.takenAt), 30)
      assert.strictEqual(yield* up(29, third!.takenAt), 20)
      assert.strictEqual(yield* up(50, before(third!)), 20)
      assert.strictEqual(yield* up(19, second!.takenAt), 10)
    })
  ),

  must(
    "a single one can be removed by its version",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* saveFive(keeper, streamId)
      assert.strictEqual(yield* keeper.remove(streamId, { from: 30, to: 30 }), 1)
      assert.deepStrictEqual(yield* versions(keeper, streamId), [50, 40, 20, 10])
    })
  ),

  must(
    "all up to a version and a time can be removed",
    Effect.fnUntraced(function*(keeper, streamId) {
      const [, , third, fourth] = yield* saveFive(keeper, streamId)
      assert.strictEqual(yield* keeper.remove(streamId, { to: 30, asOf: fourth!.takenAt }), 3)
      assert.deepStrictEqual(yield* versions(keeper, streamId), [50, 40])
      assert.strictEqual(yield* keeper.remove(streamId, { asOf: third!.takenAt }), 0)
      assert.strictEqual(yield* keeper.remove(streamId), 2)
      assert.deepStrictEqual(yield* versions(keeper, streamId), [])
    })
  ),

  must(
    "none that was taken later than asked for is removed",
    Effect.fnUntraced(function*(keeper, streamId) {
      const [first] = yield* saveFive(keeper, streamId)
      assert.strictEqual(yield* keeper.remove(streamId, { to: 50, asOf: before(first!) }), 0)
      assert.deepStrictEqual(yield* versions(keeper, streamId), [50, 40, 30, 20, 10])
    })
  ),

  must(
    "one of the same version is written over",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* saveFive(keeper, streamId)
      yield* keeper.save({ ...newSnapshot(streamId, 50), state: "again" }, { keep: 10 })
      assert.deepInclude(yield* keeper.load(streamId, print), { version: 50, state: "again" })
      assert.deepStrictEqual(yield* versions(keeper, streamId), [50, 40, 30, 20, 10])
    })
  ),

  must(
    "a state of a megabyte, and one of hostile texts, come back as they were",
    Effect.fnUntraced(function*(keeper, streamId) {
      const odd = ["\0", "\u00e9\u{1f333}", "1.0", "2020-01-01", { z: null, a: [-1.5e300, true] }, "'\"\\"]
      for (
        const state of [{ text: "0123456789abcdef".repeat(65_536) }, odd, JSON.parse(`{"__proto__":{"a":1}}`), null]
      ) {
        yield* keeper.save({ ...newSnapshot(streamId, 1), state }, { keep: 1 })
        const found = yield* keeper.load(streamId, print)
        assert.strictEqual(JSON.stringify(found?.state), JSON.stringify(state))
      }
    })
  ),

  must(
    "those of one fingerprint are not seen by another, nor removed for it while both are young",
    Effect.fnUntraced(function*(keeper, streamId) {
      yield* keeper.save(newSnapshot(streamId, 1), { keep: 1 })
      yield* keeper.save({ ...newSnapshot(streamId, 2), fingerprint: "another", state: 2 }, { keep: 1 })
      assert.strictEqual((yield* keeper.load(streamId, print))?.version, 1)
      assert.strictEqual((yield* keeper.load(streamId, "another"))?.version, 2)
      assert.isUndefined(yield* keeper.load(streamId, "a third"))
    })
  ),

  must(
    "as many stay as are to be kept: those of the highest versions",
    Effect.fnUntraced(function*(keeper, streamId) {
      for (const version of [10, 50, 20, 40, 30]) yield* keeper.save(newSnapshot(streamId, version), { keep: 2 })
      assert.deepStrictEqual(yield* versions(keeper, streamId), [50, 40])
      yield* keeper.save(newSnapshot(streamId, 60), { keep: 1 })
      assert.deepStrictEqual(yield* versions(keeper, streamId), [60])
    })
  ),

  rule(
    64,
    "of snapshots that are written at the same time the one of the highest version stays",
    () =>
      Effect.flatMap(
        SnapshotStore.SnapshotStore,
        Effect.fnUntraced(function*(keeper) {
          for (let round = 0; round < 10; round++) {
            const streamId = newStream().name
            const racing = Array.from({ length: 16 }, (_, i) => ((i * 7 + round) % 16) + 1)
            yield* Effect.forEach(racing, (version) => keeper.save(newSnapshot(streamId, version), { keep: 1 }), {
              concurrency: "unbounded"
            })
            assert.deepInclude(yield* keeper.load(streamId, print), { version: 16, state: { at: 16 } })
          }
        })
      )
  )
]

const print = "0123456789abcdef"

const newSnapshot = (streamId: string, version: number): SnapshotStore.NewSnapshot => ({
  streamId,
  fingerprint: print,
  version,
  position: Position.make(BigInt(version), 1n),
  state: { at: version }
})

/** At the versions 10, 20, ... 50, each taken later than the one before, to the millisecond. */
const saveFive = Effect.fnUntraced(function*(keeper: Keeper, streamId: string) {
  const saved: Array<Stored> = []
  for (const version of [10, 20, 30, 40, 50]) {
    const last = saved.at(-1)
    saved.push(
      yield* keeper.save(newSnapshot(streamId, version), { keep: 10 }).pipe(
        Effect.andThen(keeper.load(streamId, print, { from: version })),
        Effect.map((stored) => stored!),
        Effect.repeat({ until: ({ takenAt }) => last === undefined || DateTime.isGreaterThan(takenAt, last.takenAt) })
      )
    )
  }
  return saved
})

const before = ({ takenAt }: Stored): DateTime.Utc => DateTime.subtract(takenAt, { milliseconds: 1 })

/** Those that are there, from the highest down. */
const versions = Effect.fnUntraced(function*(keeper: Keeper, streamId: string) {
  const found: Array<number> = []
  let last = yield* keeper.load(streamId, print)
  while (last !== undefined) {
    found.push(last.version)
    last = yield* keeper.load(streamId, print, { to: last.version - 1 })
  }
  return found
})
