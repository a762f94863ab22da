// An inverse of `map` that vouches for what its map never makes is no reason for a false alarm.
import { laws } from "@deciduous/testing/laws/DeciderLaws"
import { report } from "@deciduous/testing/laws/Law"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { Aggregate, Decider, eventSet, R, S } from "./domain.ts"

type Event = { readonly _tag: "Named"; readonly name: string; readonly pairs: number }
type Command = { readonly _tag: "Name"; readonly name: string; readonly pairs: number }

/** It relies on what its commands promise: names are trimmed and in small letters, and pairs are even. */
const shelf = Aggregate.make({
  events: eventSet<Event>("Shelf", { Named: { name: R.Text, pairs: S.Int } }),
  decider: Decider.make({
    initialState: { names: [], pairs: 0 },
    evolve: (shelf: { readonly names: ReadonlyArray<string>; readonly pairs: number }, { name, pairs }: Event) => ({
      names: [...shelf.names, name],
      pairs: shelf.pairs + pairs
    }),
    decide: ({ name, pairs }: Command) => Decider.accept<Event>({ _tag: "Named", name, pairs }),
    isTerminal: () => false
  })
})
const invariants = {
  "names are plain": ({ names }: { readonly names: ReadonlyArray<string> }) =>
    names.every((name) => name === plain(name)) || JSON.stringify(names),
  "there are only pairs": ({ pairs }: { readonly pairs: number }) => pairs % 2 === 0 || `${pairs} pieces`
}
const plain = (text: string): string => text.trim().toLowerCase()

const command = (name: fc.Arbitrary<string>, pairs: fc.Arbitrary<number>) => ({
  commands: { Name: fc.record({ _tag: fc.constant("Name"), name, pairs }) as fc.Arbitrary<Command> }
})
const text = fc.string()
const whole = fc.integer({ min: 0, max: 1000 })

describe("inverses of map", () => {
  const brokenBy = (arbitraries: ReturnType<typeof command>, seed: number) =>
    laws(shelf, { arbitraries, invariants, seed, histories: 40, budget: 0 }).map((law) => law.check())
      .filter((verdict) => verdict._tag === "Fails").map(report)
  const seeds = Array.from({ length: 6 }, (_, seed) => seed + 1)

  it.each([
    ["absent", command(text.map(plain), whole.map((n) => 2 * n))],
    [
      "strict",
      command(text.map(plain, (name) => unlike(plain, name)), whole.map((n) => 2 * n, (n) => n as number / 2))
    ],
    ["loose", command(text.map(plain, String), whole.map((n) => 2 * n, (n) => Math.floor(n as number / 2)))],
    [
      "loose and deep",
      command(fc.oneof(text.map(plain, String), fc.constant("a")), whole.map((n) => 2 * n, Math.trunc as never))
    ]
  ])("raise no alarm where they are %s", (_, arbitraries) => {
    assert.deepStrictEqual(seeds.flatMap((seed) => brokenBy(arbitraries, seed)), [])
  })

  it("stay as their author has made them", () => {
    const name = text.map(plain, String)
    brokenBy(command(name, whole), 1)
    assert.isTrue(name.canShrinkWithoutContext(" A "))
  })
})

/** An inverse as fast-check asks for it: it throws for what its map never makes. */
const unlike = (map: (text: string) => string, made: unknown): string => {
  if (typeof made !== "string" || map(made) !== made) throw new Error("not made here")
  return made
}
