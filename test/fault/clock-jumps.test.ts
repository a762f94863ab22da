// Clocks that jump, by an hour at once, under the clock of tests: leases are kept by who lives, lost by who does not, and
// a timer fires once.
import { Position } from "@deciduous/core"
import { CheckpointStore, MemoryEventStore, Processes, Worker } from "@deciduous/runtime"
import { newErrands } from "@deciduous/testing/suites/process/errands"
import { ask, happenedTo } from "@deciduous/testing/suites/process/told"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"

const shard = { name: "task@1", shard: 0 }
const lease = Duration.seconds(10)
const step = { from: Position.start, to: Position.start }

describe("workers whose clock jumps, on memory", () => {
  it.effect("[110] keep their leases as long as they live, however far", () =>
    Effect.gen(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const task = { name: shard.name, shards: 1, run: () => Effect.never }
      yield* Worker.start([task], { lease, name: "first" })
      yield* TestClock.adjust("1 second")
      yield* Worker.start([task], { lease, name: "second" })
      yield* TestClock.adjust("1 hour")
      const [standing] = yield* store.standings([shard.name])
      assert.deepInclude(standing, { epoch: 1, isHeld: true })
      assert.match(standing!.worker!, /^first /)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("[110] lose a lease when it is over, no sooner, and can write nothing from then on", () =>
    Effect.gen(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      yield* store.register([{ name: shard.name, shards: 1 }])
      const old = (yield* store.take("one", shard, lease))!
      yield* TestClock.adjust("9999 millis")
      assert.isUndefined(yield* store.take("other", shard, lease))
      yield* store.batch(old, step, Effect.void)
      yield* TestClock.adjust("1 hour")
      // nobody has taken it, so nobody is harmed
      yield* store.batch(old, step, Effect.void)
      assert.isDefined(yield* store.take("other", shard, lease))
      const refused = yield* Effect.flip(store.batch(old, step, Effect.void))
      assert.deepInclude({ ...refused }, { _tag: "Fenced", because: "lease" })
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("[86] fire a timer once, also when the clock goes back behind it and comes again", () =>
    Effect.gen(function*() {
      const errands = newErrands()
      const now = yield* DateTime.now
      yield* Worker.start(Processes.tasks(errands.process), { lease })
      yield* ask(errands, "one", 0, DateTime.addDuration(now, "1 hour"))
      yield* TestClock.adjust("59 minutes")
      assert.deepStrictEqual(yield* happenedTo(errands, "one"), ["Asked"])
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(yield* happenedTo(errands, "one"), ["Asked", "Expired"])
      yield* TestClock.setTime(DateTime.toEpochMillis(now))
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(yield* happenedTo(errands, "one"), ["Asked", "Expired"])
      assert.deepInclude(yield* Processes.status(errands.process), { owed: 0, timers: 0 })
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})
