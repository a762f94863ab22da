// The queue, the cache and the merged reads by which commands are fast, and what they must not change.
import { Decider, StreamId } from "@deciduous/core"
import {
  Aggregate,
  Causation,
  CommandQueue,
  EventStore,
  EventStoreError,
  MemoryEventStore,
  MergedReads,
  Metrics,
  StateCache
} from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Array, Effect, Fiber, Layer, Metric, Stream } from "effect"
import { TestClock } from "effect/testing"
import { count, Counter, type CounterEvent } from "./support/Counter.ts"

const stream = StreamId.make("counter", "c1")
const stored = Effect.gen(function*() {
  return yield* Stream.runCollect((yield* EventStore.EventStore).read(stream))
})

/** What another process does: it appends without this process's cache knowing. */
const elsewhere = Effect.fnUntraced(function*(by: number) {
  const store = yield* EventStore.EventStore
  const event = { id: crypto.randomUUID(), type: "Counted", schemaVersion: 2, data: { by }, metadata: {} }
  yield* store.append(stream, [event], { expectedVersion: "any" })
})

/** A store that counts how many streams each of its reads asks for. */
const counting = (reads: Array<number>) =>
  Layer.effect(
    EventStore.EventStore,
    Effect.map(EventStore.EventStore, (store) =>
      EventStore.EventStore.of({
        ...store,
        readTails: (requests) =>
          Effect.sync(() => reads.push(requests.length)).pipe(
            Effect.andThen(store.readTails(requests)),
            Effect.tap(() => Effect.yieldNow)
          )
      }))
  ).pipe(Layer.provide(MemoryEventStore.layer))

describe("the cache of states", () => {
  it.effect("spares the read of a stream that was used before", () => {
    const reads: Array<number> = []
    return Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(1))
      yield* Aggregate.handle(Counter, "c1", count(2))
      const { state, version } = yield* Aggregate.handle(Counter, "c1", count(3))
      assert.deepStrictEqual([state, version, reads], [6, 3, [1]])
      assert.strictEqual((yield* Metric.value(Metrics.cacheHits)).count, 2)
      assert.strictEqual((yield* Metric.value(Metrics.cacheMisses)).count, 1)
    }).pipe(Effect.provideService(Metric.MetricRegistry, new Map()), Effect.provide(counting(reads)))
  })

  it.effect("does not keep from seeing what another process wrote: by the append where there is one", () =>
    Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(1))
      yield* elsewhere(10)
      const fiber = yield* Effect.forkChild(Aggregate.handle(Counter, "c1", count(2)))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(fiber)).state, 13)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("and by reading on before a rejection or a decision of nothing is given", () =>
    Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(99))
      yield* elsewhere(-50)
      assert.strictEqual((yield* Aggregate.handle(Counter, "c1", count(10))).state, 59)
      yield* elsewhere(1)
      assert.strictEqual((yield* Aggregate.handle(Counter, "c1", count(0))).state, 60)
      yield* elsewhere(40)
      assert.strictEqual((yield* Effect.flip(Aggregate.handle(Counter, "c1", count(41))))._tag, "TooMuch")
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 100)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("gives no aggregate the state of another on the same stream", () =>
    Effect.gen(function*() {
      const Twice = Aggregate.make({
        events: Counter.events,
        decider: {
          ...Counter.decider,
          evolve: (sum: number, event: CounterEvent) => Counter.decider.evolve(sum, event) * 2
        }
      })
      yield* Aggregate.handle(Counter, "c1", count(3))
      assert.strictEqual((yield* Aggregate.handle(Twice, "c1", count(1))).state, 14)
      assert.strictEqual((yield* Aggregate.handle(Counter, "c1", count(1))).state, 5)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("holds as many streams as it was told", () => {
    const reads: Array<number> = []
    return Effect.gen(function*() {
      const handle = (id: string) => Aggregate.handle(Counter, id, count(1))
      yield* Effect.forEach(["c1", "c2", "c3", "c1"], handle)
      assert.strictEqual(reads.length, 3)
      // c1 was written lately, c2 was not
      yield* Effect.forEach(["c4", "c1", "c2"], handle)
      assert.strictEqual(reads.length, 5)
    }).pipe(Effect.provide([counting(reads), StateCache.layer({ entries: 2 })]))
  })

  it.effect("can be turned off", () => {
    const reads: Array<number> = []
    return Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(1))
      yield* Aggregate.handle(Counter, "c1", count(1))
      assert.deepStrictEqual(reads, [1, 1])
    }).pipe(Effect.provide([counting(reads), StateCache.off]))
  })
})

