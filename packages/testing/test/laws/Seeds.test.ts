// Which seeds a run is asked for: by its environment.
import { asked } from "@deciduous/testing/laws/Seeds"
import { assert, it } from "@effect/vitest"

it("nothing is asked for where the environment says nothing", () => {
  assert.isUndefined(asked({}))
})

it("one seed has all the time that laws take", () => {
  assert.deepStrictEqual(asked({ DECIDUOUS_SEED: "17" }), [{ seed: 17 }])
})

it("many seeds end after their first histories", () => {
  const seeds = asked({ DECIDUOUS_SEED: "17", DECIDUOUS_SEEDS: "2" })
  assert.deepStrictEqual(seeds, [{ seed: 17, budget: 0 }, { seed: 18, budget: 0 }])
})

it("what is no number is refused, and not taken for nothing", () => {
  assert.throws(() => asked({ DECIDUOUS_SEEDS: "many" }), "DECIDUOUS_SEEDS is \"many\"")
})
