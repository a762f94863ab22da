import * as Progress from "@deciduous/example-loan-application/progress"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"

/** What is written while windows of 8,000 lines are handled, two seconds each, of 40,000. */
const watched = Effect.fnUntraced(function*(isTTY: boolean) {
  const written: Array<string> = []
  const { at, end } = yield* Progress.make({ isTTY, write: (text) => written.push(text) }, (lines) => lines / 40_000)
  for (let lines = 8_000; lines <= 40_000; lines += 8_000) {
    yield* TestClock.adjust("2 seconds")
    yield* at(lines)
  }
  yield* end
  return written
})

describe("progress", () => {
  it.effect("is a bar where somebody watches, drawn over itself", () =>
    Effect.gen(function*() {
      const written = yield* watched(true)
      assert.strictEqual(
        written[1],
        "\r[################------------------------] 16,000 lines, 4,000 lines/s\x1b[K"
      )
      assert.strictEqual(written.length, 6)
      assert.strictEqual(written.at(-1), "\n")
    }))

  it.effect("is a plain line every 20,000 lines elsewhere", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* watched(false), ["24,000 lines, 4,000 lines/s\n", "40,000 lines, 4,000 lines/s\n"])
    }))
})
