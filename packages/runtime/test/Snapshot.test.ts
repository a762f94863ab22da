import { Decider, type EventSet as CompleteEventSet, Position, StreamId } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import {
  Aggregate,
  EventStore,
  EventStoreError,
  MemoryEventStore,
  MemorySnapshotStore,
  Snapshot,
  SnapshotStore,
  StateCache
} from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Logger, Schema } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"

interface Counted {
  readonly _tag: "Counted"
  readonly by: number
}

const Counted: Schema.Codec<Counted, { readonly by: number }> = S.Struct({
  _tag: S.tagDefaultOmit("Counted"),
  by: S.Int
})
const rules = { "Counted@1": R.current("Counted", () => Counted) }
const eventsOf = (
  events: Readonly<Record<string, ReturnType<typeof R.renamed>>>
): CompleteEventSet.EventSet<Counted, Counted> => {
  const set: EventSet<Counted, Counted> = R.eventSet({
    aggregate: "Counter",
    category: "counter",
    id: () => R.Text,
    events
  })
  return set
}

interface Sum {
  readonly sum: number
}

const State = Schema.Struct({ sum: Schema.Int })

const decider = Decider.make({
  initialState: { sum: 0 },
  evolve: ({ sum }: Sum, { by }: Counted): Sum => ({ sum: sum + by }),
  decide: (by: number) => Decider.accept<Counted>({ _tag: "Counted", by })
})

const counter = (snapshots: Snapshot.Policy) =>
  Aggregate.make({ decider, events: eventsOf(rules), state: State, snapshots })

const stream = StreamId.make("counter", "c1")

/** What is written in the background has been. */
const written = Effect.repeat(Effect.yieldNow, { times: 20 })

const snapshotOf = (aggregate: { readonly snapshots: Snapshot.Snapshots<Sum, SnapshotStore.SnapshotStore> }) =>
  Effect.gen(function*() {
    yield* written
    const store = yield* SnapshotStore.SnapshotStore
    return yield* store.load(stream.name, aggregate.snapshots.fingerprint())
  })

/** The versions after which events were read. */
const watched = () => {
  const reads: Array<number> = []
  const watching = Layer.effect(
    EventStore.EventStore,
    Effect.map(EventStore.EventStore, (store) =>
      EventStore.EventStore.of({
        ...store,
        readTails: (requests) => {
          reads.push(...requests.map(({ after }) => after))
          return store.readTails(requests)
        }
      }))
  ).pipe(Layer.provideMerge(MemoryEventStore.layer))
  return { reads, layer: Layer.merge(watching, StateCache.off) }
}

const warnings = () => {
  const said: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    if (logLevel === "Warn") said.push(String(message))
  })
  return { said, layer: Logger.layer([logger]) }
}

const handleMany = (aggregate: ReturnType<typeof counter>, times: number) =>
  Effect.repeat(Effect.andThen(Aggregate.handle(aggregate, "c1", 1), written), { times: times - 1 })

describe("Snapshot.every", () => {
  it.effect("takes one whenever the stream passes a multiple, and loads go on from there", () => {
    const { layer, reads } = watched()
    const Counter = counter(Snapshot.every(3))
    return Effect.gen(function*() {
      yield* handleMany(Counter, 2)
      assert.isUndefined(yield* snapshotOf(Counter))
      yield* handleMany(Counter, 3)
      const snapshot = yield* snapshotOf(Counter)
      assert.deepInclude(snapshot, { version: 3, state: { sum: 3 }, streamId: "counter-c1" })
      reads.length = 0
      const { state, version } = yield* Aggregate.load(Counter, "c1")
      assert.deepStrictEqual([state, version, reads], [{ sum: 5 }, 5, [2]])
    }).pipe(Effect.provide(layer))
  })

  it.effect("takes one after a load of as many events, where there was none", () =>
    Effect.gen(function*() {
      yield* handleMany(counter(Snapshot.manual()), 7)
      const Counter = counter(Snapshot.every(5))
      yield* Aggregate.load(Counter, "c1")
      assert.strictEqual((yield* snapshotOf(Counter))?.version, 7)
    }).pipe(Effect.provide(Layer.merge(MemoryEventStore.layer, StateCache.off))))

  it("refuses numbers that are no counts", () => {
    assert.throws(() => Snapshot.every(0), /"every" is 0; give a whole number from 1/)
    assert.throws(() => Snapshot.every(1.5), /whole number/)
    assert.throws(() => Snapshot.every(5, { keep: 0 }), /"keep" is 0/)
  })
})

