import { Aggregate, MemoryEventStore, Metrics, Projection, Projections } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Metric, Schema } from "effect"
import { TestClock } from "effect/testing"
import { count, Counter, type CounterEvent } from "./support/Counter.ts"

const Sums = Projection.fromView(
  { initialState: 0, evolve: (sum: number, event: CounterEvent) => event._tag === "Counted" ? sum + event.by : sum },
  { name: "sums", events: Counter.events, state: Schema.Finite, keyOf: ({ aggregateId }) => aggregateId }
)
const Broken: typeof Sums = { ...Sums, name: "broken", members: ["broken"], apply: () => Effect.die("it cannot") }

const lagOf = Effect.fnUntraced(function*({ name, version }: typeof Sums) {
  const of = (gauge: Metric.Gauge<number>) =>
    Effect.map(Metric.value(Metric.withAttributes(gauge, { projection: `${name}@${version}` })), ({ value }) => value)
  return { events: yield* of(Metrics.projectionLagEvents), seconds: yield* of(Metrics.projectionLagSeconds) }
})

describe("the lag of a projection", () => {
  it.effect("is how many events lie behind its place, and for how long the first of them has waited", () =>
    Effect.gen(function*() {
      yield* Projections.start([Sums, Broken])
      for (let i = 0; i < 3; i++) yield* Aggregate.handle(Counter, "a1", count(1))
      yield* TestClock.adjust("60 seconds")
      assert.deepStrictEqual(yield* lagOf(Sums), { events: 0, seconds: 0 })
      // those that have failed a few times by now, and stopped it
      assert.deepStrictEqual(yield* lagOf(Broken), { events: 3, seconds: 60 })
    }).pipe(Effect.scoped, Effect.provide(MemoryEventStore.layer)))
})
