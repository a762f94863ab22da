// Rules about reading one stream and all streams: every range against a model that is a filter.
import { type Payload, Position, type StoredEvent, StreamId } from "@deciduous/core"
import type { EventStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Array from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import {
  type Case,
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

export const reading: ReadonlyArray<Case> = [
  rule(
    27,
    "every range of one stream is exact: from, to, limit, both directions",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* store.append(streamId, events(5), { expectedVersion: 0 })
      const stored = yield* read(store, streamId)
      const bounds = [undefined, 0, 1, 2, 5, 6, Number.MAX_SAFE_INTEGER]
      const ranges = product({ direction: directions, from: bounds, to: bounds, limit: bounds })
      yield* Effect.forEach(ranges, (range) => isExact(store, streamId, stored, range), { concurrency: 8 })
    })
  ),

  rule(
    27,
    "a range of a stream that does not exist is empty",
    Effect.fnUntraced(function*(store) {
      for (const range of [{}, { from: 1 }, { to: 3 }, { limit: 0 }, { direction: "backward" }] as const) {
        assert.deepStrictEqual(yield* read(store, newStream(), range), [])
      }
    })
  ),

  rule(
    27,
    "ranges are exact beyond the borders of pages",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* store.append(streamId, events(5000), { expectedVersion: 0 })
      const stored = yield* read(store, streamId)
      assert.strictEqual(stored.length, 5000)
      const ranges = product({
        direction: directions,
        from: [undefined, 999],
        to: [undefined, 4501],
        limit: [undefined, 1000, 1001, 4097]
      })
      yield* Effect.forEach(ranges, (range) => isExact(store, streamId, stored, range))
    })
  ),

  rule(
    27,
    "every range of all streams is exact: after, before, limit, both directions",
    Effect.fnUntraced(function*(store) {
      const { positions, start, stored } = yield* threeStreams(store)
      const bounds = [start, positions[0], positions[2], positions[6]]
      const ranges = product({
        direction: directions,
        after: bounds,
        before: [undefined, ...bounds],
        limit: [undefined, 0, 1, 3, 7, 8, Number.MAX_SAFE_INTEGER]
      })
      yield* Effect.forEach(ranges, (range) => isExactOfAll(store, stored, range), { concurrency: 8 })
    })
  ),

  rule(
    27,
    "without a position all streams are read from the first event, or backwards from the last",
    Effect.fnUntraced(
      function*(store) {
        const { stored } = yield* threeStreams(store)
        const all = yield* readAll(store)
        assert.deepStrictEqual(all.slice(-stored.length), stored)
        assert.isTrue(all.every(({ position }, i) => i === 0 || all[i - 1]!.position < position))
        assert.deepStrictEqual(yield* readAll(store, { after: Position.start }), all)
        for (const limit of [0, 1, 3]) {
          assert.deepStrictEqual(yield* readAll(store, { limit }), all.slice(0, limit))
          assert.deepStrictEqual(
            yield* readAll(store, { direction: "backward", limit }),
            all.toReversed().slice(0, limit)
          )
        }
        assert.deepStrictEqual(yield* readAll(store, { before: all[2]!.position }), all.slice(0, 2))
      }
    )
  ),

  rule(
    27,
    "bounds that are no whole number from 0, or no position, are an input error",
    Effect.fnUntraced(function*(store) {
      for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        for (const range of [{ from: bad }, { to: bad }, { limit: bad }]) {
          yield* isInvalid(read(store, newStream(), range))
        }
        yield* isInvalid(readAll(store, { limit: bad }))
      }
      for (const bad of ["", "1", "0".repeat(33), `${Position.start}0`, Position.start.replaceAll("0", "A")]) {
        yield* isInvalid(readAll(store, { after: bad as Position.Position }))
        yield* isInvalid(readAll(store, { before: bad as Position.Position }))
      }
    })
  ),

  rule(
    27,
    "a reader that stops early leaves nothing open behind it",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const { position } = yield* store.append(streamId, events(2500), { expectedVersion: 0 })
      yield* shown(store, position)
      // more often than a pool has connections
      for (let i = 0; i < 25; i++) {
        assert.strictEqual((yield* Stream.runCollect(Stream.take(store.read(streamId), 1))).length, 1)
        assert.strictEqual((yield* Stream.runCollect(Stream.take(store.readAll(), 1))).length, 1)
      }
      yield* store.append(streamId, [event()], { expectedVersion: 2500 })
    })
  ),

  rule(
    27,
    "tails of many streams at once are each exact, in the order in which they were asked for",
    Effect.fnUntraced(function*(store) {
      const [one, other, none] = [newStream(), newStream(), newStream()]
      yield* store.append(one, events(5), { expectedVersion: 0 })
      yield* store.append(other, events(2500), { expectedVersion: 0 })
      const asked = [[other, 2498], [one, 0], [none, 0], [one, 3], [one, 5], [one, 99], [other, 0]] as const
      const tails = yield* store.readTails(Array.map(asked, ([streamId, after]) => ({ streamId, after })))
      assert.lengthOf(tails, asked.length)
      for (const [i, [streamId, after]] of asked.entries()) {
        const stored = yield* read(store, streamId, { from: after + 1 })
        const { events, isWhole } = tails[i]!
        const payloads = stored.map(toPayload)
        assert.deepStrictEqual(events.map(toPayload), isWhole ? payloads : payloads.slice(0, events.length))
        assert.isTrue(isWhole || events.length > 0, "it says that there is more, and gives nothing")
      }
      yield* isInvalid(store.readTails([{ streamId: one, after: -1 }]))
      yield* isRefusedFor(store.readTails([{ streamId: StreamId.make("", "x"), after: 0 }]), "InvalidStreamId")
    })
  ),

  rule(
    28,
    "a stream that grows while it is read is read up to a place, and nothing is missing before that",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* store.append(streamId, events(2500), { expectedVersion: 0 })
      const grow = (count: number) => store.append(streamId, events(count), { expectedVersion: "any" })
      for (const direction of ["forward", "backward"] as const) {
        const versions: Array<number> = []
        yield* Stream.runForEachArray(store.read(streamId, { direction }), (page) => {
          versions.push(...page.map(({ version }) => version))
          return grow(3)
        })
        const lowest = direction === "forward" ? versions[0] : versions.at(-1)
        assert.strictEqual(lowest, 1)
        assert.isAtLeast(versions.length, 2500)
        const step = direction === "forward" ? 1 : -1
        assert.isTrue(versions.every((version, i) => i === 0 || version === versions[i - 1]! + step))
      }
    })
  ),

  rule(
    32,
    "as of a time a stream ends before its first event that is later",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      for (let version = 0; version < 4; version++) {
        yield* store.append(streamId, events(1), { expectedVersion: version })
      }
      const stored = yield* read(store, streamId)
      const ends = [-8.64e15, 8.64e15].map((milliseconds) => DateTime.makeUnsafe(milliseconds))
      const moments = stored.flatMap(({ recordedAt }) => [
        DateTime.subtract(recordedAt, { milliseconds: 1 }),
        recordedAt,
        DateTime.add(recordedAt, { hours: 1 })
      ]).concat(ends)
      for (const asOf of moments) {
        const later = stored.findIndex(({ recordedAt }) => DateTime.isGreaterThan(recordedAt, asOf))
        const then = later === -1 ? stored : stored.slice(0, later)
        for (const range of product({ direction: directions, from: [undefined, 2], limit: [undefined, 1] })) {
          assert.deepStrictEqual(ids(yield* read(store, streamId, { ...range, asOf })), ids(inModel(then, range)))
        }
      }
    })
  )
]

