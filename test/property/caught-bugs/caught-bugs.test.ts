// The bugs that people make: each is caught by the laws' defaults, and told in three commands at most; the same thing
// without the bug breaks no law.
import { report } from "@deciduous/testing/laws/Law"
import { asked } from "@deciduous/testing/laws/Seeds"
import { assert, describe, it } from "@effect/vitest"
import { brokenOf, type Bug } from "./Bug.ts"
import * as Course from "./course.ts"
import * as Order from "./order.ts"
import * as Processes from "./processes.ts"
import * as Projections from "./projections.ts"
import * as Upcasters from "./upcasters.ts"
import * as Views from "./views.ts"
import * as Wallet from "./wallet.ts"

const bugs: ReadonlyArray<Bug> = [
  ...Order.bugs,
  ...Wallet.bugs,
  ...Course.bugs,
  ...Upcasters.bugs,
  ...Views.bugs,
  ...Processes.bugs,
  ...Projections.bugs
]

const runs = asked() ?? [{ seed: 1 }]

describe.each(runs)("by seed $seed", ({ seed }) => {
  it.each(bugs.map((bug) => [bug.name, bug] as const))("caught: %s", async (_, { faulty }) => {
    const broken = await brokenOf(faulty({ seed }))
    // a bug that is seen only by what it keeps others from being reached is seen by chance
    assert.isNotEmpty(broken.filter(({ length }) => length > 0))
    const shortest = Math.min(...broken.map(({ length }) => length))
    assert.isAtMost(shortest, 3, broken.map(report).join("\n\n"))
  })

  it.each(bugs.map((bug) => [bug.name, bug] as const))("not a bug: %s, mended", async (_, { correct }) => {
    const broken = await brokenOf(correct({ seed, budget: 0 }))
    assert.deepStrictEqual(broken.map(report), [])
  })
})

it("they are forty at least", () => assert.isAtLeast(bugs.length, 40))