describe("the queue of commands", () => {
  it.effect("keeps commands of one stream from conflicting with each other", () =>
    Effect.gen(function*() {
      yield* Effect.all(Array.makeBy(20, () => Aggregate.handle(Counter, "c1", count(1))), { concurrency: "unbounded" })
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 20)
      assert.strictEqual((yield* Metric.value(Metrics.versionConflicts)).count, 0)
      assert.strictEqual((yield* Metric.value(Metrics.waitingCommands)).value, 0)
    }).pipe(Effect.provideService(Metric.MetricRegistry, new Map()), Effect.provide(counting([]))))

  it.effect("can be turned off: then they race, and those that lose decide again", () =>
    Effect.gen(function*() {
      const all = Effect.all(Array.makeBy(3, () => Aggregate.handle(Counter, "c1", count(1))), {
        concurrency: "unbounded"
      })
      const fiber = yield* Effect.forkChild(all)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 3)
      assert.isAbove((yield* Metric.value(Metrics.versionConflicts)).count, 0)
    }).pipe(
      Effect.provideService(Metric.MetricRegistry, new Map()),
      Effect.provide([counting([]), CommandQueue.off])
    ))
})

describe("the merged reads", () => {
  const four = Effect.forEach(["c1", "c2", "c3", "c4"], (id) => Aggregate.handle(Counter, id, count(1)), {
    concurrency: "unbounded"
  })

  it.effect("read the streams of commands that come together in one round trip", () => {
    const reads: Array<number> = []
    return Effect.gen(function*() {
      yield* four
      assert.deepStrictEqual(reads, [1, 1, 2])
    }).pipe(Effect.provide(counting(reads)))
  })

  it.effect("can be turned off", () => {
    const reads: Array<number> = []
    return Effect.gen(function*() {
      yield* four
      assert.deepStrictEqual(reads, [1, 1, 1, 1])
    }).pipe(Effect.provide([counting(reads), MergedReads.off]))
  })
})

describe("a stream of several pages", () => {
  /** A store that gives two events of a tail at a time, and what it was asked for. */
  const paging = (asked: Array<EventStore.TailRequest>) =>
    Layer.effect(
      EventStore.EventStore,
      Effect.map(EventStore.EventStore, (store) =>
        EventStore.EventStore.of({
          ...store,
          readTails: (requests) =>
            Effect.map(store.readTails(requests), (tails) => {
              asked.push(...requests)
              return tails.map((tail) => ({
                ...tail,
                events: tail.events.slice(0, 2),
                isWhole: tail.events.length <= 2
              }))
            })
        }))
    ).pipe(Layer.provide(MemoryEventStore.layer))

  it.effect("is folded whole and in order, and asked once whether the command was handled", () => {
    const asked: Array<EventStore.TailRequest> = []
    return Effect.gen(function*() {
      yield* Effect.forEach([1, 2, 3, 4, 5], elsewhere)
      const { state, version } = yield* Aggregate.handle(Counter, "c1", count(6), { commandId: "command-1" })
      assert.deepStrictEqual([state, version], [21, 6])
      assert.deepStrictEqual(asked.map(({ after, commandId }) => [after, commandId]), [
        [0, "command-1"],
        [2, undefined],
        [4, undefined]
      ])
    }).pipe(Effect.provide(paging(asked)))
  })

  it.effect("ends with the first event that cannot be read", () =>
    Effect.gen(function*() {
      yield* elsewhere(1)
      const store = yield* EventStore.EventStore
      const unknown = { id: crypto.randomUUID(), type: "Unknown", schemaVersion: 1, data: {}, metadata: {} }
      yield* store.append(stream, [unknown], { expectedVersion: 1 })
      yield* Effect.forEach([3, 4, 5], elsewhere)
      const error = yield* Effect.flip(Aggregate.load(Counter, "c1"))
      assert.strictEqual(error.reason._tag === "UnreadableEvent" && error.reason.version, 2)
    }).pipe(Effect.provide(paging([]))))
})

