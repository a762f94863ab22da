// Legal files that are regretted later: every golden case shows all its warnings, and nothing is said of its neighbours.
import { generate } from "@deciduous/codegen"
import { formatDiagnostics, settle } from "@deciduous/codegen/diagnostic"
import { lint } from "@deciduous/codegen/lint/index"
import { readCatalog } from "@deciduous/codegen/read/index"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { assertGolden, goldenCasesForLint, sentence } from "./golden.ts"

const cases = goldenCasesForLint.map((golden) => {
  const { catalog, problems, sources } = readCatalog({ folder: "in", cwd: golden.folder })
  assert.isDefined(catalog, formatDiagnostics(problems))
  return { golden, warnings: settle(lint(catalog), sources) }
})

describe("what is said of legal schema files", () => {
  for (const { golden, warnings } of cases) {
    it(sentence(golden), () => assertGolden(golden, new Map([["messages.txt", formatDiagnostics(warnings)]])))
  }

  it("every rule is shown by some case, and all are warnings", () => {
    const all = cases.flatMap(({ warnings }) => warnings)
    assert.deepEqual([...new Set(all.map(({ code }) => code))].sort(), RULES)
    assert.isTrue(all.every(({ severity }) => severity === "warning"))
  })

  it("what is named legal gets no message", () => {
    const blamed = cases.flatMap(({ warnings }) => warnings.filter(({ source }) => /^\s*legal\w*:/i.test(source ?? "")))
    assert.deepEqual(blamed, [])
  })

  it("nothing of the bank account", () => {
    const cwd = join(import.meta.dirname, "../..")
    const { diagnostics, lint } = generate({ schemas: "event-schemas", out: "generated", cwd, check: true })
    assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))], ["STALE"])
    assert.equal(formatDiagnostics(lint), "")
  })
})

const RULES = [
  "DESCRIPTION_PRESENT",
  "EVENT_NO_VERSION_IN_NAME",
  "EVENT_PASCAL_CASE",
  "EVENT_PAST_TENSE",
  "FIELD_CAMEL_CASE",
  "INTEGER_SAFE",
  "MONEY_NOT_NUMBER",
  "NULL_AND_OPTIONAL",
  "NUMBER_BARE",
  "PATTERN_BACKTRACKS",
  "PATTERN_NOT_GENERABLE",
  "TYPE_UNUSED"
]
