import { type EventData, Position, StreamId } from "@deciduous/core"
import {
  Aggregate,
  Causation,
  EventIds,
  EventStore,
  EventStoreError,
  MemoryEventStore,
  Metrics
} from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Array, DateTime, Effect, Fiber, Layer, Metric, Option, Ref, Schedule, Stream, Tracer } from "effect"
import { TestClock } from "effect/testing"
import { count, Counter, TooMuch } from "./support/Counter.ts"

const stream = StreamId.make("counter", "c1")

const stored = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  return yield* Stream.runCollect(store.read(stream))
})

const append = (...events: Array.NonEmptyReadonlyArray<Partial<EventData>>) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const newId = yield* EventIds.EventIds
    return yield* store.append(
      stream,
      Array.map(events, (event) => ({
        id: newId(),
        type: "Counted",
        schemaVersion: 2,
        data: {},
        metadata: {},
        ...event
      })),
      { expectedVersion: "any" }
    )
  })

/** A store in which somebody else appends before each of the first `times` appends. */
const racing = (times: number) =>
  Layer.effect(
    EventStore.EventStore,
    Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const left = yield* Ref.make(times)
      return EventStore.EventStore.of({
        ...store,
        append: Effect.fnUntraced(function*(streamId, events, options) {
          if ((yield* Ref.getAndUpdate(left, (n) => n - 1)) > 0) {
            const rival = { ...events[0], id: (yield* EventIds.EventIds)(), schemaVersion: 2, data: { by: 1 } }
            yield* store.append(streamId, [rival], { expectedVersion: "any" })
          }
          return yield* store.append(streamId, events, options)
        })
      })
    })
  ).pipe(Layer.provide(MemoryEventStore.layer))

