// Rules about appends that come again: each is written once, and answered as it was the first time.
import type { EventData } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import {
  type Case,
  conflicts,
  event,
  type Events,
  events,
  ids,
  isRefused,
  isRefusedFor,
  newStream,
  racers,
  read,
  rule,
  type Store
} from "./Case.ts"

const expectations = [0, "any"] as const

export const repeating: ReadonlyArray<Case> = [
  rule(
    9,
    "an append that comes again is answered as before, and nothing is written, also after others",
    Effect.fnUntraced(function*(store) {
      for (const expectedVersion of expectations) {
        const streamId = newStream()
        const written = events(3)
        const first = yield* store.append(streamId, written, { expectedVersion })
        assert.deepStrictEqual(yield* store.append(streamId, written, { expectedVersion }), first)
        const others = events(2)
        yield* store.append(streamId, others, { expectedVersion: 3 })
        assert.deepStrictEqual(yield* store.append(streamId, written, { expectedVersion }), first)
        assert.deepStrictEqual(ids(yield* read(store, streamId)), [...ids(written), ...ids(others)])
      }
    })
  ),

  rule(
    10,
    "a command whose id is that of an event of the same stream is no repeat of that event",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const cause = event()
      yield* store.append(streamId, [cause], { expectedVersion: "any" })
      const [tail] = yield* store.readTails([{ streamId, after: 0, commandId: cause.id }])
      assert.isUndefined(tail!.handledAt)
      const effect = event({}, { metadata: { commandId: cause.id } })
      const first = yield* store.append(streamId, [effect], { expectedVersion: 1 })
      assert.strictEqual(first.version, 2)
      assert.deepStrictEqual(yield* store.append(streamId, [effect], { expectedVersion: "any" }), first)
      const other = event({}, { id: crypto.randomUUID() })
      const named = event({}, { metadata: { commandId: other.id } })
      yield* store.append(streamId, [named], { expectedVersion: 2 })
      assert.strictEqual((yield* store.append(streamId, [other], { expectedVersion: "any" })).version, 4)
    })
  ),

  rule(
    9,
    "contents are compared as values: the order of keys and the metadata make no other event",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const written = event({ a: 1, b: [{ c: "\0", d: 1.0 }] })
      const first = yield* store.append(streamId, [written], { expectedVersion: 0 })
      const again = { ...written, data: { b: [{ d: 1, c: "\0" }], a: 1 }, metadata: { traceparent: "another" } }
      assert.deepStrictEqual(yield* store.append(streamId, [again], { expectedVersion: 0 }), first)
      assert.deepStrictEqual((yield* read(store, streamId)).map(({ metadata }) => metadata), [{}])
    })
  ),

  rule(
    9,
    "an id that comes again with other content is refused, with the version where it stands",
    Effect.fnUntraced(function*(store) {
      for (const expectedVersion of expectations) {
        const streamId = newStream()
        const [one, two] = [event({ n: 1 }), event({ n: 2 })]
        yield* store.append(streamId, [one, two], { expectedVersion })
        const others: ReadonlyArray<readonly [version: number, Events]> = [
          [1, [{ ...one, data: { n: 9 } }, two]],
          [2, [one, { ...two, data: { n: 9 } }]],
          [2, [one, { ...two, type: "Renamed" }]],
          [1, [{ ...one, schemaVersion: 2 }, two]],
          [1, [one, event({ n: 2 })]],
          [1, [one, two, event({ n: 3 })]]
        ]
        for (const [version, again] of others) {
          const reused = yield* isRefusedFor(store.append(streamId, again, { expectedVersion }), "IdReused")
          assert.deepInclude({ ...reused }, { streamId: streamId.name, version, id: [one, two][version - 1]!.id })
        }
        assert.deepStrictEqual((yield* read(store, streamId)).map(({ data }) => data), [{ n: 1 }, { n: 2 }])
      }
    })
  ),

  rule(
    9,
    `of one append that comes ${racers} times at the same time, all are answered the same`,
    Effect.fnUntraced(function*(store) {
      for (const expectedVersion of expectations) {
        const streamId = newStream()
        const written = events(3)
        yield* sameForAll(Array.from({ length: racers }, () => store.append(streamId, written, { expectedVersion })))
        assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(written))
      }
    })
  ),

  rule(
    10,
    "a command that comes again, decided to other events, is answered as it was the first time",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* store.append(streamId, events(1), { expectedVersion: 0 })
      const commandId = crypto.randomUUID()
      const first = yield* store.append(streamId, ofCommand(commandId, 2), { expectedVersion: 1 })
      yield* store.append(streamId, events(2), { expectedVersion: 3 })
      const stored = yield* read(store, streamId)
      for (const expectedVersion of [5, "any", "exists"] as const) {
        const again = store.append(streamId, ofCommand(commandId, 3), { expectedVersion })
        assert.deepStrictEqual(yield* again, first)
      }
      // the version is judged first
      yield* conflicts(store, streamId, 1, 5, ofCommand(commandId, 3))
      assert.deepStrictEqual(yield* read(store, streamId), stored)
    })
  ),

  rule(
    10,
    `of one command that comes ${racers} times at the same time, all are answered the same`,
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const commandId = crypto.randomUUID()
      yield* sameForAll(Array.from(
        { length: racers },
        () => store.append(streamId, ofCommand(commandId, 2), { expectedVersion: "any" })
      ))
      assert.lengthOf(yield* read(store, streamId), 2)
    })
  ),

  rule(
    10,
    "each stream takes a command for itself",
    Effect.fnUntraced(function*(store) {
      const commandId = crypto.randomUUID()
      for (const streamId of [newStream(), newStream()]) {
        const { version } = yield* store.append(streamId, ofCommand(commandId, 1), { expectedVersion: "any" })
        assert.strictEqual(version, 1)
      }
    })
  ),

  rule(
    10,
    "the tail of a stream says at which version a command was handled",
    Effect.fnUntraced(function*(store) {
      const [streamId, empty] = [newStream(), newStream()]
      const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
      yield* store.append(streamId, ofCommand(first, 2), { expectedVersion: 0 })
      yield* store.append(streamId, ofCommand(second, 1), { expectedVersion: "any" })
      const asked = [
        { streamId, after: 0, commandId: first },
        { streamId, after: 3, commandId: second },
        { streamId, after: 1, commandId: crypto.randomUUID() },
        { streamId, after: 2 },
        { streamId: empty, after: 0, commandId: first }
      ] as const
      const tails = yield* store.readTails(asked)
      assert.deepStrictEqual(tails.map(({ handledAt }) => handledAt), [1, 3, undefined, undefined, undefined])
      assert.deepStrictEqual(
        tails.map(({ events }) => events.map(({ version }) => version)),
        [[1, 2, 3], [], [2, 3], [3], []]
      )
    })
  ),

  rule(
    10,
    "command ids that are empty, too long, no text or not the same for all events are refused",
    Effect.fnUntraced(function*(store) {
      const of = (commandId: unknown) => event({}, { metadata: { commandId } as EventData["metadata"] })
      for (const bad of ["", "x".repeat(256), 1, null]) {
        yield* isRefused(store, newStream(), [of(bad)], /command id/)
      }
      yield* isRefused(store, newStream(), [of("a"), of("b")], /different command ids/)
      yield* isRefused(store, newStream(), [of("a"), event()], /different command ids/)
    })
  ),

  rule(
    11,
    "an append whose answer nobody waited for is sent again, and is there once",
    Effect.fnUntraced(function*(store) {
      for (const expectedVersion of expectations) {
        for (let patience = 0; patience < 8; patience++) {
          const streamId = newStream()
          const written = events(3)
          const attempt = yield* Effect.forkChild(store.append(streamId, written, { expectedVersion }))
          for (let i = 0; i < patience; i++) yield* Effect.yieldNow
          yield* Fiber.interrupt(attempt)
          const { version } = yield* store.append(streamId, written, { expectedVersion })
          assert.strictEqual(version, 3)
          assert.deepStrictEqual(ids(yield* read(store, streamId)), ids(written))
        }
      }
    })
  )
]

const ofCommand = (commandId: string, count: number) =>
  events(count, { metadata: { commandId, correlationId: "the whole" } })

const sameForAll = Effect.fnUntraced(function*(appends: ReadonlyArray<ReturnType<Store["append"]>>) {
  const [first, ...others] = yield* Effect.all(appends, { concurrency: "unbounded" })
  for (const other of others) assert.deepStrictEqual(other, first)
})
