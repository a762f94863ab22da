// Rules about batches and leases, asked of the port itself: what no worker, however late, may do.
import { Position } from "@deciduous/core"
import { CheckpointStore, ReadModelStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Case } from "../event-store/Case.ts"
import { refusal } from "../event-store/Case.ts"
import { turnedBy } from "../event-store/turnedClock.ts"
import { type Needs, rule } from "./Case.ts"

const long = Duration.minutes(10)
const start = Position.start
const further = (n: number) => Position.make(1n, BigInt(n))

const newShard = Effect.fnUntraced(function*(shards = 1) {
  const name = `task-${crypto.randomUUID()}@1`
  yield* (yield* CheckpointStore.CheckpointStore).register([{ name, shards }])
  return { name, shard: 0 }
})

const write = (model: string, key: string) =>
  Effect.flatMap(
    ReadModelStore.ReadModelStore,
    (models) => models.write(model, [{ key, json: "1", indexes: [] }])
  )

const isWritten = (model: string, key: string) =>
  Effect.map(
    Effect.flatMap(ReadModelStore.ReadModelStore, (models) => models.get(model, [key])),
    ([json]) => json !== undefined
  )

export const fencing: ReadonlyArray<Case<Needs>> = [
  rule(
    36,
    "a batch under a lease that somebody else has taken is dropped, with everything that it wrote",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard()
      // a lease of no length has run out when it is given
      const old = yield* store.take("one", shard, Duration.zero)
      const current = yield* store.take("other", shard, long)
      assert.isAbove(current!.epoch, old!.epoch)
      const error = yield* refusal(store.batch(old!, { from: start, to: further(1) }, write(shard.name, "late")))
      assert.deepInclude({ ...error }, { task: shard.name, shard: 0, because: "lease" })
      assert.isFalse(yield* isWritten(shard.name, "late"))
      yield* store.batch(current!, { from: start, to: further(1) }, write(shard.name, "in time"))
      assert.isTrue(yield* isWritten(shard.name, "in time"))
      assert.strictEqual((yield* refusal(store.checkpoint(old!))).message, error.message)
    })
  ),

  rule(
    36,
    "of two batches from one place under one lease one is dropped",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard()
      const lease = (yield* store.take("one", shard, long))!
      const step = { from: start, to: further(1) }
      yield* store.batch(lease, step, write(shard.name, "first"))
      const error = yield* refusal(store.batch(lease, step, write(shard.name, "second")))
      assert.deepInclude({ ...error }, { because: "checkpoint" })
      assert.isFalse(yield* isWritten(shard.name, "second"))
    })
  ),

  rule(
    37,
    "a lease that runs is not given to another, and is when it was given back",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard()
      const lease = (yield* store.take("one", shard, long))!
      assert.isUndefined(yield* store.take("other", shard, long))
      yield* store.release(lease)
      assert.isDefined(yield* store.take("other", shard, long))
    })
  ),

  rule(
    37,
    "who leaves has no lease any more, also none whose taking it never heard of",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard(2)
      yield* store.take("one", shard, long)
      yield* store.take("another", { ...shard, shard: 1 }, long)
      yield* store.leave("one")
      assert.isDefined(yield* store.take("other", shard, long))
      assert.isUndefined(yield* store.take("other", { ...shard, shard: 1 }, long))
    })
  ),

  rule(
    39,
    "a lease is kept by signs of life, without any event",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard()
      yield* store.take("one", shard, Duration.millis(1))
      const beat = yield* store.beat("one", [shard.name], long)
      assert.isTrue(beat.shards[0]!.isHeld)
      assert.isUndefined(yield* store.take("other", shard, long))
    })
  ),

  rule(
    110,
    "a worker whose clock is an hour off takes no lease early, and holds none longer",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      for (const hours of [-1, 1]) {
        const wrong = Effect.provideService(Clock.Clock, yield* turnedBy(hours))
        const [held, taken, over] = [yield* newShard(), yield* newShard(), yield* newShard()]
        yield* store.take("right", held, long)
        assert.isUndefined(yield* wrong(store.take("wrong", held, long)), "it runs")
        assert.isDefined(yield* wrong(store.take("wrong", taken, long)))
        assert.isUndefined(yield* store.take("right", taken, long), "it runs")
        assert.isTrue((yield* wrong(store.beat("wrong", [taken.name], long))).shards[0]!.isHeld)
        assert.isTrue((yield* store.standings([taken.name]))[0]!.isHeld)
        // a lease of no length has run out when it is given
        yield* wrong(store.take("wrong", over, Duration.zero))
        assert.isDefined(yield* store.take("right", over, long))
      }
    })
  ),

  rule(
    45,
    "a batch that fails leaves nothing, and its checkpoint where it was",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard()
      const lease = (yield* store.take("one", shard, long))!
      const failing = Effect.andThen(write(shard.name, "half"), Effect.fail("broken" as const))
      assert.strictEqual(yield* refusal(store.batch(lease, { from: start, to: further(1) }, failing)), "broken")
      const dying = Effect.andThen(write(shard.name, "half"), Effect.die(new Error("a bug")))
      assert.include(String(yield* Effect.exit(store.batch(lease, { from: start, to: further(1) }, dying))), "a bug")
      assert.isFalse(yield* isWritten(shard.name, "half"))
      assert.strictEqual((yield* store.checkpoint(lease)).position, start)
      yield* store.batch(lease, { from: start, to: further(1), events: 3 }, write(shard.name, "whole"))
      assert.deepInclude(yield* store.checkpoint(lease), { position: further(1), handled: 3 })
    })
  ),

  rule(
    47,
    "a checkpoint goes back by a reset only, which fences off who works on it",
    Effect.fnUntraced(function*() {
      const store = yield* CheckpointStore.CheckpointStore
      const shard = yield* newShard()
      const lease = (yield* store.take("one", shard, long))!
      yield* store.batch(lease, { from: start, to: further(5) }, Effect.void)
      const back = yield* Effect.exit(store.batch(lease, { from: further(5), to: further(2) }, Effect.void))
      assert.include(String(back), "goes back")
      assert.strictEqual((yield* store.checkpoint(lease)).position, further(5))
      // somebody who registers it again changes nothing
      yield* store.register([{ name: shard.name, shards: 1 }])
      assert.strictEqual((yield* store.checkpoint(lease)).position, further(5))
      yield* store.reset(shard.name, start)
      yield* refusal(store.checkpoint(lease))
      assert.strictEqual((yield* store.standings([shard.name]))[0]!.position, start)
    })
  )
]
