// Rules about snapshots that are not to be trusted, or cannot be had: they cost time, never a state or a command.
import { Position } from "@deciduous/core"
import { Aggregate, type EventStore, EventStoreError, Snapshot, SnapshotStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { type Case, newStream, rule } from "../event-store/Case.ts"
import { anew, Digesting, digesting, Otherwise, Plain, streamOf } from "./digest.ts"

export const trusting: ReadonlyArray<Case<EventStore.EventStore | SnapshotStore.SnapshotStore>> = [
  rule(
    60,
    "a snapshot that was folded otherwise, or of another version, is not used",
    Effect.fnUntraced(function*() {
      const { aggregateId: id } = newStream()
      yield* handleThree(id)
      assert.strictEqual(yield* Snapshot.take(Otherwise, id), 3)
      const newer = digesting(Snapshot.manual({ version: 2 }))
      assert.notStrictEqual(newer.snapshots.fingerprint(), Digesting.snapshots.fingerprint())
      for (const aggregate of [Digesting, newer]) yield* isWhole(id, anew(Aggregate.load(aggregate, id)))
      assert.strictEqual((yield* anew(Aggregate.load(Otherwise, id))).state.count, -3)
    })
  ),

  rule(
    61,
    "a corrupt snapshot is warned of, and the command goes on from the events",
    Effect.fnUntraced(function*() {
      const keeper = yield* SnapshotStore.SnapshotStore
      for (const state of ["", null, {}, { count: "3", digest: 7 }, { count: 0.5, digest: 7 }, []]) {
        const { aggregateId: id } = newStream()
        const { position } = yield* handleThree(id)
        yield* keeper.save(snapshotOf(id, 3, position, state), { keep: 1 })
        const said = yield* warnings(isWhole(id, anew(Aggregate.handle(Digesting, id, 4))))
        assert.match(said.join("\n"), /^The snapshot of stream .* is ignored: it does not fit the schema of the state/)
        assert.strictEqual((yield* anew(Aggregate.load(Plain, id))).version, 4)
      }
    })
  ),

  rule(
    62,
    "a snapshot that is newer than the stream, or of another log's, is warned of and not used",
    Effect.fnUntraced(function*() {
      const keeper = yield* SnapshotStore.SnapshotStore
      const foreign = { count: 99, digest: 99 }
      for (const version of [2, 3, 4, 99]) {
        const { aggregateId: id } = newStream()
        const { position } = yield* handleThree(id)
        // the position of another event, as it is after a restore to an earlier time and other events since
        const wrong = version === 3 ? Position.make(1n, 1n) : position
        yield* keeper.save(snapshotOf(id, version, wrong, foreign), { keep: 1 })
        const said = yield* warnings(isWhole(id, anew(Aggregate.load(Digesting, id))))
        assert.match(said.join("\n"), /is ignored: the stream has no such event/)
        yield* isWhole(id, anew(Aggregate.load(Digesting, id, { asOf: { version } })), 3, version)
      }
    })
  ),

  rule(
    62,
    "what is kept while many write at the same time is what the committed events fold to",
    Effect.fnUntraced(function*() {
      const keeper = yield* SnapshotStore.SnapshotStore
      const eager = digesting(Snapshot.every(1, { keep: 100 }))
      const { aggregateId: id } = newStream()
      yield* Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8], (by) => anew(Aggregate.handle(eager, id, by)), {
        concurrency: "unbounded"
      })
      const { version } = yield* anew(Aggregate.load(Plain, id))
      assert.strictEqual(version, 8)
      let to = version
      while (to > 0) {
        const found = yield* keeper.load(streamOf(id).name, eager.snapshots.fingerprint(), { to })
        if (found === undefined) return
        const then = yield* Aggregate.load(Plain, id, { asOf: { version: found.version } })
        assert.deepStrictEqual([found.state, found.position], [then.state, then.position])
        to = found.version - 1
      }
    })
  ),

  rule(
    63,
    "a snapshot that cannot be written, or read, fails no command",
    Effect.fnUntraced(function*() {
      const { load, remove, save } = yield* SnapshotStore.SnapshotStore
      const away = Effect.fail(
        new EventStoreError.EventStoreError({
          reason: new EventStoreError.StoreUnavailable({ problem: "it sleeps", cause: "a test" })
        })
      )
      for (const broken of [{ save: () => away }, { load: () => away }]) {
        const { aggregateId: id } = newStream()
        const said = yield* warnings(
          Effect.scoped(Effect.gen(function*() {
            const keeper = yield* SnapshotStore.make({ load, remove, save, ...broken })
            for (const by of [1, 2, 3]) {
              yield* Effect.provideService(
                anew(Aggregate.handle(digesting(Snapshot.every(1)), id, by)),
                SnapshotStore.SnapshotStore,
                keeper
              )
            }
          }))
        )
        yield* isWhole(id, anew(Aggregate.load(Plain, id)))
        assert.match(said.join("\n"), /was not written|could not be read/)
      }
    })
  )
]

const handleThree = Effect.fnUntraced(function*(id: string) {
  yield* Aggregate.handle(Plain, id, 1)
  yield* Aggregate.handle(Plain, id, 2)
  return yield* Aggregate.handle(Plain, id, 3)
})

const snapshotOf = (id: string, version: number, position: Position.Position, state: unknown) => ({
  streamId: streamOf(id).name,
  fingerprint: Digesting.snapshots.fingerprint(),
  version,
  position,
  state
})

/** That it is the state of the stream's events, and of none besides; or of those up to a version. */
const isWhole = Effect.fnUntraced(function*<E, R>(
  id: string,
  loading: Effect.Effect<{ readonly state: unknown; readonly version: number }, E, R>,
  last: number = Infinity,
  asOf: number = Infinity
) {
  const { state, version } = yield* loading
  const expected = asOf === Infinity
    ? yield* anew(Aggregate.load(Plain, id))
    : yield* anew(Aggregate.load(Plain, id, { asOf: { version: asOf } }))
  assert.deepStrictEqual([state, version], [expected.state, expected.version])
  assert.isAtMost(version, last)
})

/** What was warned of. */
const warnings = Effect.fnUntraced(function*<A, E, R>(effect: Effect.Effect<A, E, R>) {
  const said: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    if (logLevel === "Warn") said.push(String(Array.isArray(message) ? message[0] : message))
  })
  yield* Effect.provide(effect, Logger.layer([logger]))
  return said
})
