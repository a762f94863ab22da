// The bugs that people make in deciders, one in each small domain: each is found, and told on the shortest history.
import { assert, describe, it } from "@effect/vitest"
import { reportOf } from "./broken.ts"
import * as Counter from "./counter.ts"
import { Decider as D } from "./domain.ts"

const { counter } = Counter
const total = "decide and evolve answer whatever comes"
const unchanged = "decide and evolve change nothing that they are given"
const alone = "decide and evolve depend on nothing but what they are given"
const ended = "a terminal state accepts nothing, and stays terminal"

/** Found whatever the seed, and told alike. */
const seeds = [1, 2, 3]

const found = (law: string, aggregate: ReturnType<typeof counter>, text: string) => {
  for (const seed of seeds) {
    const { arbitraries, invariants } = Counter
    assert.strictEqual(reportOf(law, aggregate, { arbitraries, invariants, seed }), text, `seed ${seed}`)
  }
}

describe("a decider that is no function", () => {
  it("changes the state in place", () =>
    found(
      unchanged,
      counter({
        evolve: (state, event) => {
          if (event._tag !== "Added") return Counter.evolve(state, event)
          const mutable: { sum: number } = state
          mutable.sum += event.n
          return state
        }
      }),
      `evolve changed the state that it was given: at /sum: expected 0, got 1

Spec.given(Counter.decider).when({ _tag: "Add", n: 1 }).thenEvents({ _tag: "Added", n: 1 })`
    ))

  it("writes into the state what is there already", () =>
    found(
      unchanged,
      counter({
        decide: (command, state) => {
          const mutable: { stopped: boolean } = state
          if (command._tag === "Add") mutable.stopped = state.stopped
          return Counter.decide(command, state)
        }
      }),
      `decide wrote into what it was given: Cannot assign to read only property 'stopped' of object '#<Object>'

Spec.given(Counter.decider).when({ _tag: "Add", n: 1 }).thenEvents({ _tag: "Added", n: 1 })`
    ))

  it("reads the clock", () =>
    found(
      alone,
      counter({
        decide: (command, state) =>
          command._tag === "Remove" && Date.now() < 0 ? D.reject("TooEarly") : Counter.decide(command, state)
      }),
      `decide used Date.now. It may use nothing but what it is given.

Spec.given(Counter.decider).when({ _tag: "Remove", n: 1 }).thenFails("TooLittle")`
    ))

  it("reads the clock by a constructor", () =>
    found(
      alone,
      counter({
        evolve: (state, event) =>
          event._tag === "Added" && new Date().getTime() < 0 ? state : Counter.evolve(state, event)
      }),
      `evolve used new Date(). It may use nothing but what it is given.

Spec.given(Counter.decider).when({ _tag: "Add", n: 1 }).thenEvents({ _tag: "Added", n: 1 })`
    ))

  it("draws a number at random", () =>
    found(
      alone,
      counter({
        decide: (command, state) =>
          command._tag === "Stop" && Math.random() > 2 ? D.reject("Unlucky") : Counter.decide(command, state)
      }),
      `decide used Math.random. It may use nothing but what it is given.

Spec.given(Counter.decider).when({ _tag: "Stop" }).thenEvents({ _tag: "Stopped" })`
    ))

  it("remembers what it decided before", () => {
    const seen = new Set<number>()
    const aggregate = counter({
      decide: (command, state) => {
        if (command._tag !== "Add") return Counter.decide(command, state)
        if (seen.has(command.n)) return D.reject("Again")
        seen.add(command.n)
        return Counter.decide(command, state)
      }
    })
    const text = reportOf(alone, aggregate, { arbitraries: Counter.arbitraries, seed: 1 })
    assert.match(text, /^To the same command on the same state decide or evolve answered otherwise the second time: /)
    assert.match(text, /"Again"/)
  })
})

