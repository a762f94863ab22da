// What a law prints fits on a screen, and is a test: pasted, it says what happens now, and fails once the bug is mended.
import { Spec } from "@deciduous/testing"
import { laws } from "@deciduous/testing/laws/DeciderLaws"
import { report } from "@deciduous/testing/laws/Law"
import { laws as viewLaws } from "@deciduous/testing/laws/ViewLaws"
import { assert, describe, it } from "@effect/vitest"
import { arbitraries, type Command, decide, type Event, evolve, limit, type State } from "./counter.ts"
import { Aggregate, Decider, eventSet, S } from "./domain.ts"

const counter = (parts: { readonly decide?: typeof decide; readonly evolve?: typeof evolve }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: { sum: 0, stopped: false },
      decide,
      evolve,
      isTerminal: ({ stopped }) => stopped,
      ...parts
    }),
    events: eventSet<Event>("Counter", { Added: { n: S.Int }, Removed: { n: S.Int }, Stopped: {} })
  })

/** One more than the limit may be added. */
const generous = (command: Command, state: State) =>
  command._tag === "Add" && state.sum + command.n === limit + 1 && !state.stopped
    ? Decider.accept<Event>({ _tag: "Added", n: command.n })
    : decide(command, state)

/** Runs printed code where the names that it speaks of are known. */
const paste = (printed: string, known: Readonly<Record<string, unknown>>): void => {
  new Function(...Object.keys(known), printed)(...Object.values(known))
}

describe("what a law prints", () => {
  const broken = (seed: number) => {
    const all = laws(counter({ decide: generous }), {
      arbitraries,
      seed,
      invariants: { "is within its limit": ({ sum }) => sum <= limit || `the sum is ${sum}` }
    })
    const verdict = all.find(({ name }) => name === "is within its limit")!.check()
    assert(verdict._tag === "Fails")
    return verdict
  }

  it.each([1, 2, 3])("of a decider is a spec that holds today, and not once it is mended, by seed %i", (seed) => {
    const verdict = broken(seed)
    assert.isAtMost(report(verdict).split("\n").length, 24)
    paste(verdict.counterexample, { Spec, Counter: counter({ decide: generous }) })
    assert.throws(() => paste(verdict.counterexample, { Spec, Counter: counter({}) }), /thenEvents|TooMuch|expected/i)
  })

  it("of a view is a spec of its document", () => {
    const view = {
      initialState: 0,
      evolve: (sum: number, event: Event) => event._tag === "Added" ? sum + event.n : sum
    }
    const verdict = viewLaws("sums", view, {
      from: [{ aggregate: counter({}), arbitraries }],
      keyOf: ({ aggregateId }) => aggregateId,
      seed: 1,
      invariants: { "is small": (sum) => sum < 50 || `the sum is ${sum}` }
    }).find(({ name }) => name === "is small")!.check()
    assert(verdict._tag === "Fails")
    assert.isAtMost(report(verdict).split("\n").length, 24)
    paste(verdict.counterexample, { Spec, sums: view })
    const mended = { ...view, evolve: () => 0 }
    assert.throws(() => paste(verdict.counterexample, { Spec, sums: mended }))
  })
})
