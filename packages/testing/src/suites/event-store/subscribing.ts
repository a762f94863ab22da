// Rules about those who follow the log: every event once, in the one order, whenever they began.
import { Position, type StoredEvent } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import {
  type Case,
  conflicts,
  event,
  events,
  ids,
  isRefusedFor,
  newStream,
  read,
  readAll,
  rule,
  shown,
  type Store
} from "./Case.ts"
import { follow, sawAll } from "./follower.ts"

export const subscribing: ReadonlyArray<Case> = [
  rule(
    18,
    "whoever follows while 16 append is given every event once, in the order of the log",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      // one at once, one that stops after every event, and one that begins in the middle
      const prompt = yield* follow(store, { after })
      const slow = yield* follow(store, { after }, () => Effect.yieldNow)
      yield* writeFrom16(store)
      const late = yield* follow(store, { after })
      yield* writeFrom16(store)
      const last = yield* marker(store)
      for (const follower of [prompt, slow, late]) {
        yield* follower.sees(last)
        yield* sawAll(store, follower, { after })
      }
    })
  ),

  rule(
    18,
    "what comes after everything was read is given without being asked for again, one by one",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const follower = yield* follow(store, { after })
      for (let i = 0; i < 10; i++) yield* follower.sees(yield* marker(store))
      yield* sawAll(store, follower, { after })
    })
  ),

  rule(
    20,
    "the log read in parts of any size is the same log, and is what followers were given",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const live = yield* follow(store, { after })
      yield* writeFrom16(store)
      yield* live.sees(yield* marker(store))
      const log = yield* readAll(store, { after })
      yield* sawAll(store, live, { after })
      for (const limit of [1, 2, 3, 5, 8, 13, log.length - 1, log.length]) {
        assert.deepStrictEqual(ids(yield* inParts(store, after, limit)), ids(log), `in parts of ${limit}`)
      }
    })
  ),

  rule(
    20,
    "whoever begins after any event is given exactly the events behind it",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      yield* writeFrom16(store)
      const last = yield* marker(store)
      yield* (yield* follow(store, { after })).sees(last)
      const log = yield* readAll(store, { after })
      yield* Effect.forEach(log.slice(0, -1), (one, i) =>
        Effect.map(
          Stream.runCollect(Stream.take(store.subscribe({ after: one.position }), log.length - 1 - i)),
          (seen) => assert.deepStrictEqual(ids(seen), ids(log.slice(i + 1)))
        ), { concurrency: 4 })
    })
  ),

  rule(
    21,
    "a part may end between events that were appended together, in one stream or in several",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      yield* store.append(newStream(), events(7), { expectedVersion: 0 })
      yield* store.appendAll([
        { streamId: newStream(), events: events(3), expectedVersion: 0 },
        { streamId: newStream(), events: events(4), expectedVersion: 0 }
      ])
      yield* (yield* follow(store, { after })).sees(yield* marker(store))
      const log = yield* readAll(store, { after })
      assert.lengthOf(log, 15)
      for (let limit = 1; limit <= 15; limit++) {
        assert.deepStrictEqual(ids(yield* inParts(store, after, limit)), ids(log), `in parts of ${limit}`)
      }
    })
  ),

  rule(
    22,
    "appends that were refused or broken off leave nothing behind that holds readers back",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const follower = yield* follow(store, { after })
      const streamId = newStream()
      for (let i = 0; i < 10; i++) {
        yield* conflicts(store, streamId, 2 * i + 7, 2 * i)
        const attempt = yield* Effect.forkChild(store.append(newStream(), events(2), { expectedVersion: 0 }))
        yield* Fiber.interrupt(attempt)
        yield* store.append(streamId, events(2), { expectedVersion: 2 * i })
      }
      yield* follower.sees(yield* marker(store))
      yield* sawAll(store, follower, { after })
      assert.deepStrictEqual(
        ids(follower.seen.filter((one) => one.streamId === streamId.name)),
        ids(yield* read(store, streamId))
      )
    })
  ),

  rule(
    25,
    "a position beyond the end of the log, or from another store, is refused and not waited on",
    Effect.fnUntraced(function*(store) {
      const position = yield* startOfCase(store)
      const { sequence, transaction } = Position.parts(position)
      const unknown = [
        Position.make(transaction, sequence + 1_000_000n),
        Position.make(transaction + 1_000_000n, sequence + 1n),
        Position.make(transaction + 1_000_000n, 0n),
        Position.make(0n, 1n),
        Position.make(2n ** 62n, 2n ** 62n)
      ]
      for (const after of unknown) {
        yield* isRefusedFor(readAll(store, { after }), "UnknownPosition", new RegExp(after))
        yield* isRefusedFor(readAll(store, { before: after }), "UnknownPosition", new RegExp(after))
        yield* isRefusedFor(Stream.runDrain(store.subscribe({ after })), "UnknownPosition", /is not of this store/)
        yield* isRefusedFor(Stream.runDrain(store.subscribePages({ after })), "UnknownPosition", /from the start/)
      }
    })
  ),

  rule(
    25,
    "where an append ended is a position to go on from, as soon as that is known",
    Effect.fnUntraced(function*(store) {
      const { position } = yield* store.append(newStream(), events(3), { expectedVersion: 0 })
      const follower = yield* follow(store, { after: position })
      const last = yield* marker(store)
      yield* follower.sees(last)
      assert.deepStrictEqual(ids(follower.seen), [last])
    })
  ),

  rule(
    26,
    "from the end only later events are given, all of them",
    Effect.fnUntraced(function*(store) {
      const before = yield* store.append(newStream(), events(20), { expectedVersion: 0 })
      yield* shown(store, before.position)
      const follower = yield* follow(store, { after: "end" })
      // nobody can tell when it began: it did once it was given something
      const appended: Array<string> = []
      yield* Effect.repeat(Effect.map(marker(store), (id) => appended.push(id)), {
        until: () => follower.seen.length > 0,
        schedule: Schedule.spaced("5 millis")
      })
      for (let i = 0; i < 10; i++) appended.push(yield* marker(store))
      yield* follower.sees(appended.at(-1)!)
      assert.deepStrictEqual(ids(follower.seen), appended.slice(-follower.seen.length))
    })
  )
]