describe("a command with an id", () => {
  const twice = (by: number) =>
    Aggregate.transact(
      Counter,
      "c1",
      () => Decider.accept<CounterEvent>({ _tag: "Counted", by }, { _tag: "Counted", by }),
      {
        commandId: "command-1"
      }
    )

  it.effect("is handled once, and answered the same way again, though more has happened since", () =>
    Effect.gen(function*() {
      const first = yield* twice(2)
      yield* Aggregate.handle(Counter, "c1", count(5))
      assert.deepStrictEqual(yield* twice(2), first)
      assert.deepStrictEqual(first.events, [{ _tag: "Counted", by: 2 }, { _tag: "Counted", by: 2 }])
      assert.strictEqual((yield* stored).length, 3)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("is not decided again, also where nothing is cached", () => {
    let decisions = 0
    const once = Aggregate.transact(Counter, "c1", () => {
      decisions++
      return Decider.accept<CounterEvent>({ _tag: "Counted", by: 1 })
    }, { commandId: "command-1" })
    return Effect.gen(function*() {
      yield* once
      yield* Effect.provide(once, StateCache.off)
      yield* once
      assert.strictEqual(decisions, 1)
    }).pipe(Effect.provide(MemoryEventStore.layer))
  })

  it.effect("takes effect once where two processes handle it at the same time", () =>
    Effect.gen(function*() {
      const both = Effect.all([twice(1), twice(1)], { concurrency: 2 }).pipe(
        Effect.provide([CommandQueue.off, StateCache.off])
      )
      const fiber = yield* Effect.forkChild(both)
      yield* TestClock.adjust("1 second")
      const [first, second] = yield* Fiber.join(fiber)
      assert.deepStrictEqual(first, second)
      assert.strictEqual((yield* stored).length, 2)
    }).pipe(Effect.provide(counting([]))))

  it.effect("stands in the metadata of all of its events, and is another command's in another stream", () =>
    Effect.gen(function*() {
      yield* twice(1)
      yield* Aggregate.handle(Counter, "c2", count(7), { commandId: "command-1" })
      assert.deepStrictEqual((yield* stored).map(({ metadata }) => metadata.commandId), ["command-1", "command-1"])
      assert.strictEqual((yield* Aggregate.load(Counter, "c2")).state, 7)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("is not taken for those that are handled because of it", () =>
    Effect.gen(function*() {
      yield* Effect.all([Aggregate.handle(Counter, "c1", count(1)), Aggregate.handle(Counter, "c1", count(2))]).pipe(
        Causation.withMetadata({ commandId: "request-1" })
      )
      const events = yield* stored
      assert.deepStrictEqual(events.map(({ metadata }) => metadata.causationId), ["request-1", "request-1"])
      assert.isUndefined(events[0]!.metadata.commandId)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("that was rejected may be tried again", () =>
    Effect.gen(function*() {
      yield* Effect.flip(Aggregate.handle(Counter, "c1", count(101), { commandId: "command-1" }))
      assert.strictEqual((yield* Aggregate.handle(Counter, "c1", count(1), { commandId: "command-1" })).state, 1)
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})

describe("a connection lost during an append", () => {
  /** A store whose first `times` appends are answered with OutcomeUnknown, after or without being written. */
  const losing = (times: number, isWritten: boolean) =>
    Layer.effect(
      EventStore.EventStore,
      Effect.map(EventStore.EventStore, (store) => {
        let left = times
        return EventStore.EventStore.of({
          ...store,
          append: (streamId, events, options) =>
            Effect.suspend(() => {
              const append = store.append(streamId, events, options)
              if (left-- <= 0) return append
              const lost = Effect.fail(new EventStoreError.OutcomeUnknown({ streamId: streamId.name, cause: "cut" }))
              return isWritten ? Effect.andThen(append, lost) : lost
            })
        })
      })
    ).pipe(Layer.provide(MemoryEventStore.layer))

  const handled = Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(Aggregate.handle(Counter, "c1", count(1)))
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  })

  it.effect("is settled by sending the same events again: written before, they are not written twice", () =>
    Effect.gen(function*() {
      const { state, version } = yield* handled
      assert.deepStrictEqual([state, version, (yield* stored).length], [1, 1, 1])
    }).pipe(Effect.provide(losing(2, true))))

  it.effect("and not written before, they are written now", () =>
    Effect.gen(function*() {
      const { state, version } = yield* handled
      assert.deepStrictEqual([state, version, (yield* stored).length], [1, 1, 1])
    }).pipe(Effect.provide(losing(2, false))))

  it.effect("is OutcomeUnknown where the store stays away", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(handled))._tag, "OutcomeUnknown")
    }).pipe(Effect.provide(losing(100, false))))
})