const directions = [undefined, "forward", "backward"] as const

/** Seven events in three streams, mixed; `start` is where an earlier event stands. */
const threeStreams = Effect.fnUntraced(function*(store: Store) {
  const { position: start } = yield* store.append(newStream(), events(1), { expectedVersion: 0 })
  const streams = [newStream(), newStream(), newStream()] as const
  const written: Array<string> = []
  let last = start
  for (const [stream, count] of [[0, 1], [1, 2], [2, 1], [0, 2], [1, 1]] as const) {
    const some = events(count)
    written.push(...ids(some))
    last = (yield* store.append(streams[stream], some, { expectedVersion: "any" })).position
  }
  yield* shown(store, last)
  const stored = yield* readAll(store, { after: start })
  assert.deepStrictEqual(ids(stored), written)
  return { start, stored, positions: stored.map(({ position }) => position) }
})

const isExact = Effect.fnUntraced(function*(
  store: Store,
  streamId: Parameters<typeof read>[1],
  stored: ReadonlyArray<StoredEvent>,
  range: EventStore.ReadRange
) {
  const versions = (of: ReadonlyArray<StoredEvent>) => of.map(({ version }) => version)
  assert.deepStrictEqual(versions(yield* read(store, streamId, range)), versions(inModel(stored, range)), show(range))
})

const inModel = (
  stored: ReadonlyArray<StoredEvent>,
  { direction, from = 0, limit = Infinity, to = Infinity }: EventStore.ReadRange
): ReadonlyArray<StoredEvent> => {
  const within = stored.filter(({ version }) => from <= version && version <= to)
  return (direction === "backward" ? within.toReversed() : within).slice(0, limit)
}

const isExactOfAll = Effect.fnUntraced(function*(
  store: Store,
  stored: ReadonlyArray<StoredEvent>,
  range: EventStore.ReadAllRange
) {
  const { after, before, direction, limit = Infinity } = range
  const within = stored.filter(({ position }) =>
    (after === undefined || after < position) && (before === undefined || position < before)
  )
  const expected = (direction === "backward" ? within.toReversed() : within).slice(0, limit)
  assert.deepStrictEqual(ids(yield* readAll(store, range)), ids(expected), show(range))
})

const isInvalid = (reading: Effect.Effect<unknown, unknown>) => isRefusedFor(reading, "InvalidRange")

const show = (range: object): string => `the range ${JSON.stringify(range)}`

/** Every combination; what is `undefined` is left out. */
const product = <Choices extends Readonly<Record<string, ReadonlyArray<unknown>>>>(
  choices: Choices
): ReadonlyArray<{ readonly [Name in keyof Choices]?: Exclude<Choices[Name][number], undefined> }> =>
  Object.entries(choices).reduce<ReadonlyArray<object>>(
    (made, [name, values]) =>
      made.flatMap((range) => values.map((value) => value === undefined ? range : { ...range, [name]: value })),
    [{}]
  )

/** A store may give more than it has to. */
const toPayload = (
  { data, position, recordedAt, schemaVersion, streamId, type, version }: Payload
): Payload => ({ data, position, recordedAt, schemaVersion, streamId, type, version })
