// Correct domains break no law, whatever the seed; and laws that were tried on nothing say so.
import { laws } from "@deciduous/testing/laws/DeciderLaws"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { names, textOf } from "./broken.ts"
import * as Counter from "./counter.ts"
import { Aggregate, commands, Decider, eventSet } from "./domain.ts"

const seeds = Array.from({ length: 20 }, (_, seed) => seed)

describe("laws hold", () => {
  it.each(seeds)("of a counter with a limit, by seed %i", (seed) => {
    const { arbitraries, invariants } = Counter
    assert.deepStrictEqual(names(laws(Counter.counter(), { arbitraries, invariants, seed, budget: 0 })), [])
  })

  type Event = { readonly _tag: "CoinPaid" } | { readonly _tag: "Passed" }
  type Command = { readonly _tag: "PayCoin" } | { readonly _tag: "Pass" }
  const turnstile = Aggregate.make({
    decider: Decider.make({
      initialState: "locked",
      evolve: (_: "locked" | "open", event: Event) => event._tag === "CoinPaid" ? "open" : "locked",
      decide: (command: Command, state) =>
        command._tag === "PayCoin"
          ? Decider.accept(...(state === "open" ? [] : [{ _tag: "CoinPaid" } as const]))
          : state === "open"
          ? Decider.accept({ _tag: "Passed" } as const)
          : Decider.reject("Locked" as const)
    }),
    events: eventSet<Event>("Turnstile", { CoinPaid: {}, Passed: {} })
  })

  it.each(seeds)(
    "of a turnstile, by seed %i",
    (seed) =>
      assert.deepStrictEqual(
        names(laws(turnstile, { arbitraries: commands<Command>({ PayCoin: {}, Pass: {} }), seed, budget: 0 })),
        []
      )
  )

  it("not of a decider that accepts none of the commands", () =>
    assert.strictEqual(
      textOf(
        "the histories reach every event and rejection",
        laws(turnstile, { arbitraries: commands<Command>({ Pass: {} } as never), seed: 1, budget: 0 })
      ),
      `No command was accepted, so nothing was shown. Give commands that the initial state accepts.

  Pass  accepted 0, Locked 990
  events: none`
    ))
})

describe("a seed", () => {
  const broken = Counter.counter({
    decide: (command, state) =>
      command._tag === "Add" && command.n === 500 + state.sum ? Decider.reject("Odd") : Counter.decide(command, state)
  })
  const run = (seed: number) =>
    laws(broken, {
      arbitraries: Counter.arbitraries,
      seed,
      budget: 0,
      decisions: {
        "is never odd": (_, __, decision) => decision._tag !== "Failure" || decision.failure !== "Odd" || "odd"
      }
    })

  it("finds the same history again", () =>
    assert.deepStrictEqual(run(5).map((law) => law.check()), run(5).map((law) => law.check())))

  it("is printed, and another each time", () => {
    const seed = () =>
      laws(Counter.counter(), { arbitraries: { commands: {} }, histories: 1, budget: 0 })[0]!.check().seed
    assert.notStrictEqual(seed(), seed())
    assert.isTrue(fc.integer().canShrinkWithoutContext(seed()))
  })
})