describe("a decider that is not total", () => {
  it("throws in evolve on some state", () =>
    found(
      total,
      counter({
        evolve: (state, event) => {
          if (event._tag === "Removed" && event.n === state.sum) throw new RangeError("division by zero")
          return Counter.evolve(state, event)
        }
      }),
      `evolve threw RangeError: division by zero

Spec.given(
  Counter.decider,
  { _tag: "Added", n: 1 }
).when({ _tag: "Remove", n: 1 }).thenEvents({ _tag: "Removed", n: 1 })`
    ))

  it("forgets a case in evolve", () =>
    found(
      total,
      counter({
        evolve: (state, event) => event._tag === "Stopped" ? undefined as never : Counter.evolve(state, event)
      }),
      `evolve answered undefined to Stopped, which is no state

Spec.given(Counter.decider).when({ _tag: "Stop" }).thenEvents({ _tag: "Stopped" })`
    ))

  it("forgets a case in decide", () =>
    found(
      total,
      counter({
        decide: (command, state) => command._tag === "Stop" ? undefined as never : Counter.decide(command, state)
      }),
      `decide answered undefined, which is no decision: use accept or reject

Spec.given(Counter.decider).when({ _tag: "Stop" }) // no answer`
    ))
})

describe("a decider that does not keep its word", () => {
  it("lets the sum go one above the limit", () =>
    found(
      "is from 0 to the limit",
      counter({
        decide: (command, state) =>
          !state.stopped && command._tag === "Add" && state.sum + command.n === Counter.limit + 1
            ? D.accept({ _tag: "Added", n: command.n })
            : Counter.decide(command, state)
      }),
      `the sum is 101

Spec.given(Counter.decider).when({ _tag: "Add", n: 101 }).thenEvents({ _tag: "Added", n: 101 })`
    ))

  it("accepts after the end", () =>
    found(
      ended,
      counter({
        decide: (command, state) =>
          Counter.decide(command, command._tag === "Add" ? { ...state, stopped: false } : state)
      }),
      `Add is accepted although the state is terminal.

Spec.given(Counter.decider, { _tag: "Stopped" }).when({ _tag: "Add", n: 1 }).thenEvents({ _tag: "Added", n: 1 })`
    ))

  it("opens again in the decision that ends it", () =>
    found(
      ended,
      counter({
        decide: (command, state) =>
          command._tag === "Stop" && !state.stopped
            ? D.accept({ _tag: "Stopped" }, { _tag: "Added", n: 1 })
            : Counter.decide(command, state),
        evolve: (state, event) => ({ ...Counter.evolve(state, event), stopped: event._tag === "Stopped" })
      }),
      `Added opens again what Stopped had ended.

Spec.given(Counter.decider).when({ _tag: "Stop" }).thenEvents({ _tag: "Stopped" }, { _tag: "Added", n: 1 })`
    ))

  it("starts where it may not be", () =>
    assert.strictEqual(
      reportOf("is positive", counter(), {
        arbitraries: Counter.arbitraries,
        invariants: { "is positive": ({ sum }) => sum > 0 || `the sum is ${sum}` }
      }),
      `In the initial state: the sum is 0

Spec.given(Counter.decider)`
    ))

  it("takes another amount than was asked", () => {
    const aggregate = counter({
      decide: (command, state) =>
        command._tag === "Remove" && command.n > state.sum && state.sum > 0
          ? D.accept({ _tag: "Removed", n: state.sum })
          : Counter.decide(command, state)
    })
    assert.strictEqual(
      reportOf("takes what was asked", aggregate, {
        arbitraries: Counter.arbitraries,
        seed: 1,
        decisions: {
          "takes what was asked": (before, command, decision, after) =>
            command._tag !== "Remove" || decision._tag === "Failure" || before.sum - after.sum === command.n
            || `${before.sum - after.sum} instead of ${command.n}`
        }
      }),
      `1 instead of 2

Spec.given(
  Counter.decider,
  { _tag: "Added", n: 1 }
).when({ _tag: "Remove", n: 2 }).thenEvents({ _tag: "Removed", n: 1 })`
    )
  })
})
