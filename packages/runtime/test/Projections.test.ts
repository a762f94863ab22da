import {
  Aggregate,
  MemoryEventStore,
  Process,
  Processes,
  Projection,
  Projections,
  ReadModel,
  Worker
} from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Schema } from "effect"
import { type Count, count, Counter, type CounterEvent } from "./support/Counter.ts"

const options = {
  name: "sums",
  events: Counter.events,
  state: Schema.Finite,
  keyOf: ({ aggregateId }: { readonly aggregateId: string }) => aggregateId,
  indexes: { sum: (sum: number) => sum }
}
const sums = (more: object = {}) =>
  Projection.fromView(
    { initialState: 0, evolve: (sum: number, event: CounterEvent) => event._tag === "Counted" ? sum + event.by : sum },
    { ...options, ...more }
  )
const process = (more: object) => () =>
  Process.make({
    name: "echo",
    processManager: {
      initialState: 0,
      evolve: (n: number) => n,
      react: (): ReadonlyArray<Count> => [],
      resume: () => [],
      isTerminal: () => false
    },
    events: Counter.events,
    correlate: ({ aggregateId }) => aggregateId,
    state: Schema.Finite,
    commands: Schema.TaggedStruct("Count", { by: Schema.Int }),
    dispatch: (command, instance) => Process.send(Counter, instance, command),
    ...more
  })

describe("options that no compiler has seen", () => {
  it("are refused where a projection or a process is made, with what there is instead", () => {
    assert.throws(
      () => sums({ onPoison: "skip" }),
      `The projection sums: "onPoison" is "skip"; give one of "stop", "park", "dead-letter".`
    )
    assert.throws(() => sums({ mode: "sync" }), `"mode" is "sync"; give one of "async", "inline".`)
    assert.throws(() => sums({ shards: 0 }), `"shards" is 0; give a whole number from 1.`)
    assert.throws(() => sums({ name: "" }), `A projection needs a name; it is "".`)
    assert.throws(process({ concurrency: 0 }), `The process echo: "concurrency" is 0; give a whole number from 1.`)
    assert.throws(process({ early: "drop" }), `"early" is "drop"; give one of "hold", "ignore".`)
    assert.throws(process({ onPoison: "skip" }), `"onPoison" is "skip"`)
  })

  it.effect("are refused where a worker begins, which without a lease would never take a shard", () =>
    Effect.gen(function*() {
      for (const lease of [0, -5, "Infinity"] as const) {
        const exit = yield* Effect.exit(Effect.scoped(Worker.start([], { lease })))
        assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
      }
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("are refused where two tasks of a worker have one name, of which one would never run", () =>
    Effect.gen(function*() {
      const tasks = [...Processes.tasks(process({})()), ...Processes.tasks(process({})())]
      const exit = yield* Effect.exit(Effect.scoped(Worker.start(tasks)))
      assert.isTrue(Exit.isFailure(exit) && Cause.pretty(exit.cause).includes("Give each a name of its own"))
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("are refused where a read model is asked", () =>
    Effect.gen(function*() {
      const ask = (query: object) => Effect.flip(ReadModel.find(sums(), query))
      assert.include(
        (yield* ask({ by: { index: "total" } })).message,
        `the read model sums has no index "total". It has sum.`
      )
      assert.include((yield* ask({ limit: -1 })).message, `"limit" is -1; give a whole number from 0.`)
      const other = `"after" is where another query of sums ended. Go on with the same "by" as before.`
      assert.include((yield* ask({ after: { key: "a1", value: "n1" } })).message, other)
      assert.include((yield* ask({ by: { index: "sum" }, after: { key: "a1", value: undefined } })).message, other)
      assert.include((yield* ask({ limit: Number.NaN })).message, `"limit" is NaN`)
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})

describe("Projections.status", () => {
  it.live("finds the log's end by itself, and counts the lag up to it", () =>
    Effect.gen(function*() {
      const behind = () => Effect.map(Projections.status(), (all) => all.map(({ lag, name }) => ({ lag, name })))
      assert.deepStrictEqual(yield* behind(), [])
      const { position } = yield* Aggregate.handle(Counter, "a1", count(1))
      yield* Effect.scoped(Effect.andThen(Projections.start([sums()]), Projections.waitFor(sums(), position)))
      assert.deepStrictEqual(yield* behind(), [{ lag: 0, name: "sums" }])
      yield* Aggregate.handle(Counter, "a1", count(1))
      assert.deepStrictEqual(yield* behind(), [{ lag: 1, name: "sums" }])
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})
