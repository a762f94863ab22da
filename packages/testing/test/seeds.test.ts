// Which seeds a run is asked for: by its environment.
import { assert, it } from "@effect/vitest"
import { seedsAsked } from "../src/internal/seeds.ts"

it("nothing is asked for where the environment says nothing", () => {
  assert.isUndefined(seedsAsked({}))
})

it("one seed has all the time that laws take", () => {
  assert.deepStrictEqual(seedsAsked({ DECIDUOUS_SEED: "17" }), [{ seed: 17 }])
})

it("many seeds end after their first histories", () => {
  const seeds = seedsAsked({ DECIDUOUS_SEED: "17", DECIDUOUS_SEEDS: "2" })
  assert.deepStrictEqual(seeds, [{ seed: 17, budget: 0 }, { seed: 18, budget: 0 }])
})

it("what is no number is refused, and not taken for nothing", () => {
  assert.throws(() => seedsAsked({ DECIDUOUS_SEEDS: "many" }), "DECIDUOUS_SEEDS is \"many\"")
})
