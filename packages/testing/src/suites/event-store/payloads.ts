// Rules about what a payload and its metadata may hold: it comes back exactly, or nothing is written.
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, event, isRefused, newStream, read, rule } from "./Case.ts"

export const payloads: ReadonlyArray<Case> = [
  rule(
    73,
    "every JSON value comes back as it was",
    Effect.fnUntraced(function*(store) {
      const numbers = [0, 1.5, -1e-7, 1e308, 5e-324, Number.MAX_SAFE_INTEGER, 2 ** 64]
      const values = [null, true, false, ...numbers, "", [], {}, [[]], { "": 0, "a b": [null, { c: "'\"\\" }] }, {
        z: 1,
        a: 2,
        10: 3,
        9: 4
      }]
      const streamId = newStream()
      const written = values.map((value) => event(value))
      yield* store.append(streamId, [event(), ...written], { expectedVersion: 0 })
      const stored = yield* read(store, streamId, { from: 2 })
      assert.deepStrictEqual(stored.map(({ data }) => data), values)
      // also in the order of their keys, which equality overlooks
      assert.deepStrictEqual(
        stored.map(({ data }) => JSON.stringify(data)),
        values.map((value) => JSON.stringify(value))
      )
    })
  ),

  rule(
    73,
    "what JSON cannot hold is refused, with the place where it is, and its neighbours with it",
    Effect.fnUntraced(
      function*(store) {
        const bad: ReadonlyArray<readonly [value: unknown, problem: RegExp]> = [
          [Number.NaN, /is NaN/],
          [Number.NEGATIVE_INFINITY, /is -Infinity/],
          [undefined, /is undefined/],
          [1n, /is a bigint/],
          [() => 1, /is a function/],
          [Symbol("s"), /is a symbol/],
          [new Date(0), /is a Date/],
          [new Map(), /is a Map/],
          [new Uint8Array(2), /is a Uint8Array/]
        ]
        for (const [value, problem] of bad) {
          const [atTop, inside] = [event({}, { data: value }), event({ list: [0, { bad: value }] })]
          yield* isRefused(
            store,
            newStream(),
            [event(), atTop],
            new RegExp(`event 2 of 2, Happened: .*${problem.source}`)
          )
          yield* isRefused(store, newStream(), [inside, event()], new RegExp(`/list/1/bad ${problem.source}`))
          yield* isRefused(
            store,
            newStream(),
            [event({}, { metadata: { bad: value } })],
            new RegExp(`metadata.*/bad ${problem.source}`)
          )
        }
        // eslint-disable-next-line no-sparse-arrays -- a hole is the point
        yield* isRefused(store, newStream(), [event([1, , 3])], /\/1 is undefined/)
      }
    )
  ),

  rule(
    74,
    "texts that look like numbers and times stay texts",
    Effect.fnUntraced(function*(store) {
      const texts = [
        "1",
        "00",
        "1e3",
        "9007199254740993",
        "2026-01-01",
        "2026-01-01T00:00:00.000Z",
        "true",
        "null",
        "NaN"
      ]
      const streamId = newStream()
      yield* store.append(streamId, [event(texts, { metadata: { texts } })], { expectedVersion: 0 })
      const [stored] = yield* read(store, streamId)
      assert.deepStrictEqual([stored?.data, stored?.metadata.texts], [texts, texts])
    })
  ),

  rule(
    75,
    "a payload's U+0000 and halves of surrogate pairs come back, and their neighbours are unharmed",
    Effect.fnUntraced(
      function*(store) {
        const values = ["a\0b", "\uD800", "x\uDC00y", "\u{1F333}", { "\0": "\0", "\uDFFF": 1 }]
        const streamId = newStream()
        const neighbour = newStream()
        yield* Effect.all([
          store.append(streamId, [event({ values })], { expectedVersion: 0 }),
          store.append(neighbour, [event({ n: 1 })], { expectedVersion: 0 })
        ], { concurrency: "unbounded" })
        assert.deepStrictEqual((yield* read(store, streamId)).map(({ data }) => data), [{ values }])
        assert.deepStrictEqual((yield* read(store, neighbour)).map(({ data }) => data), [{ n: 1 }])
      }
    )
  ),

  rule(
    75,
    "U+0000 and halves of surrogate pairs in metadata and in types are refused",
    Effect.fnUntraced(function*(store) {
      for (const bad of ["\0", "a\uD800", "\uDC00b"]) {
        for (const metadata of [{ actorId: bad }, { [bad]: 1 }, { list: [{ deep: bad }] }]) {
          yield* isRefused(
            store,
            newStream(),
            [event(), event({}, { metadata })],
            /event 2 of 2, .*metadata.*surrogate/
          )
        }
        yield* isRefused(store, newStream(), [event(), event({}, { type: bad })], /event 2 of 2, .*type/)
      }
      yield* isRefused(store, newStream(), [event({}, { type: "" })], /type/)
      yield* isRefused(store, newStream(), [event({}, { type: "T".repeat(256) })], /type/)
    })
  ),

  rule(
    76,
    "64 levels within each other are taken, and 65 refused, in payload and metadata",
    Effect.fnUntraced(
      function*(store) {
        const streamId = newStream()
        const deepest = [event(lists(64)), event(objects(64), { metadata: { a: objects(63) } })] as const
        yield* store.append(streamId, deepest, { expectedVersion: 0 })
        assert.deepStrictEqual((yield* read(store, streamId)).map(({ data }) => data), [lists(64), objects(64)])
        yield* isRefused(store, newStream(), [event(), event(lists(65))], /deeper than 64 levels/)
        yield* isRefused(store, newStream(), [event(), event(objects(65))], /deeper than 64 levels/)
        yield* isRefused(store, newStream(), [event({}, { metadata: { a: lists(64) } })], /deeper than 64 levels/)
      }
    )
  ),

  rule(
    76,
    "a value without an end is refused, however deep it is",
    Effect.fnUntraced(function*(store) {
      const circle: { self?: unknown; again?: unknown } = {}
      circle.self = circle.again = circle
      yield* isRefused(store, newStream(), [event(circle)], /deeper than 64 levels/)
      yield* isRefused(store, newStream(), [event(lists(100_000))], /deeper than 64 levels/)
    })
  ),

  rule(
    77,
    "a payload of 1 MiB comes back, and one that is longer is refused",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      // with the quotes, the braces, the key and the colon
      const text = "x".repeat(limit - `{"text":""}`.length)
      yield* store.append(streamId, [event({ text })], { expectedVersion: 0 })
      assert.deepStrictEqual((yield* read(store, streamId)).map(({ data }) => data), [{ text }])
      const tooLong = new RegExp(`longer than the ${limit} characters`)
      yield* isRefused(store, newStream(), [event(), event({ text: `${text}x` })], tooLong)
      yield* isRefused(store, newStream(), [event("\n".repeat(limit / 2))], tooLong)
      yield* isRefused(store, newStream(), [event(Array.from({ length: limit }, () => 0))], tooLong)
      yield* isRefused(store, newStream(), [
        event({}, { metadata: { text } }),
        event({}, { metadata: { text: `${text}x` } })
      ], tooLong)
    })
  ),

  rule(
    78,
    "an own key __proto__ is refused, and keys such as constructor are only keys",
    Effect.fnUntraced(function*(store) {
      const poisoned: unknown = JSON.parse(`{ "a": [{ "__proto__": { "admin": true } }] }`)
      yield* isRefused(store, newStream(), [event(), event(poisoned)], /\/a\/0.*__proto__/)
      yield* isRefused(store, newStream(), [event({}, { metadata: { poisoned } })], /__proto__/)
      const streamId = newStream()
      const inert = { constructor: { prototype: 1 }, prototype: 2, toString: 3, hasOwnProperty: 4 }
      yield* store.append(streamId, [event(inert, { metadata: inert })], { expectedVersion: 0 })
      const [stored] = yield* read(store, streamId)
      assert.deepStrictEqual([stored?.data, stored?.metadata], [inert, inert])
    })
  )
]

const limit = 1_048_576

const lists = (levels: number): unknown => nested(levels, (inner) => inner === undefined ? [] : [inner])
const objects = (levels: number): unknown => nested(levels, (inner) => inner === undefined ? {} : { a: inner })
const nested = (levels: number, around: (inner: unknown) => unknown): unknown => {
  let value: unknown
  for (let level = 0; level < levels; level++) value = around(value)
  return value
}
