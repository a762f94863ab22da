// Which patterns fast-check makes text from: codegen, which does not use fast-check, must know it all the same.
import { isGenerable } from "@deciduous/codegen/lint/generable"
import fc from "fast-check"
import { assert, describe, it } from "vitest"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)

const pieces = [
  ..."a . a* b+? x{2,3} ^ $ | [a-z] [^(|)] [\\]] [\\b] [] [^] \\[ \\] \\( \\) \\\\ \\| \\. \\/ \\n \\0 \\d \\p{Lu} \\u{61} \\x61"
    .split(" "),
  ..."(?:a|b) (c) (?<n>d) (?=a) (?!b) (?<=a) (?<!b) () (?:) (?<m>) (|a) (a|) \\b \\B \\1 \\k<n>".split(" ")
]

const pattern = fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((made) => made.join("")).filter(compiles)

describe(`patterns (seed ${seed})`, () => {
  it("are taken for generable where fast-check can read them, and only there", () => {
    fc.assert(
      fc.property(pattern, (pattern) => {
        const made = sample(pattern)
        assert.equal(isGenerable(pattern), made !== undefined)
      }),
      { seed, numRuns: 2_000 }
    )
  })

  it("are not where fast-check reads something else", () => {
    assert.notMatch(sample("^\\cA$")![0]!, /^\cA$/u)
    for (const pattern of ["\\cA", "[\\cA]"]) assert.isFalse(isGenerable(pattern), pattern)
  })
})

const sample = (pattern: string): ReadonlyArray<string> | undefined => {
  try {
    return fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { seed, numRuns: 5 })
  } catch {
    return undefined
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "u")
    return true
  } catch {
    return false
  }
}
