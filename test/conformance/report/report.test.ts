// The report of conformance: what it reads out of tests' names, and when it lets a run pass.
import { describe, expect, it } from "vitest"
import type { Backend } from "./backends.ts"
import { resultsOf } from "./results.ts"
import { type Group, groups } from "./rules.ts"
import { tableOf } from "./table.ts"
import { gapsOf, problemsOf, verdictsOf } from "./verdicts.ts"

const test = (title: string, block: string, { file = "test/a.test.ts", status = "passed" } = {}) => ({
  name: `there/${file}`,
  status,
  assertionResults: [{ ancestorTitles: [block], title, status }]
})

describe("the results of tests", () => {
  it("are read from their names: rule, backend, and why something is not supported", () => {
    const results = resultsOf({
      testResults: [
        test("[7] all or none", "an event store: memory"),
        test("[7] all or none", "appends on PostgreSQL, strict", { status: "failed" }),
        test("[13] after a crash (not supported: it has none)", "an event store: PGlite", { status: "skipped" }),
        test("[13] after a crash", "a crash", { file: "test/fault/crash.test.ts" }),
        test("[67] at the start", "an event set"),
        test("counts to [7] and on", "numbers")
      ]
    })
    expect(results.map(({ backend, outcome, rule }) => [rule, backend, outcome])).toEqual([
      [7, "memory", "passed"],
      [7, "PostgreSQL, strict", "failed"],
      [13, "PGlite", { unsupported: "it has none" }],
      [13, "PostgreSQL", "passed"],
      [67, undefined, "passed"]
    ])
  })
})

const some: ReadonlyArray<Group> = [
  { name: "A", rules: { 1: "one", 2: "two", 3: "three" }, later: { 3: "not yet" } },
  { name: "B", rules: { 4: "four" }, later: "much later" }
]
const two: ReadonlyArray<Backend> = [{ name: "big", without: {} }, { name: "small", without: { 2: "too small" } }]
const result = (rule: number, backend: string | undefined, outcome: "passed" | "failed" = "passed") => ({
  rule,
  backend,
  outcome,
  title: "it holds"
})
const good = [result(1, undefined), result(2, "big")]
const judged = (results: ReadonlyArray<ReturnType<typeof result>>, gaps = "") =>
  problemsOf(verdictsOf(some, two, results), gapsOf(gaps), results)

describe("a run", () => {
  it("passes where every rule of every store holds, has a reason, or comes later", () => {
    expect(judged(good)).toEqual([])
    expect(tableOf(some, two, verdictsOf(some, two, good))).toMatchInlineSnapshot(`
      "### A

      |   | rule      | big   | small |
      | - | --------- | ----- | ----- |
      | 1 | one       | ✓ 1   | ✓ 1   |
      | 2 | two       | ✓ 1   | – (a) |
      | 3 | three (b) | later | later |

      ### B

      Later: much later.

      - 4: four

      ### Notes

      - (a) too small
      - (b) not yet"
    `)
  })

  it("does not pass with a broken rule, unless that is known", () => {
    const broken = [...good, result(1, "small", "failed")]
    expect(judged(broken)).toEqual(["[1] fails on small: it holds"])
    expect(judged(broken, "# why\n1 small: it is")).toEqual([])
  })

  it("does not pass with a rule that no test names", () => {
    expect(judged([result(1, undefined), result(2, "small")])).toEqual([
      "[2] has no test on big: write one, or say in report/backends.ts why there is none."
    ])
  })

  it("does not pass with a gap that is none", () => {
    expect(judged(good, "1 big: it was broken")).toEqual([
      "known-gaps.txt has rule 1 on big, which holds now: remove the line."
    ])
    expect(judged(good, "1 huge: what")).toEqual(["known-gaps.txt has rule 1 on huge, and there is no such cell."])
    expect(() => gapsOf("1 big")).toThrow("Write: <rule> <backend>: <why>")
  })

  it("does not pass with a test of a rule that does not exist", () => {
    expect(judged([...good, result(99, "big")])).toEqual(["[99] it holds: there is no rule of that number."])
  })
})

describe("the list of rules", () => {
  it("has the numbers 1 to 117, each once", () => {
    const numbers = groups.flatMap(({ rules }) => Object.keys(rules).map(Number))
    expect(numbers).toEqual(Array.from({ length: 117 }, (_, i) => i + 1))
  })
})
