import { firstSize, maxSize, nextSize, type Took } from "#internal/worker/batchSize"
import { assert, describe, it } from "@effect/vitest"

/** The sizes of many batches, each of which takes a time of its own and some for each event. */
const sizes = (own: number, each: number): ReadonlyArray<number> => {
  const all: Array<number> = []
  let size = firstSize
  let last: Took | undefined
  for (let i = 0; i < 200; i++) {
    const now = { events: size, millis: own + each * size }
    all.push(size)
    size = nextSize(size, last, now, 25)
    last = now
  }
  return all.slice(100)
}

const least = (of: ReadonlyArray<number>) => of.reduce((one, other) => Math.min(one, other))
const most = (of: ReadonlyArray<number>) => of.reduce((one, other) => Math.max(one, other))

describe("the size of a batch", () => {
  it("is the largest where events take next to no time", () => {
    assert.strictEqual(least(sizes(1, 0.001)), maxSize)
  })

  it("is so small that slow events take the time that they may, and half more", () => {
    for (const each of [0.3, 1, 10]) {
      assert.isAtMost(most(sizes(1, each)) * each, 60)
    }
    assert.isAtMost(most(sizes(1, 100)), 2)
  })

  it("does not shrink where it is the database that takes the time", () => {
    for (const own of [30, 300]) {
      assert.isAtLeast(least(sizes(own, 0.01)), 100)
    }
  })
})
