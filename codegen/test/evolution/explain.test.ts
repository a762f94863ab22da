// Every rule has a text, and every text a rule: the names are taken from the code that reports them.
import { explain, explanationOf, ruleNames } from "@deciduous/codegen/evolution/explain"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"

const src = join(import.meta.dirname, "../../src")

/** The names of rules in the code: capitals, in quotes. */
const reported = new Set(
  readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/evolution[\\/]rules/.test(file))
    .flatMap((file) =>
      readFileSync(join(src, file), "utf8").match(/(?<=")[A-Z]+(?:_[A-Z]+)+(?=")|(?<=")STALE(?=")/g) ?? []
    )
)

/** Words of the YAML parser, and of a module or a lock that nothing can be checked with. */
const OTHERS = new Set([
  "BAD_DQ_ESCAPE",
  "BAD_INDENT",
  "BAD_SCALAR_START",
  "BLOCK_AS_IMPLICIT_KEY",
  "BLOCK_IN_FLOW",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
  "MULTIPLE_DOCS",
  "QUOTE_DOUBLE",
  "RESOURCE_EXHAUSTION",
  "TAB_AS_INDENT",
  "UNEXPECTED_TOKEN"
])

describe("explanations", () => {
  it("are there for every rule that is reported, and for no other", () => {
    const rules = [...reported].filter((name) => !OTHERS.has(name)).sort()
    assert.isAbove(rules.length, 90)
    assert.deepEqual(rules, ruleNames)
  })

  it("say what, why and how to mend, in whole sentences", () => {
    for (const name of ruleNames) {
      const { mend, what, why } = explanationOf(name) ?? assert.fail(name)
      for (const text of [what, why, mend]) assert.match(text, /^\S.*\.$/, name)
    }
    assert.match(
      explain("READ_CHANGED") ?? "",
      /^READ_CHANGED \(STORE\)\n\nWhat: .*\nWhy: .*\nMend: .*\n\nAn error that can't be switched off/
    )
    assert.isUndefined(explain("toString"))
  })
})
