// Commands of one stream that come at the same time are appended together, and nobody can tell but by the speed.
import { StreamId } from "@deciduous/core"
import { Aggregate, CommandQueue, EventStore, EventStoreError, MemoryEventStore, Metrics } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Deferred, Effect, Exit, Fiber, Layer, Metric, Stream } from "effect"
import { TestClock } from "effect/testing"
import { count, Counter, TooMuch } from "./support/Counter.ts"

const stream = StreamId.make("counter", "c1")

type Append = EventStore.EventStore["Service"]["append"]

/** A store that takes its time for each append, and does with it what it is told. */
const appending = (instead: (append: Append, ...parameters: Parameters<Append>) => ReturnType<Append>) =>
  Layer.effect(
    EventStore.EventStore,
    Effect.map(EventStore.EventStore, (store) =>
      EventStore.EventStore.of({
        ...store,
        append: (...parameters) =>
          Effect.andThen(Effect.yieldNow, Effect.suspend(() => instead(store.append, ...parameters)))
      }))
  ).pipe(Layer.provide(MemoryEventStore.layer))

/** Notes how many events each append has. */
const counted = (sizes: Array<number>) =>
  appending((append, streamId, events, options) => {
    sizes.push(events.length)
    return append(streamId, events, options)
  })

const handle = (by: number) => Aggregate.handle(Counter, "c1", count(by))
const all = (numbers: ReadonlyArray<number>) =>
  Effect.all(numbers.map((by) => Effect.exit(handle(by))), { concurrency: "unbounded" })
const stored = Effect.gen(function*() {
  return yield* Stream.runCollect((yield* EventStore.EventStore).read(stream))
})

/** Lets the clock run for as long as it takes. */
const inTime = Effect.fnUntraced(function*<A, E, R>(effect: Effect.Effect<A, E, R>) {
  const fiber = yield* Effect.forkChild(effect)
  while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("1 second")
  return yield* Fiber.join(fiber)
})

