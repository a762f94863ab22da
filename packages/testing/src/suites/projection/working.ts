// Rules about workers and their leases: who works, who waits, and who takes over.
import { Position } from "@deciduous/core"
import { Projection, Projections } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import { type Case, readAll } from "../event-store/Case.ts"
import { makeCensus } from "../event-store/census.ts"
import { type Needs, rule } from "./Case.ts"
import { count, counted, isWhole, newTallies } from "./tallies.ts"

const backlog = 12_000

export const working: ReadonlyArray<Case<Needs>> = [
  rule(
    57,
    "a read model that has come to the end of the log says what the log says",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      yield* count(store, tallies, 5, 3)
      yield* Projections.start([tallies.projection], { lease: "1 second" })
      const last = yield* count(store, tallies, 5, 3)
      yield* Projections.waitFor(tallies.projection, last, "20 seconds")
      yield* isWhole(store, tallies)
    })
  ),

  rule(
    37,
    "of two workers on one projection one works and the other waits, and takes over when the first one ends",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      const work = Projections.start([tallies.projection], { lease: "1 second" })
      yield* Effect.scoped(Effect.gen(function*() {
        yield* work
        yield* work
        yield* Projections.waitFor(tallies.projection, yield* count(store, tallies, 8, 4), "20 seconds")
        yield* isWhole(store, tallies)
      }))
      yield* work
      yield* Projections.waitFor(tallies.projection, yield* count(store, tallies, 8, 4), "20 seconds")
      yield* isWhole(store, tallies)
    })
  ),

  rule(
    54,
    "12,000 events that a slow handler is behind are never held by half",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      let position = Position.start
      for (let version = 0; version < backlog; version += 2000) {
        const some = Array.makeBy(2000, () => counted())
        position = (yield* store.append(tallies.stream("a"), some, { expectedVersion: version })).position
      }
      const given = makeCensus<object>()
      // to count takes longer than to read as many again
      const slow = Projection.make({ name: tallies.category, events: tallies.events, handle: given.count })
      yield* Projections.start([slow], { lease: "10 seconds" })
      yield* Projections.waitFor(slow, position, "50 seconds")
      assert.isAtLeast(given.all(), backlog)
      assert.isBelow(given.most(), backlog / 2, `${given.most()} of ${backlog} events were held at the same time`)
    })
  ),

  rule(
    56,
    "what a handler does outside of the transaction is repeated for the batch that failed, and no other",
    Effect.fnUntraced(function*(store) {
      const tallies = newTallies()
      const seen: Array<string> = []
      let hasFailed = false
      const projection = Projection.make({
        name: tallies.category,
        events: tallies.events,
        handle: Effect.fnUntraced(function*(events) {
          seen.push(...events.map(({ id }) => id))
          const isSecond = seen.length > 4 && !hasFailed
          hasFailed ||= isSecond
          if (isSecond) return yield* Effect.fail("broken once")
        })
      })
      yield* Projections.start([projection], { lease: "1 second" })
      const first = yield* store.append(tallies.stream("a"), [counted(), counted(), counted()], { expectedVersion: 0 })
      yield* Projections.waitFor(projection, first.position, "20 seconds")
      const last = yield* store.append(tallies.stream("a"), [counted(), counted()], { expectedVersion: 3 })
      yield* Projections.waitFor(projection, last.position, "20 seconds")
      const ids = (yield* readAll(store, { filter: { categories: [tallies.category] } })).map(({ id }) => id)
      assert.deepStrictEqual(seen, [...ids, ...ids.slice(3)])
    })
  ),

  rule(
    57,
    "a projection with SQL or none is given each event by its name, and several are one where they are composed",
    Effect.fnUntraced(function*(store) {
      const one = newTallies()
      const other = newTallies()
      const called: Array<string> = []
      const calls = Projection.make({
        name: `calls of ${one.category}`,
        events: [one.events, other.events],
        handle: Projection.each({
          Counted: ({ aggregateId, event }) => Effect.sync(() => called.push(`${aggregateId}: ${event.by}`)),
          Ended: Projection.ignore
        })
      })
      const both = Projection.composite({
        name: `both of ${one.category}`,
        projections: [one.projection, other.projection, calls]
      })
      yield* Projections.start([both], { lease: "1 second" })
      yield* store.append(one.stream("a"), [counted(1)], { expectedVersion: 0 })
      yield* store.append(other.stream("b"), [counted(2)], { expectedVersion: 0 })
      const { position } = yield* store.append(one.stream("a"), [counted(3)], { expectedVersion: 1 })
      yield* Projections.waitFor(both, position, "20 seconds")
      yield* isWhole(store, one)
      yield* isWhole(store, other)
      assert.deepStrictEqual(called, ["a: 1", "b: 2", "a: 3"])
    })
  )
]
