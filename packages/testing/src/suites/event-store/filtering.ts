// Rules about filters: the wanted events and no others, and a place in the log that goes on past the others.
import { StreamId } from "@deciduous/core"
import type { EventStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { type Case, event, events, ids, isRefusedFor, newStream, readAll, rule, type Store } from "./Case.ts"
import { follow } from "./follower.ts"
import { marker, startOfCase } from "./subscribing.ts"

export const filtering: ReadonlyArray<Case> = [
  rule(
    30,
    "every filter picks what it names, forwards, backwards, with a limit, and for followers",
    Effect.fnUntraced(function*(store) {
      const { after, filters, last } = yield* mixed(store)
      const log = yield* readAll(store, { after })
      for (const filter of filters) {
        const wanted = ids(log.filter((one) => isWanted(one, filter)))
        const say = `the filter ${JSON.stringify(filter)}`
        assert.deepStrictEqual(ids(yield* readAll(store, { after, filter })), wanted, say)
        const backward = { after, filter, direction: "backward" } as const
        assert.deepStrictEqual(ids(yield* readAll(store, backward)), wanted.toReversed(), say)
        for (const limit of [0, 1, 3, wanted.length]) {
          assert.deepStrictEqual(ids(yield* readAll(store, { after, filter, limit })), wanted.slice(0, limit), say)
        }
        const before = log[7]!.position
        const early = ids(log.slice(0, 7).filter((one) => isWanted(one, filter)))
        assert.deepStrictEqual(ids(yield* readAll(store, { after, before, filter })), early, say)
        if (wanted.length === 0) continue
        const follower = yield* follow(store, { after, filter })
        yield* follower.sees(wanted.at(-1)!)
        assert.deepStrictEqual(ids(follower.seen), wanted, say)
      }
      assert.isTrue(log.some(({ id }) => id === last))
    })
  ),

  rule(
    30,
    "prefixes are of the very characters: no pattern, no case, no normal form",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const own = newStream().name
      const names = ["a_1", "a%1", "A_1", "ab1", "a\\1", "\u00E1", "a\u0301", "\u{1F333}1", "\u{1F332}1", "'"]
      for (const name of names) yield* store.append(StreamId.make(own, name), events(1), { expectedVersion: 0 })
      yield* (yield* follow(store, { after })).sees(yield* marker(store))
      for (const start of ["a_", "a%", "A", "a", "a\\", "\u00E1", "a\u0301", "\u{1F333}", "'", "x", "\uFFFF"]) {
        const found = yield* readAll(store, { after, filter: { streamPrefix: `${own}-${start}` } })
        assert.deepStrictEqual(
          found.map(({ aggregateId }) => aggregateId),
          names.filter((name) => name.startsWith(start)),
          start
        )
      }
    })
  ),

  rule(
    30,
    "a category is the whole of one, also where another begins like it",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const own = newStream().name
      const streams = [[own, "a-1"], [`${own}-a`, "1"], [`${own}-a`, "2"]] as const
      for (const [category, id] of streams) {
        yield* store.append(StreamId.make(category, id), events(1), { expectedVersion: "any" })
      }
      yield* (yield* follow(store, { after })).sees(yield* marker(store))
      const categories = (found: ReadonlyArray<{ readonly category: string }>) => found.map(({ category }) => category)
      for (const category of [own, `${own}-a`]) {
        const found = yield* readAll(store, { after, filter: { categories: [category] } })
        assert.deepStrictEqual([...new Set(categories(found))], [category])
      }
    })
  ),

  rule(
    30,
    "whoever wants few events passes the others, and keeps a position from which none is missed",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const wanted = newStream()
      const filter = { streamPrefix: wanted.name }
      const unwanted = yield* store.append(newStream(), events(3000), { expectedVersion: 0 })
      // without one event that is wanted it gets as far as there is something to search
      const searched = yield* store.subscribePages({ after, filter }).pipe(
        Stream.takeUntil(({ position }) => position >= unwanted.position),
        Stream.runCollect,
        Effect.timeout("20 seconds")
      )
      assert.deepStrictEqual(searched.flatMap(({ events }) => events), [])
      isRising([after, ...searched.map(({ position }) => position)])

      const following = yield* Effect.forkScoped(
        store.subscribePages({ after, filter }).pipe(
          Stream.takeUntil(({ events }) => events.some(({ version }) => version === 10)),
          Stream.runCollect
        )
      )
      for (let version = 0; version < 10; version++) {
        yield* store.append(newStream(), events(300), { expectedVersion: 0 })
        yield* store.append(wanted, events(1), { expectedVersion: version })
      }
      const pages = yield* Effect.timeout(Fiber.join(following), "20 seconds")
      const all = yield* readAll(store, { after, filter })
      assert.lengthOf(all, 10)
      assert.deepStrictEqual(ids(pages.flatMap(({ events }) => events)), ids(all))
      isRising([after, ...pages.map(({ position }) => position)])
      // whichever page was the last that somebody handled, the next begins behind it
      for (const [i, { position }] of pages.slice(0, -1).entries()) {
        const left = pages.slice(i + 1).flatMap(({ events }) => events)
        assert.deepStrictEqual(ids(yield* readAll(store, { after: position, filter })), ids(left))
        const again = yield* Stream.runCollect(Stream.take(store.subscribe({ after: position, filter }), left.length))
        assert.deepStrictEqual(ids(again), ids(left))
      }
    })
  ),

  rule(
    30,
    "a filter that nothing can fit is an input error",
    Effect.fnUntraced(function*(store) {
      const bad: ReadonlyArray<readonly [filter: EventStore.Filter, problem: RegExp]> = [
        [{ categories: [] }, /"categories" is empty/],
        [{ types: [] }, /"types" is empty/],
        [{ categories: [""] }, /"categories"/],
        [{ types: ["a\0"] }, /"types"/],
        [{ types: ["\uD800"] }, /"types"/],
        [{ streamPrefix: "" }, /"streamPrefix"/],
        [{ streamPrefix: "a\0" }, /"streamPrefix"/],
        [{ categories: ["c".repeat(1999)] }, /"categories"/],
        [{ types: ["t".repeat(256)] }, /"types"/],
        [{ streamPrefix: "s".repeat(2001) }, /"streamPrefix"/],
        [{ categories: ["a", "b"], streamPrefix: "c-" }, /no stream of the filter's categories, a, b/]
      ]
      for (const [filter, problem] of bad) {
        yield* isRefusedFor(readAll(store, { filter }), "InvalidRange", problem)
        yield* isRefusedFor(Stream.runDrain(store.subscribe({ filter })), "InvalidRange", problem)
        yield* isRefusedFor(Stream.runDrain(store.subscribe({ after: "end", filter })), "InvalidRange", problem)
      }
    })
  )
]

