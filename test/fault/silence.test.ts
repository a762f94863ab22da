// A host that is gone without a word: connections stay open, and nothing comes through them any more.
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore, type EventStoreError } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { eventsOf, streamOf } from "./support/Notebook.ts"
import { newLog, relayTo, Server } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a server that falls silent", (it) => {
  it.effect(
    "[109] leaves nobody waiting for ever: an append's outcome is unknown, a read fails, and a subscription asks again",
    () =>
      // at the same time, as the driver takes its own time for each connection
      Effect.all([append, subscription, reading, loading], { concurrency: "unbounded" }),
    60_000
  )
})

/** Sent again it is there once. */
const append = Effect.gen(function*() {
  const relay = yield* relayTo(yield* newLog)
  yield* Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const append = store.append(streamOf("red"), eventsOf("silent", "red", 2), { expectedVersion: "any" })
    const held = relay.holdNext("towards the client", "Noted")
    const error = yield* hurried(Effect.flip(append), held)
    assert.strictEqual(error._tag, "OutcomeUnknown")
    assert.strictEqual((yield* append).version, 2)
  }).pipe(Effect.provide(PostgresEventStore.layer({ url: relay.url })))
})

const subscription = Effect.gen(function*() {
  const relay = yield* relayTo(yield* newLog)
  yield* Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const [event] = eventsOf("silent", "red", 1)
    yield* store.append(streamOf("red"), [event], { expectedVersion: 0 })
    // the first page is the first to be asked for so
    const held = relay.holdNext("towards the client", "horizon()")
    const first = yield* hurried(Stream.runHead(store.subscribe()), held)
    assert.strictEqual(Option.getOrThrow(first).id, event.id)
  }).pipe(Effect.provide(PostgresEventStore.layer({ url: relay.url })))
})

const reading = Effect.gen(function*() {
  const relay = yield* relayTo(yield* newLog)
  yield* Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const held = relay.holdNext("towards the client", "horizon()")
    assertUnavailable(yield* hurried(Effect.flip(Stream.runDrain(store.readAll())), held))
  }).pipe(Effect.provide(PostgresEventStore.layer({ url: relay.url })))
})

const loading = Effect.gen(function*() {
  const relay = yield* relayTo(yield* newLog)
  yield* Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const held = relay.holdNext("towards the client", "notebook-red")
    assertUnavailable(yield* hurried(Effect.flip(store.readTails([{ streamId: streamOf("red"), after: 0 }])), held))
  }).pipe(Effect.provide(PostgresEventStore.layer({ url: relay.url })))
})

const assertUnavailable = ({ reason }: EventStoreError.EventStoreError) => {
  assert.strictEqual(reason._tag, "StoreUnavailable")
  assert.include(reason.message, "the server has not answered for 1 minute")
}

/** Lets time fly for an effect, and for it alone, once something is held. */
const hurried = <A, E, R>(effect: Effect.Effect<A, E, R>, held: Promise<unknown>) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(effect)
    yield* Effect.promise(() => held)
    yield* TestClock.adjust("1 minute")
    // what is asked after that has time enough
    const flies = Effect.forever(Effect.andThen(TestClock.adjust("10 millis"), Effect.promise(nextTurn)))
    return yield* Effect.raceFirst(Fiber.join(fiber), flies)
  }).pipe(Effect.provide(TestClock.layer()))

/** So that what is not of this clock goes on too. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