describe("Aggregate.handle", () => {
  it.effect("appends what is decided and answers with state, version, position and events", () =>
    Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(40))
      const handled = yield* Aggregate.handle(Counter, "c1", count(2))
      assert.strictEqual(handled.state, 42)
      assert.strictEqual(handled.version, 2)
      assert.deepStrictEqual(handled.events, [{ _tag: "Counted", by: 2 }])
      const events = yield* stored
      assert.deepStrictEqual(events.map(({ data, version }) => [version, data]), [[1, { by: 40 }], [2, { by: 2 }]])
      assert.strictEqual(events[1]!.position, handled.position)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("writes nothing where no event is decided", () =>
    Effect.gen(function*() {
      const handled = yield* Aggregate.handle(Counter, "c1", count(0))
      assert.deepStrictEqual(handled, { state: 0, version: 0, position: Position.start, events: [] })
      assert.deepStrictEqual(yield* stored, [])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("fails with the decider's own rejection and writes nothing", () =>
    Effect.gen(function*() {
      const rejection = yield* Effect.flip(Aggregate.handle(Counter, "c1", count(101)))
      assert.deepStrictEqual(rejection, new TooMuch({ sum: 0 }))
      assert.deepStrictEqual(yield* stored, [])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("decides again, on the new state, where somebody was faster", () =>
    Effect.gen(function*() {
      const handled = yield* Aggregate.handle(Counter, "c1", count(98), { retry: Schedule.recurs(10) })
      assert.strictEqual(handled.state, 100)
      assert.strictEqual(handled.version, 3)
    }).pipe(Effect.provide(racing(2))))

  it.effect("rejects by the state that the winner led to", () =>
    Effect.gen(function*() {
      const rejection = yield* Effect.flip(
        Aggregate.handle(Counter, "c1", count(99), { retry: Schedule.recurs(10) })
      )
      assert.deepStrictEqual(rejection, new TooMuch({ sum: 2 }))
    }).pipe(Effect.provide(racing(2))))

  it.effect("gives up with VersionConflict when its retries are used up", () =>
    Effect.gen(function*() {
      const conflict = yield* Effect.flip(Aggregate.handle(Counter, "c1", count(1), { retry: Schedule.recurs(2) }))
      assert.deepStrictEqual(
        conflict,
        new EventStoreError.VersionConflict({ streamId: "counter-c1", expected: 2, actual: 3 })
      )
    }).pipe(Effect.provide(racing(100))))

  it.effect("retries ten times by default, with growing delays", () =>
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(Effect.flip(Aggregate.handle(Counter, "c1", count(1))))
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "VersionConflict")
      assert.strictEqual((yield* stored).length, 11)
    }).pipe(Effect.provide(racing(100))))

  it.effect("refuses what slipped past the compiler, before anything is written", () =>
    Effect.gen(function*() {
      const problemOf = (event: unknown) =>
        Aggregate.transact(Counter, "c1", () => ({ _tag: "Success", success: [event] }) as never).pipe(
          Effect.flip,
          Effect.map((error) => (error as Error).message)
        )
      const refused = (problem: string) => `Counter stream counter-c1 cannot write ${problem}`
      assert.strictEqual(
        yield* problemOf({ _tag: "Counted", by: 1, bye: 2 }),
        refused(`Counted: /bye is not a field of it. Did you mean "by"?`)
      )
      assert.strictEqual(yield* problemOf({ _tag: "Counted", by: NaN }), refused("Counted: /by: Expected an integer"))
      assert.strictEqual(
        yield* problemOf({ _tag: "Conted", by: 1 }),
        refused(`Conted: there is no such event. Did you mean "Counted"?`)
      )
      assert.deepStrictEqual(yield* stored, [])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("refuses an id that its codec does not take", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Aggregate.handle(Counter, "c", count(1)))
      assert.strictEqual(error._tag === "EventStoreError" && error.reason._tag, "InvalidStreamId")
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})

describe("Aggregate.load", () => {
  it.effect("is at version 0 and in the initial state where nothing has happened", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* Aggregate.load(Counter, "c1"), { state: 0, version: 0, position: Position.start })
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("upcasts what an older release stored", () =>
    Effect.gen(function*() {
      yield* append({ schemaVersion: 1, data: { tens: 4 } }, { data: { by: 2 } })
      assert.strictEqual((yield* Aggregate.load(Counter, "c1")).state, 42)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("names stream, version and position of an event that it cannot read", () =>
    Effect.gen(function*() {
      yield* append({ data: { by: 1 } })
      const { position } = yield* append({ schemaVersion: 3, data: {} })
      const error = yield* Effect.flip(Aggregate.load(Counter, "c1"))
      assert.strictEqual(
        error.message,
        "Counter stream counter-c1, version 2: Counted v3 is not known to this program (it knows v1, v2). "
          + "It was perhaps written by a newer release."
      )
      const { reason } = error
      assert.strictEqual(reason._tag, "UnreadableEvent")
      assert.strictEqual("position" in reason && reason.position, position)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("loads the state as it was at a version", () =>
    Effect.gen(function*() {
      yield* append({ data: { by: 1 } }, { data: { by: 2 } }, { data: { by: 3 } })
      const at = (version: number) =>
        Effect.map(Aggregate.load(Counter, "c1", { asOf: { version } }), ({ state }) => state)
      assert.deepStrictEqual(yield* Effect.forEach([0, 1, 2, 3, 9], at), [0, 1, 3, 6, 6])
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("loads the state as it was at a time, the events of that millisecond included", () =>
    Effect.gen(function*() {
      yield* append({ data: { by: 1 } })
      yield* TestClock.adjust("1 second")
      yield* append({ data: { by: 2 } })
      const at = (milliseconds: number) =>
        Effect.map(
          Aggregate.load(Counter, "c1", { asOf: { time: DateTime.makeUnsafe(milliseconds) } }),
          ({ state }) => state
        )
      assert.deepStrictEqual(yield* Effect.forEach([-1, 0, 999, 1000], at), [0, 1, 1, 3])
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})

describe("causation", () => {
  it.effect("begins a correlation with a command that nothing caused", () =>
    Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(1), { metadata: { actorId: "ada" } })
      const [event] = yield* stored
      assert.deepStrictEqual(event!.metadata, { correlationId: event!.id, actorId: "ada" })
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("travels from an event to what is done because of it", () =>
    Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(1))
      const [first] = yield* stored
      yield* Aggregate.handle(Counter, "c1", count(2)).pipe(Causation.becauseOf(first!))
      const [, second] = yield* stored
      yield* Aggregate.handle(Counter, "c1", count(3)).pipe(Causation.becauseOf(second!))
      const [, , third] = yield* stored
      assert.deepStrictEqual(second!.metadata, { correlationId: first!.id, causationId: first!.id })
      assert.deepStrictEqual(third!.metadata, { correlationId: first!.id, causationId: second!.id })
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})

describe("what can be observed", () => {
  const recording = (spans: Array<Tracer.NativeSpan>): Tracer.Tracer =>
    Tracer.make({
      span(options) {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })

  it.effect("is one span for each command, however often it is decided, with stream, events and conflicts", () =>
    Effect.gen(function*() {
      const spans: Array<Tracer.NativeSpan> = []
      yield* Aggregate.handle(Counter, "c1", count(1), { retry: Schedule.recurs(10) }).pipe(
        Effect.withTracer(recording(spans))
      )
      assert.deepStrictEqual(spans.map(({ attributes, name }) => [name, Object.fromEntries(attributes)]), [
        ["Aggregate.handle", {
          "deciduous.aggregate": "Counter",
          "deciduous.stream": "counter-c1",
          "deciduous.conflicts": 2,
          "deciduous.events": 1,
          "deciduous.version": 3
        }]
      ])
    }).pipe(Effect.provide(racing(2))))

  it.effect("is a trace that goes on from the command through its event to what that causes", () =>
    Effect.gen(function*() {
      const spans: Array<Tracer.NativeSpan> = []
      const traced = Effect.withTracer(recording(spans))
      yield* traced(Aggregate.handle(Counter, "c1", count(1)))
      const [event] = yield* stored
      yield* traced(Aggregate.handle(Counter, "c1", count(2)).pipe(Causation.becauseOf(event!)))

      const [first, second] = spans
      assert.strictEqual(event!.metadata["traceparent"], `00-${first!.traceId}-${first!.spanId}-01`)
      assert.strictEqual(second!.traceId, first!.traceId)
      assert.strictEqual(Option.getOrThrow(second!.parent).spanId, first!.spanId)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("is no span and no trace where no tracer is installed", () =>
    Effect.gen(function*() {
      yield* Aggregate.handle(Counter, "c1", count(1))
      const [event] = yield* stored
      assert.isFalse("traceparent" in event!.metadata)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("is counted: events appended, conflicts, events loaded and those of them that were upcast", () =>
    Effect.gen(function*() {
      yield* append({ schemaVersion: 1, data: { tens: 4 } }, { data: { by: 2 } })
      yield* Aggregate.handle(Counter, "c1", count(1), { retry: Schedule.recurs(10) })
      assert.strictEqual((yield* Metric.value(Metrics.appendedEvents)).count, 1)
      assert.strictEqual((yield* Metric.value(Metrics.versionConflicts)).count, 2)
      // after a conflict only what is new is read: the history and the rivals' events are met once
      assert.strictEqual((yield* Metric.value(Metrics.upcastEvents)).count, 1)
      const { count: loads, max } = yield* Metric.value(Metrics.loadedEvents)
      assert.deepStrictEqual([loads, max], [3, 3])
    }).pipe(
      Effect.provideService(Metric.MetricRegistry, new Map()),
      // the first append of all is the history's own
      Effect.provide(racing(3))
    ))
})