/** Streams of three categories with events of three types, in turns. */
const mixed = Effect.fnUntraced(function*(store: Store) {
  const after = yield* startOfCase(store)
  const categories = Array.from({ length: 3 }, () => newStream().name)
  const types = ["One", "Two", "Three"]
  for (let i = 0; i < 36; i++) {
    const streamId = StreamId.make(categories[i % 3]!, `${i % 4}`)
    yield* store.append(streamId, [event({ i }, { type: types[i % 5 % 3]! })], { expectedVersion: "any" })
  }
  const last = yield* marker(store)
  yield* (yield* follow(store, { after })).sees(last)
  const [a, b] = categories as [string, string, string]
  const filters: ReadonlyArray<EventStore.Filter> = [
    {},
    { categories: [a] },
    { categories: [a, b, "nobody"] },
    { types: ["Two"] },
    { types: ["One", "Three", "Four"] },
    { types: ["one"] },
    { streamPrefix: `${a}-` },
    { streamPrefix: `${b}-2` },
    { categories: [a, b], types: ["One"], streamPrefix: a },
    { categories: [a], types: ["Two", "Three"] }
  ]
  return { after, filters, last }
})

const isWanted = (
  one: { readonly category: string; readonly type: string; readonly streamId: string },
  { categories, streamPrefix = "", types }: EventStore.Filter
): boolean =>
  (categories ?? [one.category]).includes(one.category) && (types ?? [one.type]).includes(one.type)
  && one.streamId.startsWith(streamPrefix)

const isRising = (positions: ReadonlyArray<string>): void =>
  assert.isTrue(positions.every((position, i) => i === 0 || positions[i - 1]! < position), "positions rise")
