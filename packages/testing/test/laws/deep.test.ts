// A bug five commands deep is found by a default run, and told in exactly those five.
import { laws } from "@deciduous/testing/laws/DeciderLaws"
import { asked } from "@deciduous/testing/laws/Seeds"
import { assert, describe, it } from "@effect/vitest"
import * as Deep from "./deep.ts"

/** A hundred by `DECIDUOUS_SEEDS=100`. */
const seeds = (asked() ?? [1, 2, 3, 4, 5].map((seed) => ({ seed }))).map(({ seed }) => seed)

/** Milliseconds, for many seeds on a machine that has other things to do. */
const timeout = 60_000 * Math.max(1, seeds.length / 5)

describe("five commands", () => {
  const commandsOf = (law: string, all: ReturnType<typeof laws>): number => {
    const verdict = all.find(({ name }) => name === law)!.check()
    // each command but the last is one event, and the last is there with its event
    return verdict._tag === "Holds" ? 0 : verdict.counterexample.split("_tag").length - 2
  }
  const found = (law: string, run: (seed: number) => ReturnType<typeof laws>) => {
    const others = seeds.filter((seed) => commandsOf(law, run(seed)) !== 5)
    assert.isAtMost(others.length, seeds.length / 20, `not in five commands by seeds ${others.join(", ")}`)
  }

  it("cancel a parcel that is shipped", { timeout }, () =>
    found(
      "is not cancelled once shipped",
      (seed) => laws(Deep.parcel.aggregate, { ...Deep.parcel.options, seed })
    ))

  it(
    "seat five at a table of four",
    { timeout },
    () => found("seats four", (seed) => laws(Deep.table.aggregate, { ...Deep.table.options, seed }))
  )

  it(
    "take more from a stock than there is",
    { timeout },
    () => found("takes no more than there is", (seed) => laws(Deep.stock.aggregate, { ...Deep.stock.options, seed }))
  )
})
