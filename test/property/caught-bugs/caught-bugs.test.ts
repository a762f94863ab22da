// The bugs that people make: each is caught by the laws' defaults, and told in three commands, or in so many as it takes; of
// the same things without the bug, and of others that only look odd, no law complains. `DECIDUOUS_SEEDS` asks for more seeds.
import { report } from "@deciduous/testing/laws/Law"
import { asked } from "@deciduous/testing/laws/Seeds"
import { assert, describe, it } from "@effect/vitest"
import { brokenOf } from "./Bug.ts"
import { bugs, sound } from "./list.ts"

const runs = asked() ?? [{ seed: 1 }]

describe.each(runs)("by seed $seed", ({ seed }) => {
  it.each(bugs)("caught: $name", async ({ faulty, most = 3 }) => {
    const broken = await brokenOf(faulty({ seed }))
    // a bug that is seen only by what it keeps others from being reached is seen by chance
    assert.isNotEmpty(broken.filter(({ length }) => length > 0))
    const shortest = Math.min(...broken.map(({ length }) => length))
    assert.isAtMost(shortest, most, broken.map(report).join("\n\n"))
  })

  it.each(sound)("sound: $name", async ({ laws }) => {
    const broken = await brokenOf(laws({ seed, budget: 0 }))
    assert.deepStrictEqual(broken.map(report), [])
  })
})

it("they are a hundred and thirty at least", () => assert.isAtLeast(bugs.length, 130))
