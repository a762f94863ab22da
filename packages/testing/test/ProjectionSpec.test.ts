// Specs of a projection that counts, on the store in memory.
import { MemoryEventStore, Projection } from "@deciduous/runtime"
import { ProjectionSpec } from "@deciduous/testing"
import { assert, it } from "@effect/vitest"
import { Cause, Effect, Exit, Schema } from "effect"
import * as Counter from "./laws/counter.ts"

const sums = Projection.fromView({
  initialState: 0 as number | undefined,
  evolve: (sum: number | undefined, event: Counter.Event) =>
    event._tag === "Stopped" ? undefined : (sum ?? 0) + (event._tag === "Added" ? event.n : -event.n)
}, { name: "sums", events: [Counter.events], state: Schema.Int, keyOf: ({ aggregateId }) => aggregateId })

const counter = Counter.counter()
const added = (n: number) => ({ _tag: "Added", n }) as const
const spec = ProjectionSpec.given(
  sums,
  ProjectionSpec.stream(counter, "1", added(2), added(3)),
  ProjectionSpec.stream(counter, "2", added(1), { _tag: "Stopped" })
)
const on = <A, E>(effect: Effect.Effect<A, E, MemoryEventStore.Services>) =>
  Effect.provide(effect, MemoryEventStore.layer)

it.live("a document is what its stream says", () => on(spec.thenDocument("1", 5)))

it.live("a document that was deleted is none", () => on(spec.thenNoDocument("2")))

it.live("another document is told with its events", () =>
  Effect.gen(function*() {
    const exit = yield* Effect.exit(on(spec.thenDocument("1", 6)))
    assert(Exit.isFailure(exit))
    assert.strictEqual(
      (Cause.squash(exit.cause) as Error).message,
      `The state is another.

  given     Added { n: 2 }
            Added { n: 3 }
            Added { n: 1 }
            Stopped
  expected  state: 6
  got       state: 5

First difference: expected 6, got 5`
    )
  }))
