import { inWords } from "#internal/worker/inWords"
import { Data } from "effect"
import { expect, it } from "vitest"

class Departed extends Data.TaggedError("Departed") {}

it.each([
  [new Departed(), "Departed"],
  [new Error("no route"), "Error: no route"],
  [{ _tag: "Full", free: 3 }, "Full"],
  ["4111 1111 1111 1111", "a value without a name"]
])("says %o as %s", (error, words) => {
  expect(inWords(error)).toBe(words)
})