describe("commands that wait for the same stream", () => {
  it.effect("are appended together, each with the outcome that it would have had alone", () => {
    const sizes: Array<number> = []
    return Effect.gen(function*() {
      const exits = yield* all([1, 2, 3, 4])
      assert.deepStrictEqual(sizes, [1, 3])
      assert.deepStrictEqual(
        exits.map((exit) => Exit.isSuccess(exit) && [exit.value.state, exit.value.version, exit.value.events]),
        [[1, 1], [3, 2], [6, 3], [10, 4]].map((after, i) => [...after, [{ _tag: "Counted" as const, by: i + 1 }]])
      )
      assert.deepStrictEqual((yield* stored).map(({ data }) => data), [{ by: 1 }, { by: 2 }, { by: 3 }, { by: 4 }])
      assert.strictEqual((yield* handle(5)).state, 15)
      assert.strictEqual((yield* Metric.value(Metrics.appendedEvents)).count, 5)
    }).pipe(Effect.provideService(Metric.MetricRegistry, new Map()), Effect.provide(counted(sizes)))
  })

  it.effect("are correlated each by itself", () =>
    Effect.gen(function*() {
      yield* all([1, 2, 3])
      const events = yield* stored
      assert.deepStrictEqual(events.map(({ metadata }) => metadata.correlationId), events.map(({ id }) => id))
    }).pipe(Effect.provide(counted([]))))

  it.effect("are rejected, and decide on nothing, on the state after those before them", () => {
    const sizes: Array<number> = []
    return Effect.gen(function*() {
      const exits = yield* all([1, 98, 2, 0, 1, 1])
      assert.deepStrictEqual(
        exits.map((exit) => Exit.isSuccess(exit) ? [exit.value.state, exit.value.version] : [exit.cause]),
        [[1, 1], [99, 2], [Cause.fail(new TooMuch({ sum: 99 }))], [99, 2], [100, 3], [
          Cause.fail(new TooMuch({ sum: 100 }))
        ]]
      )
      assert.deepStrictEqual(sizes, [1, 2])
    }).pipe(Effect.provide(counted(sizes)))
  })

  it.effect("go alone where none of them has an event, as only an append shows that a state is the last", () => {
    const sizes: Array<number> = []
    return Effect.gen(function*() {
      const exits = yield* all([100, 1, 1])
      assert.deepStrictEqual(exits.map(Exit.isSuccess), [true, false, false])
      assert.deepStrictEqual(sizes, [1])
    }).pipe(Effect.provide(counted(sizes)))
  })

  it.effect("go alone where the append of all is refused, so that one does not fail for another", () => {
    const sizes: Array<number> = []
    const invalid = new EventStoreError.EventStoreError({
      reason: new EventStoreError.InvalidAppend({ streamId: "counter-c1", problem: "nothing with 13." })
    })
    const refusing = appending((append, streamId, events, options) => {
      sizes.push(events.length)
      return events.some(({ data }) => (data as { readonly by: number }).by === 13)
        ? Effect.fail(invalid)
        : append(streamId, events, options)
    })
    return Effect.gen(function*() {
      const exits = yield* all([1, 2, 13, 4])
      assert.deepStrictEqual(exits.map(Exit.isSuccess), [true, true, false, true])
      assert.deepStrictEqual(exits[2], Exit.fail(invalid))
      assert.deepStrictEqual(sizes, [1, 3, 1, 1, 1])
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 7)
    }).pipe(Effect.provide(refusing))
  })

  it.effect("go alone where another process was faster", () => {
    let isFirst = true
    const overtaken = appending((append, streamId, events, options) => {
      const elsewhere = { id: crypto.randomUUID(), type: "Counted", schemaVersion: 2, data: { by: 50 }, metadata: {} }
      if (events.length === 1 || !isFirst) return append(streamId, events, options)
      isFirst = false
      return Effect.andThen(
        append(streamId, [elsewhere], { expectedVersion: "any" }),
        append(streamId, events, options)
      )
    })
    return Effect.gen(function*() {
      const exits = yield* inTime(all([1, 2, 3]))
      assert.deepStrictEqual(exits.map(Exit.isSuccess), [true, true, true])
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 56)
    }).pipe(Effect.provide(overtaken))
  })

  it.effect("are not sent again where the append of all may have been written", () => {
    const lost = new EventStoreError.OutcomeUnknown({ streamId: "counter-c1", cause: "cut" })
    const losing = appending((append, streamId, events, options) =>
      events.length > 1
        ? Effect.andThen(append(streamId, events, options), Effect.fail(lost))
        : append(streamId, events, options)
    )
    return Effect.gen(function*() {
      const exits = yield* inTime(all([1, 2, 98, 0, 3]))
      const outcomes = exits.map((exit) => Exit.isSuccess(exit) ? exit.value.state : Cause.squash(exit.cause))
      // who had nothing to write goes alone, on what was written after all
      assert.deepStrictEqual(outcomes, [1, lost, new TooMuch({ sum: 6 }), 6, lost])
      assert.strictEqual((yield* stored).length, 3)
    }).pipe(Effect.provide(losing))
  })

  it.effect("stay whole where the one that took them along is interrupted", () =>
    Effect.gen(function*() {
      const isUnderWay = yield* Deferred.make<void>()
      const mayGoOn = yield* Deferred.make<void>()
      const slow = appending((append, streamId, events, options) =>
        events.length === 1
          ? append(streamId, events, options)
          : Deferred.succeed(isUnderWay, undefined).pipe(
            Effect.andThen(Deferred.await(mayGoOn)),
            Effect.andThen(append(streamId, events, options))
          )
      )
      yield* Effect.gen(function*() {
        const fibers = yield* Effect.forEach([1, 2, 3], (by) => Effect.forkChild(handle(by)))
        yield* Deferred.await(isUnderWay)
        yield* Fiber.interrupt(fibers[1]!)
        yield* Deferred.succeed(mayGoOn, undefined)
        assert.strictEqual((yield* Fiber.join(fibers[2]!)).state, 6)
        assert.strictEqual((yield* handle(4)).state, 10)
      }).pipe(Effect.provide(slow))
    }))

  it.effect("leave to its own fate the one whose decision throws", () =>
    Effect.gen(function*() {
      const broken = Aggregate.transact(Counter, "c1", () => {
        throw new Error("a bug")
      })
      const exits = yield* Effect.all(
        [handle(1), Effect.exit(handle(2)), Effect.exit(broken), Effect.exit(handle(3))],
        {
          concurrency: "unbounded"
        }
      )
      assert.strictEqual(exits[0].state, 1)
      assert.deepStrictEqual(exits.slice(1).map((exit) => Exit.isExit(exit) && Exit.isSuccess(exit)), [
        true,
        false,
        true
      ])
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 6)
    }).pipe(Effect.provide(counted([]))))

  it.effect("do not take along one with an id, nor anybody behind it", () => {
    const sizes: Array<number> = []
    return Effect.gen(function*() {
      const withId = Aggregate.handle(Counter, "c1", count(10), { commandId: "command-1" })
      yield* Effect.all([handle(1), handle(2), handle(3), withId, handle(4), handle(5)], { concurrency: "unbounded" })
      assert.deepStrictEqual(sizes, [1, 2, 1, 2])
      const events = yield* stored
      assert.deepStrictEqual(events.map(({ metadata }) => metadata.commandId), [
        undefined,
        undefined,
        undefined,
        "command-1",
        undefined,
        undefined
      ])
    }).pipe(Effect.provide(counted(sizes)))
  })

  it.effect("go alone where the queue is turned off", () => {
    const sizes: Array<number> = []
    return Effect.gen(function*() {
      yield* inTime(all([1, 2, 3]))
      assert.isTrue(sizes.every((size) => size === 1))
    }).pipe(Effect.provide([counted(sizes), CommandQueue.off]))
  })
})
