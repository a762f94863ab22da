// Rules about building read models anew: beside the one that is read, from the same events to the same documents.
import { Position } from "@deciduous/core"
import {
  CheckpointStore,
  Projection,
  Projections,
  ProjectionStore,
  ReadModel,
  ReadModelStore
} from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import { type Case, refusal } from "../event-store/Case.ts"
import { type Needs, rule } from "./Case.ts"
import { count, counted, isWhole, newTallies, type Tally, type TallyEvent, view } from "./tallies.ts"

const lease = { lease: "1 second" } as const

/** Each event counts double. */
const doubled = {
  initialState: view.initialState,
  evolve: (tally: Tally | undefined, event: TallyEvent) =>
    view.evolve(tally, event._tag === "Counted" ? { ...event, by: 2 * event.by } : event)
}

const until = <A, E, R>(look: Effect.Effect<A, E, R>, isEnough: (found: A) => boolean) =>
  Effect.repeat(look, { until: isEnough, schedule: Schedule.spaced("10 millis") }).pipe(Effect.timeout("20 seconds"))

export const building: ReadonlyArray<Case<Needs>> = [
  rule(
    49,
    "a new version is built beside the one that is read, takes its place once it has caught up, and that one goes",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      const next = Projection.fromView(doubled, { ...tallies.options, version: 2 })
      const sum = Effect.map(ReadModel.get(tallies.projection, "1"), Option.map((tally) => tally.sum))
      yield* Projections.start([tallies.projection], lease)
      yield* Projections.waitFor(tallies.projection, yield* count(store, tallies, 4, 20), "20 seconds")
      assert.deepStrictEqual(yield* sum, Option.some(20))
      // appends go on meanwhile
      const writing = yield* Effect.forkChild(count(store, tallies, 4, 20))
      yield* Projections.start([next], lease)
      const last = yield* Fiber.join(writing)
      const versions = yield* ProjectionStore.ProjectionStore
      const active = Effect.map(
        versions.registered,
        (all) => all.find(({ name, status }) => name === tallies.category && status === "active")?.version
      )
      yield* until(active, (version) => version === 2)
      yield* Projections.waitFor(next, last, "20 seconds")
      assert.deepStrictEqual(yield* sum, Option.some(80))
      yield* until(
        Effect.flatMap(CheckpointStore.CheckpointStore, (all) => all.standings([`${tallies.category}@1`])),
        (shards) => shards.length === 0
      )
      const [left] = yield* (yield* ReadModelStore.ReadModelStore).get(`${tallies.category}@1`, ["1"])
      assert.isUndefined(left)
      // a program that still has the old version leaves it alone
      yield* Effect.scoped(Projections.start([tallies.projection], lease))
      assert.strictEqual(yield* active, 2)
    })
  ),

  rule(
    50,
    "a version that is not built yet is never read",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      yield* count(store, tallies, 2, 2)
      const none = yield* refusal(ReadModel.get(tallies.projection, "1"))
      assert.strictEqual(none._tag, "NotBuilt")
      // registered, with a worker that cannot handle its first event
      const stuck = Projection.fromView({
        initialState: view.initialState,
        evolve: (tally: Tally | undefined, event: TallyEvent): Tally | undefined => {
          if (event._tag === "Counted") throw new Error("stuck")
          return tally
        }
      }, { ...tallies.options, retry: Schedule.recurs(0) })
      yield* Projections.start([stuck], lease)
      yield* refusal(Projections.waitFor(stuck, Position.start, "20 seconds"))
      assert.strictEqual((yield* refusal(ReadModel.find(tallies.projection)))._tag, "NotBuilt")
    })
  ),

  rule(
    52,
    "the same events give the same read model, however often it is built",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      const last = yield* count(store, tallies, 7, 9)
      const all = Effect.map(ReadModel.find(tallies.projection), ({ documents }) => documents)
      const seen: Array<unknown> = []
      for (let i = 0; i < 3; i++) {
        yield* Effect.scoped(Effect.gen(function*() {
          yield* Projections.start([tallies.projection], lease)
          yield* Projections.waitFor(tallies.projection, last, "20 seconds")
        }))
        yield* isWhole(store, tallies)
        seen.push(yield* all)
        yield* Projections.reset(tallies.projection)
        assert.strictEqual((yield* refusal(ReadModel.find(tallies.projection)))._tag, "NotBuilt")
      }
      assert.deepStrictEqual(seen[1], seen[0])
      assert.deepStrictEqual(seen[2], seen[0])
    })
  ),

  rule(
    50,
    "a projection that has changed under its version, and two of one name, are refused at the start",
    Effect.fnUntraced(function*() {
      const tallies = newTallies()
      yield* Effect.scoped(Projections.start([tallies.projection], lease))
      const changed = Projection.fromView(doubled, tallies.options)
      const error = yield* refusal(Projections.run([changed], lease))
      assert.strictEqual(error._tag, "ProjectionChanged")
      assert.include(error.message, "Give it the version 2")
      const twice = yield* refusal(Projections.run([tallies.projection, tallies.projection], lease))
      assert.strictEqual(twice._tag, "DuplicateProjection")
    })
  ),

  rule(
    25,
    "a checkpoint beyond the end of the log stops its projection, and is not waited on",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      const checkpoints = yield* CheckpointStore.CheckpointStore
      const name = `${tallies.category}@1`
      const { position } = yield* store.append(tallies.stream("a"), [counted()], { expectedVersion: 0 })
      const { sequence, transaction } = Position.parts(position)
      yield* checkpoints.register([{ name, shards: 1, from: Position.make(transaction + 1000n, sequence + 1000n) }])
      yield* Projections.start([tallies.projection], lease)
      const [shard] = yield* until(checkpoints.standings([name]), ([shard]) => shard?.stopped !== undefined)
      assert.include(shard!.stopped!, "is not of this store")
    })
  ),

  rule(
    53,
    "shards keep the order of each stream, and a task that is divided anew loses and repeats nothing",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies({ shards: 3 })
      yield* Projections.start([tallies.projection], { lease: "600 millis" })
      yield* Projections.start([tallies.projection], { lease: "600 millis" })
      let writing = yield* Effect.forkChild(count(store, tallies, 12, 6))
      for (const shards of [1, 4, 2]) {
        const last = yield* Fiber.join(writing)
        writing = yield* Effect.forkChild(count(store, tallies, 12, 6))
        yield* Projections.reshard(tallies.projection, shards)
        const standings = yield* (yield* CheckpointStore.CheckpointStore).standings([`${tallies.category}@1`])
        assert.lengthOf(standings, shards)
        yield* Projections.waitFor(tallies.projection, last, "20 seconds")
      }
      yield* Projections.waitFor(tallies.projection, yield* Fiber.join(writing), "20 seconds")
      yield* isWhole(store, tallies)
    })
  ),

  rule(
    57,
    "documents are found by their indexes, in order, page by page",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      yield* Projections.start([tallies.projection], lease)
      for (const [id, by] of [["a", 10], ["b", 9], ["c", 100], ["d", -5], ["e", 9]] as const) {
        yield* store.append(tallies.stream(id), [counted(by)], { expectedVersion: 0 })
      }
      const { position } = yield* store.append(tallies.stream("f"), [
        counted(1),
        { ...counted(), type: "Ended", data: {} }
      ], { expectedVersion: 0 })
      yield* Projections.waitFor(tallies.projection, position, "20 seconds")
      const keys = (query: ReadModel.Query<"sum">) =>
        Effect.map(
          ReadModel.find(tallies.projection, query),
          ({ documents }) => documents.map(({ key }) => key).join("")
        )
      assert.strictEqual(yield* keys({}), "abcde")
      assert.strictEqual(yield* keys({ by: { index: "sum" } }), "dbeac")
      assert.strictEqual(yield* keys({ by: { index: "sum", equals: 9 } }), "be")
      assert.strictEqual(yield* keys({ by: { index: "sum", from: 9, to: 10 } }), "bea")
      const first = yield* ReadModel.find(tallies.projection, { by: { index: "sum" }, limit: 2 })
      assert.strictEqual(yield* keys({ by: { index: "sum" }, after: first.next! }), "eac")
      assert.deepStrictEqual(yield* ReadModel.get(tallies.projection, "f"), Option.none())
      const live = yield* ReadModel.live(tallies.projection, "c", { streams: [tallies.stream("c")] })
      assert.deepStrictEqual(live, yield* ReadModel.get(tallies.projection, "c"))
    })
  )
]
