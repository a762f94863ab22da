// What the laws of projections say of a broken one, and that what they say can be pasted.
import { MemoryTables, Projection } from "@deciduous/runtime"
import { Laws, ProjectionSpec } from "@deciduous/testing"
import { type Fails, report } from "@deciduous/testing/laws/Law"
import { ofTables, ofView } from "@deciduous/testing/laws/ProjectionLaws"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, S } from "./domain.ts"

type Event = { readonly _tag: "Counted"; readonly by: number }
const events = eventSet<Event>("Tally", { Counted: { by: S.Int } })
const Tally = Aggregate.make({
  events,
  decider: Decider.make({
    initialState: 0,
    evolve: (sum: number, { by }: Event) => sum + by,
    decide: ({ by }: { readonly _tag: "Count"; readonly by: number }) => Decider.accept<Event>({ _tag: "Counted", by }),
    isTerminal: () => false
  })
})
const from = [{
  aggregate: Tally,
  arbitraries: commands<{ readonly _tag: "Count"; readonly by: number }>({
    Count: { by: fc.integer({ min: 1, max: 9 }) }
  })
}]

/** Adds up each tally, and forgets all but the last of a batch. */
const hasty = Projection.make({
  name: "hasty",
  events,
  handle: (all) =>
    Effect.flatMap(MemoryTables.MemoryTables, (tables) =>
      Effect.gen(function*() {
        const { aggregateId, event } = all.at(-1)!
        const sum = (yield* tables.get<number>("sums", aggregateId)) ?? 0
        yield* tables.put("sums", aggregateId, sum + event.by)
      }))
})
const options = {
  from,
  read: () => Effect.flatMap(MemoryTables.MemoryTables, (tables) => tables.rows<number>("sums"))
}
const brokenOf = Effect.fnUntraced(function*(all: ReturnType<typeof ofTables>) {
  const found: Array<Fails & { readonly law: string }> = []
  for (const { check, name } of all) {
    const verdict = yield* check
    if (verdict._tag === "Fails") found.push({ ...verdict, law: name })
  }
  return found
})

describe("the laws of a projection", () => {
  it.live("find that a batch is not its events one after the other, told by two appends", () =>
    Effect.gen(function*() {
      const [first] = yield* brokenOf(ofTables("hasty", hasty, { ...options, seed: 1 }))
      assert(first !== undefined)
      assert.strictEqual(first.law, "any batches give the same read model")
      assert.match(first.problem, /^In one batch of 2 events it is another read model: at \/\d.*: expected .*, got /)
      assert.strictEqual(first.length, 2)
      assert.isAtMost(report(first).split("\n").length, 24)
    }))

  it.live("find the same by the same seed", () =>
    Effect.gen(function*() {
      const run = () => brokenOf(ofTables("hasty", hasty, { ...options, seed: 4 }))
      assert.deepStrictEqual(yield* run(), yield* run())
    }))

  it.live("print what fails as an example, which fails where it is pasted, and holds once it is mended", () =>
    Effect.gen(function*() {
      const [printed] = yield* brokenOf(ofTables("hasty", hasty, { ...options, seed: 2 }))
      const pasted = given(printed!.counterexample, options)
      const only = { ...pasted, histories: 0, budget: 0 }
      const [again] = yield* brokenOf(ofTables("hasty", hasty, only))
      assert.strictEqual(again?.problem, printed!.problem)
      assert.strictEqual(again?.found, "It is example 1.")
      assert.deepStrictEqual(yield* brokenOf(ofTables("sums", mended, { ...only, read: options.read })), [])
    }))

  it.live("know the view, the keys and the schema of a projection that is made of one", () =>
    Effect.gen(function*() {
      const small = Projection.fromView({ initialState: 0, evolve: (sum: number, { by }: Event) => sum + by }, {
        name: "small",
        events,
        state: Schema.Int.check(Schema.isLessThan(20)),
        keyOf: ({ aggregateId }) => aggregateId
      })
      const { pure, stored } = ofView("small", small, { from, seed: 3 })
      const verdict = pure.find(({ name }) => name === "any batch gives the same documents")!.check()
      assert(verdict._tag === "Fails")
      assert.match(verdict.counterexample, /^\/\/ the document "\d"\nSpec\.view\(\s*small\.parts\.view,/)
      assert.match((yield* brokenOf(stored))[0]!.problem, /^It cannot take Counted of tally-\d: UnwritableDocument/)
    }))
})

const mended = Projection.make({
  name: "sums",
  events,
  handle: Projection.each({
    Counted: ({ aggregateId, event }) =>
      Effect.gen(function*() {
        const tables = yield* MemoryTables.MemoryTables
        yield* tables.put("sums", aggregateId, ((yield* tables.get<number>("sums", aggregateId)) ?? 0) + event.by)
      })
  })
})
/** A document that begins with five, and is deleted where it has come to nine or more: the next event begins with five again. */
const small = Projection.fromView({
  initialState: 5 as number | undefined,
  evolve: (sum: number | undefined, { by }: Event) => (sum ?? 0) + by >= 9 ? undefined : (sum ?? 0) + by
}, { name: "small", events, state: Schema.Int, keyOf: ({ aggregateId }) => aggregateId })

Laws.projection("small", small, { from, budget: 500 })

Laws.projection("sums", mended, { ...options, streams: "independent", budget: 500 })

/** The options of a call that was printed, evaluated where the names that it speaks of are known. */
const given = <Options>(printed: string, options: Options): Options => {
  let found: Options | undefined
  const known = {
    hasty,
    options,
    ProjectionSpec,
    Tally,
    Laws: { projection: (_: string, __: unknown, it: Options) => (found = it) }
  }
  new Function(...Object.keys(known), printed)(...Object.values(known))
  return found!
}