describe("Snapshot.olderThan", () => {
  it.effect("takes one when the last is old and something has happened since", () =>
    Effect.gen(function*() {
      const Counter = counter(Snapshot.olderThan("1 hour"))
      yield* handleMany(Counter, 1)
      assert.isUndefined(yield* snapshotOf(Counter))
      yield* TestClock.adjust("59 minutes")
      yield* handleMany(Counter, 1)
      assert.isUndefined(yield* snapshotOf(Counter))
      yield* TestClock.adjust("1 minute")
      yield* handleMany(Counter, 2)
      assert.strictEqual((yield* snapshotOf(Counter))?.version, 3)
      yield* TestClock.adjust("1 hour")
      yield* handleMany(Counter, 1)
      assert.strictEqual((yield* snapshotOf(Counter))?.version, 5)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("takes one at a load, where the last was taken by another process long ago", () =>
    Effect.gen(function*() {
      yield* handleMany(counter(Snapshot.manual()), 2)
      const Counter = counter(Snapshot.olderThan("1 hour"))
      yield* Snapshot.take(Counter, "c1")
      yield* handleMany(counter(Snapshot.manual()), 1)
      yield* TestClock.adjust(Duration.hours(2))
      yield* Aggregate.load(Counter, "c1")
      assert.strictEqual((yield* snapshotOf(Counter))?.version, 3)
    }).pipe(Effect.provide(Layer.merge(MemoryEventStore.layer, StateCache.off))))
})

describe("Snapshot.whenLoadTakes", () => {
  it.effect("takes one after a slow load", () => {
    const slow = Layer.effect(
      EventStore.EventStore,
      Effect.map(EventStore.EventStore, (store) =>
        EventStore.EventStore.of({
          ...store,
          readTails: (requests) => Effect.delay(store.readTails(requests), "50 millis")
        }))
    ).pipe(Layer.provideMerge(MemoryEventStore.layer), Layer.merge(StateCache.off))
    return Effect.gen(function*() {
      const [patient, impatient] = [
        counter(Snapshot.whenLoadTakes("51 millis")),
        counter(Snapshot.whenLoadTakes("50 millis"))
      ]
      for (const aggregate of [patient, impatient]) {
        const handled = yield* Effect.forkChild(Aggregate.handle(aggregate, "c1", 1))
        yield* TestClock.adjust("50 millis")
        yield* Fiber.join(handled)
        assert.isUndefined(aggregate === patient ? yield* snapshotOf(aggregate) : undefined)
      }
      assert.strictEqual((yield* snapshotOf(impatient))?.version, 1)
    }).pipe(Effect.provide(slow))
  })
})

describe("Snapshot.take", () => {
  it.effect("says at which version, and takes none of a stream without events", () =>
    Effect.gen(function*() {
      const Counter = counter(Snapshot.manual())
      assert.strictEqual(yield* Snapshot.take(Counter, "c1"), 0)
      yield* handleMany(Counter, 4)
      assert.isUndefined(yield* snapshotOf(Counter))
      assert.strictEqual(yield* Snapshot.take(Counter, "c1"), 4)
      assert.deepInclude(yield* snapshotOf(Counter), { version: 4, state: { sum: 4 } })
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("fails where the state does not fit its schema, without the state's values", () =>
    Effect.gen(function*() {
      const Counter = counter(Snapshot.manual())
      yield* Aggregate.handle(Counter, "c1", 1)
      const Wrong = Aggregate.make({
        decider: { ...decider, evolve: () => ({ sum: 4711.5 }) },
        events: eventsOf(rules),
        state: State,
        snapshots: Snapshot.manual()
      })
      const error = yield* Effect.flip(Snapshot.take(Wrong, "c1"))
      assert.match(
        error.message,
        /counter-c1 cannot write a snapshot: the state at version 1 does not fit its own schema/
      )
      assert.notInclude(error.message, "4711")
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})

describe("a fingerprint", () => {
  const of = (aggregate: { readonly snapshots: { readonly fingerprint: () => string } }) =>
    aggregate.snapshots.fingerprint()
  const original = of(counter(Snapshot.every(1)))

  it("is the same for the same code, whatever the policy", () => {
    assert.strictEqual(of(counter(Snapshot.olderThan("1 day", { keep: 3 }))), original)
    assert.match(original, /^[0-9a-f]{16}$/)
  })

  const policy = Snapshot.every(1)
  const upcast = (by: (data: { readonly tens: number }) => unknown) =>
    eventsOf({ "Counted@1": R.upcast("Counted@2", by), "Counted@2": R.current("Counted", () => Counted) })
  it.each([
    ["version", () => counter(Snapshot.every(1, { version: 2 }))],
    ["state's schema", () => {
      const state = Schema.Struct({ sum: Schema.Finite })
      return Aggregate.make({ decider, events: eventsOf(rules), state, snapshots: policy })
    }],
    ["initial state", () => {
      const changed = { ...decider, initialState: { sum: 1 } }
      return Aggregate.make({ decider: changed, events: eventsOf(rules), state: State, snapshots: policy })
    }],
    ["evolve", () => {
      const changed = { ...decider, evolve: ({ sum }: Sum, { by }: Counted): Sum => ({ sum: sum - by }) }
      return Aggregate.make({ decider: changed, events: eventsOf(rules), state: State, snapshots: policy })
    }],
    ["events' schema", () => {
      const stricter: typeof Counted = S.Struct({
        _tag: S.tagDefaultOmit("Counted"),
        by: S.Int.check(S.isGreaterThanOrEqualTo(0))
      })
      const events = eventsOf({ "Counted@1": R.current("Counted", () => stricter) })
      return Aggregate.make({ decider, events, state: State, snapshots: policy })
    }],
    ["events' versions", () => {
      const events = upcast(({ tens }) => ({ by: tens * 10 }))
      return Aggregate.make({ decider, events, state: State, snapshots: policy })
    }]
  ])("changes with the %s", (_, changed) => {
    assert.notStrictEqual(of(changed()), original)
  })

  it("changes with the code of an upcaster", () => {
    const [tens, twelves] = [10, 12].map((_, i) =>
      of(Aggregate.make({
        decider,
        events: upcast(i === 0 ? ({ tens }) => ({ by: tens * 10 }) : ({ tens }) => ({ by: tens * 12 })),
        state: State,
        snapshots: policy
      }))
    )
    assert.notStrictEqual(tens, twelves)
  })
})

describe("what is wrong with snapshots", () => {
  const unavailable = new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreUnavailable({ problem: "it sleeps", cause: "test" })
  })
  const failing = (broken: Partial<SnapshotStore.Source>) =>
    Layer.effect(
      SnapshotStore.SnapshotStore,
      Effect.flatMap(SnapshotStore.SnapshotStore, ({ load, remove, save }) =>
        SnapshotStore.make({ load, remove, save, ...broken }))
    ).pipe(Layer.provide(Layer.fresh(MemorySnapshotStore.layer)), (layer) =>
      Layer.merge(MemoryEventStore.layer, layer))

  it.effect("[63] fails no command where they cannot be written, and is said", () => {
    const { layer, said } = warnings()
    return Effect.gen(function*() {
      const handled = yield* Aggregate.handle(counter(Snapshot.every(1)), "c1", 1)
      yield* written
      assert.strictEqual(handled.version, 1)
      assert.match(said.join(), /^The snapshot of stream counter-c1 at version 1 was not written/)
    }).pipe(
      Effect.provide(failing({ save: () => Effect.fail(unavailable) }).pipe(Layer.provideMerge(layer)))
    )
  })

  it.effect("[63] nor where they cannot be read", () => {
    const { layer, said } = warnings()
    return Effect.gen(function*() {
      const store = yield* SnapshotStore.SnapshotStore
      const cannotLoad = SnapshotStore.SnapshotStore.of({ ...store, load: () => Effect.fail(unavailable) })
      const Counter = counter(Snapshot.every(1))
      yield* handleMany(Counter, 2)
      const { state } = yield* Effect.provideService(
        Aggregate.handle(Counter, "c1", 1),
        SnapshotStore.SnapshotStore,
        cannotLoad
      )
      assert.deepStrictEqual(state, { sum: 3 })
      assert.match(said.join(), /^The snapshot of stream counter-c1 is ignored: it could not be read/)
    }).pipe(Effect.provide(Layer.mergeAll(MemoryEventStore.layer, StateCache.off, layer)))
  })

  it.effect("does not keep commands waiting: they end before a slow write does", () =>
    Effect.gen(function*() {
      const handled = yield* Aggregate.handle(counter(Snapshot.every(1)), "c1", 1)
      assert.strictEqual(handled.version, 1)
    }).pipe(
      Effect.provide(failing({ save: () => Effect.sleep("1 hour") })),
      Effect.forkChild,
      // the scope gives up on it after its own patience
      Effect.tap(() => TestClock.adjust("10 seconds")),
      Effect.flatMap(Fiber.join)
    ))

  it.effect("is written when the scope closes, and only the last of a stream", () =>
    Effect.gen(function*() {
      const saved: Array<number> = []
      const save: SnapshotStore.Source["save"] = ({ version }) => Effect.sync(() => void saved.push(version))
      const aggregate = counter(Snapshot.every(1))
      yield* Effect.forEach([1, 2, 3], () => Aggregate.handle(aggregate, "c1", 1)).pipe(
        Effect.provide(failing({ save }))
      )
      assert.deepStrictEqual(saved, [3])
    }))
})

describe("Aggregate.load as of a position", () => {
  it.effect("folds what stands there or before, in whichever stream the position is", () =>
    Effect.gen(function*() {
      const Counter = counter(Snapshot.every(2))
      const first = yield* Aggregate.handle(Counter, "c1", 1)
      const other = yield* Aggregate.handle(Counter, "c2", 10)
      const last = yield* Aggregate.handle(Counter, "c1", 2)
      const at = (position: Position.Position) =>
        Effect.map(Aggregate.load(Counter, "c1", { asOf: { position } }), ({ state, version }) => [version, state.sum])
      assert.deepStrictEqual(yield* at(Position.start), [0, 0])
      assert.deepStrictEqual(yield* at(first.position), [1, 1])
      assert.deepStrictEqual(yield* at(other.position), [1, 1])
      assert.deepStrictEqual(yield* at(last.position), [2, 3])
      const error = yield* Effect.flip(at(Position.make(99n, 99n)))
      assert.strictEqual(error.reason._tag, "UnknownPosition")
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("fails, typed, where what stands before it stays unsettled", () => {
    const unsettled = Layer.effect(
      EventStore.EventStore,
      Effect.map(EventStore.EventStore, (store) =>
        EventStore.EventStore.of({
          ...store,
          readAll: (range) => store.readAll(range?.direction === "backward" ? { ...range, limit: 0 } : range)
        }))
    ).pipe(Layer.provideMerge(MemoryEventStore.layer))
    return Effect.gen(function*() {
      const Counter = counter(Snapshot.manual())
      const { position } = yield* Aggregate.handle(Counter, "c1", 1)
      const loading = yield* Effect.forkChild(Effect.flip(Aggregate.load(Counter, "c1", { asOf: { position } })))
      yield* TestClock.adjust("6 seconds")
      const error = yield* Fiber.join(loading)
      assert.strictEqual(error.reason._tag, "UnsettledPosition")
      assert.include(error.message, position)
    }).pipe(Effect.provide(unsettled))
  })
})

describe("snapshot and tail", () => {
  /** By which events, after each of which a snapshot may be taken; and how many are kept. */
  const histories = fc.record({
    events: fc.array(fc.record({ by: fc.integer({ min: -9, max: 9 }), isTaken: fc.boolean() }), {
      minLength: 1,
      maxLength: 12
    }),
    keep: fc.integer({ min: 1, max: 4 })
  })

  /** Its state tells every order of its events from every other. */
  const ordered = {
    ...decider,
    evolve: ({ sum }: Sum, { by }: Counted): Sum => ({ sum: (sum * 31 + by) % 100_003 })
  }

  it("[59] are the full fold, now and at every version, whatever the events and wherever snapshots are taken", async () => {
    await fc.assert(fc.asyncProperty(histories, async ({ events, keep }) => {
      const options = { decider: ordered, events: eventsOf(rules) }
      const kept = Aggregate.make({ ...options, state: State, snapshots: Snapshot.manual({ keep }) })
      const whole = Aggregate.make(options)
      const check = Effect.gen(function*() {
        for (const { by, isTaken } of events) {
          yield* Aggregate.handle(whole, "c1", by)
          if (isTaken) yield* Snapshot.take(kept, "c1")
          assert.deepStrictEqual(yield* Aggregate.load(kept, "c1"), yield* Aggregate.load(whole, "c1"))
        }
        for (const version of [...events.keys(), events.length]) {
          const asOf = { asOf: { version } }
          assert.deepStrictEqual(yield* Aggregate.load(kept, "c1", asOf), yield* Aggregate.load(whole, "c1", asOf))
        }
      })
      await Effect.runPromise(Effect.provide(check, Layer.merge(MemoryEventStore.layer, StateCache.off)))
    }))
  })
})

describe("snapshots in memory", () => {
  it.effect("of another release stay for a week beside new ones, and go then", () =>
    Effect.gen(function*() {
      const { load, save } = yield* SnapshotStore.SnapshotStore
      const one = { streamId: "counter-c1", version: 1, position: Position.start, state: null }
      yield* save({ ...one, fingerprint: "old" }, { keep: 1 })
      yield* TestClock.adjust("6 days")
      yield* save({ ...one, fingerprint: "new" }, { keep: 1 })
      assert.isDefined(yield* load("counter-c1", "old"))
      yield* TestClock.adjust("1 day")
      yield* save({ ...one, fingerprint: "new" }, { keep: 1 })
      assert.isUndefined(yield* load("counter-c1", "old"))
    }).pipe(Effect.provide(MemorySnapshotStore.layer)))
})
