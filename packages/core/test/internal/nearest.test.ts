import { assert, describe, it } from "@effect/vitest"
import { nearest } from "../../src/internal/nearest.ts"

describe("what was perhaps meant", () => {
  it("is the name that takes the fewest edits, whatever its case, and the first of several", () => {
    assert.strictEqual(nearest("amuont", ["account", "amount", "amounts"]), "amount")
    assert.strictEqual(nearest("HOLDER", ["older", "holder"]), "holder")
    assert.strictEqual(nearest("cat", ["bat", "rat"]), "bat")
  })

  it("takes at most a third of a name's letters, and of two letters one", () => {
    assert.strictEqual(nearest("ab", ["ac"]), "ac")
    assert.isUndefined(nearest("a", ["b"]))
    assert.strictEqual(nearest("abcde", ["abxye"]), "abxye")
    assert.isUndefined(nearest("abcd", ["abxy"]))
    assert.isUndefined(nearest("anything", []))
  })

  it("counts a letter that is missing, one too many, and one that is another", () => {
    for (const other of ["olders", "hholders", "hodders", "holder", "holdersx"]) {
      assert.strictEqual(nearest("holders", [other]), other)
    }
    assert.isUndefined(nearest("holders", ["redloh"]))
  })
})