/** The log's last event, shown to readers; what the case appends comes after it. */
export const startOfCase = Effect.fnUntraced(function*(store: Store) {
  const { position } = yield* store.append(newStream(), events(1), { expectedVersion: 0 })
  yield* shown(store, position)
  return position
})

/** One more event in a stream of its own; gives its id. */
export const marker = Effect.fnUntraced(function*(store: Store) {
  const last = event()
  yield* store.append(newStream(), [last], { expectedVersion: 0 })
  return last.id
})

/** Writers at the same time, to streams of their own and shared ones, to one and to several. */
const writeFrom16 = (store: Store) => {
  const shared = [newStream(), newStream(), newStream()] as const
  const write = Effect.fnUntraced(function*(writer: number) {
    const own = newStream()
    for (let i = 0; i < 3; i++) {
      yield* store.append(own, events(2), { expectedVersion: 2 * i })
      yield* store.append(shared[writer % 3]!, events(1), { expectedVersion: "any" })
    }
    yield* store.appendAll([
      { streamId: own, events: events(1), expectedVersion: 6 },
      { streamId: shared[(writer + 1) % 3]!, events: events(2), expectedVersion: "any" }
    ])
  })
  return Effect.forEach(Array.from({ length: 16 }, (_, i) => i), write, { concurrency: "unbounded", discard: true })
}

/** The log after a position, read in parts of `limit` events. */
export const inParts = Effect.fnUntraced(function*(store: Store, start: Position.Position, limit: number) {
  const parts: Array<StoredEvent> = []
  for (let after = start;;) {
    const part = yield* readAll(store, { after, limit })
    if (part.length === 0) return parts
    parts.push(...part)
    after = part.at(-1)!.position
  }
})
