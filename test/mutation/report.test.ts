import * as fs from "node:fs"
import { assert, describe, it } from "vitest"
import {
  type Mutant,
  type Report,
  score,
  sum,
  survivorsOf,
  tableOf,
  tallyOf,
  withoutSurvivors,
  withUntried
} from "./report.ts"
import { targets } from "./targets.ts"
import { root } from "./tree.ts"

const source = "export const isOld = (age: number) => {\n  return age >= 65\n}\n"

/** `age >= 65`, unless told otherwise. */
const mutant = (status: Mutant["status"], from = { line: 2, column: 10 }, to = { line: 2, column: 19 }): Mutant => ({
  mutatorName: "EqualityOperator",
  replacement: "age > 65",
  status,
  location: { start: from, end: to }
})

const report: Report = {
  files: {
    "a.ts": { source, mutants: [mutant("Killed"), mutant("Timeout"), mutant("RuntimeError"), mutant("Ignored")] },
    "b.ts": {
      source,
      mutants: [
        mutant("Killed", { line: 2, column: 3 }, { line: 2, column: 9 }),
        mutant("Survived"),
        mutant("NoCoverage", { line: 1, column: 39 }, { line: 3, column: 2 })
      ]
    },
    "types.ts": { source: "", mutants: [] }
  }
}

describe("what is said of mutants", () => {
  it("counts those that were noticed, those that survived, and no others", () => {
    assert.deepStrictEqual(Object.values(report.files).map(({ mutants }) => tallyOf(mutants)), [
      { noticed: 2, survived: 0, notRun: 0 },
      { noticed: 1, survived: 2, notRun: 1 },
      { noticed: 0, survived: 0, notRun: 0 }
    ])
  })

  it("says 100 where all were noticed, and never for more than there were", () => {
    assert.strictEqual(score({ noticed: 5, survived: 0, notRun: 0 }), 100)
    assert.strictEqual(score({ noticed: 9999, survived: 1, notRun: 0 }), 99.9)
    assert.strictEqual(score(sum(Object.values(report.files).map(({ mutants }) => tallyOf(mutants)))), 60)
  })

  it("shows the whole, then the files, the lowest score first", () => {
    assert.strictEqual(
      tableOf("both", report),
      [
        "| | mutants | survived | noticed |",
        "| --- | --: | --: | --: |",
        "| **both**, 2 files | 5 | 2 | 60.0 % |",
        "| `b.ts` | 3 | 2 | 33.3 % |",
        "| `a.ts` | 2 | 0 | 100.0 % |"
      ].join("\n")
    )
  })

  it("names what survived: the place, what stands there, and what may stand there as well", () => {
    assert.deepStrictEqual(survivorsOf(report), [
      "b.ts:2:10 EqualityOperator: age >= 65 -> age > 65",
      "b.ts:1:39 (no test runs it) EqualityOperator: { return age >= 65 } -> age > 65"
    ])
  })
})

describe("what survived", () => {
  const without = withoutSurvivors(report, ["b.ts"])
  const countOf = ({ files }: Report) => Object.values(files).map(({ mutants }) => mutants.length)

  it("is tried again, in the files that are asked for", () => {
    assert.deepStrictEqual(countOf(without), [4, 1, 0])
    assert.deepStrictEqual(withoutSurvivors(report, ["a.ts"]), report)
    assert.deepStrictEqual(withoutSurvivors(report, []), without)
  })

  it("is not forgotten where a run was interrupted before it was tried, or never came to its file", () => {
    assert.deepStrictEqual(withUntried(without, report), report)
    const { "b.ts": _, ...others } = without.files
    assert.strictEqual(withUntried({ files: others }, report).files["b.ts"]?.mutants.length, 2)
  })

  it("is known no more where it was noticed, or its file has changed", () => {
    const [killed, , untested] = report.files["b.ts"]!.mutants
    const noticed: Report = { files: { ...report.files, "b.ts": { source, mutants: [killed!, mutant("Killed")] } } }
    assert.deepStrictEqual(withUntried(noticed, report).files["b.ts"]?.mutants.slice(2), [untested])
    const changed: Report = { files: { ...report.files, "b.ts": { source: "other", mutants: [] } } }
    assert.deepStrictEqual(withUntried(changed, report), changed)
  })
})

describe("each target", () => {
  const notFound = (globs: ReadonlyArray<string>) =>
    globs.filter((glob) => fs.globSync(glob.replace("!", ""), { cwd: root }).length === 0)

  it.each(Object.entries(targets))("names files that are there: %s", (_, { mutate, tests }) => {
    assert.deepStrictEqual(notFound([...mutate, ...tests]), [])
  })
})
