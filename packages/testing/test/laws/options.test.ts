// What a user may say of a decider beside its invariants: its snapshots, what commutes, what must be reached.
import { Snapshot } from "@deciduous/runtime"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as fc from "fast-check"
import { reportOf, textOf } from "./broken.ts"
import * as Counter from "./counter.ts"
import { Decider as D } from "./domain.ts"

const { arbitraries } = Counter
type CounterOptions = Options<Counter.Command, Counter.State, Counter.Event, Counter.Event, string>
const said = (law: string, options: Partial<CounterOptions>, aggregate = Counter.counter()) =>
  reportOf(law, aggregate, { arbitraries, seed: 1, ...options })

describe("a snapshot", () => {
  const law = "a state survives its snapshot"
  const whole = Schema.Struct({ sum: Schema.Int, stopped: Schema.Boolean })

  it("keeps a state that is JSON, or by a schema", () => {
    assert.strictEqual(said(law, { state: "json" }), "holds")
    assert.strictEqual(said(law, { state: whole }), "holds")
  })

  it("loses a field", () => {
    const lossy = Schema.Struct({ sum: Schema.Int }) as never as typeof whole
    assert.match(
      said(law, { state: lossy }),
      /^The state comes back otherwise: at \/stopped: expected false, got nothing\n\nSpec\.given\(Counter\.decider\)\.when/
    )
  })

  it("is the aggregate's own, where it has one", () => {
    const of = (state: typeof whole) => Aggregate.make({ ...Counter.counter(), state, snapshots: Snapshot.every(2) })
    const upTo = Schema.Struct({ sum: Schema.Int.check(Schema.isLessThan(50)), stopped: Schema.Boolean })
    const run = (state: typeof whole) => textOf(law, laws(of(state), { arbitraries, seed: 1, budget: 0 }))
    assert.strictEqual(run(whole), "holds")
    assert.match(run(upTo), /^Counter .*cannot write a snapshot: the state at version 1 does not fit its own schema/)
  })
})

describe("neighbouring events", () => {
  it("give the same state in either order, or are told", () => {
    const kept = Counter.counter({
      evolve: (state, event) =>
        event._tag === "Stopped" && state.sum > 5 ? { sum: 0, stopped: true } : Counter.evolve(state, event)
    })
    const commutes = [["Added", "Removed"], ["Added", "Stopped"]] as const
    assert.strictEqual(said("Added and Removed may come in either order", { commutes }, kept), "holds")
    assert.match(
      said("Added and Stopped may come in either order", { commutes }, kept),
      /^Stopped before Added gives another state: at \/sum: expected 0, got 6\n/
    )
  })
})

describe("what must be reached", () => {
  const law = "the histories reach every event and rejection"
  const rejections = ["Stopped", "TooMuch", "TooLittle"]

  it("is", () => assert.strictEqual(said(law, { rejections, budget: 500 }), "holds"))

  it("is told where it is not, with what was met", () => {
    const text = said(law, { rejections: [...rejections, "TooLate"], budget: 50 })
    assert.match(text, /^Never reached: TooLate\. Is there a way to it\?/)
    assert.match(text, /\n {2}Remove {2}accepted \d+, .*TooLittle \d+/)
    assert.match(text, /\n {2}events: .*Added \d+/)
  })

  it("need not be, for a reason", () =>
    assert.strictEqual(
      said(law, { rejections: ["Stopped", "TooLate"], neverReached: { TooLate: "only imported" }, budget: 50 }),
      "holds"
    ))

  it("is each event that can be written", () => {
    const events = {
      Added: fc.constant<Counter.Event>({ _tag: "Added", n: 1 }),
      Stopped: fc.constant<Counter.Event>({ _tag: "Stopped" })
    }
    const never = Counter.counter({
      decide: (command, state) => command._tag === "Stop" ? D.reject("Never") : Counter.decide(command, state)
    })
    assert.match(said(law, { arbitraries: { ...arbitraries, events }, budget: 50 }, never), /^Never reached: Stopped\./)
  })
})

describe("commands that fit the state", () => {
  it("reach what chance does not", () => {
    const exactly = Counter.counter({
      decide: (command, state) =>
        command._tag === "Add" && command.n === 987_654_321 - state.sum
          ? D.reject("Odd")
          : Counter.decide(command, state)
    })
    const decisions: CounterOptions["decisions"] = {
      "is never odd": (_, __, decision) => decision._tag !== "Failure" || decision.failure !== "Odd" || "odd"
    }
    const Add = ({ sum }: Counter.State) => fc.constant<Counter.Command>({ _tag: "Add", n: 987_654_321 - sum })
    assert.strictEqual(said("is never odd", { decisions }, exactly), "holds")
    assert.match(said("is never odd", { decisions, commands: { Add } }, exactly), /^odd\n/)
  })
})
