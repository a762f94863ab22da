// The forms in which findings are printed, each read by what reads it.
import { error, note, warning, wholeFile } from "@deciduous/codegen/diagnostic"
import { report, summary } from "@deciduous/codegen/report/report"
import { assert, describe, it } from "vitest"

const findings = [
  error("VERSION_CHANGED", wholeFile("a b/A.v1.yaml"), "A v1 has changed: /a: <b> & \"c\".", "git checkout -- A."),
  warning("NUMBER_BARE", { file: "a.yaml", line: 3, column: 5 }, "50% of it,\nor: more \u0007."),
  note("UNION_GREW", { file: "a.yaml", line: 4, column: 1 }, "One more.")
]

describe("findings are printed", () => {
  it("as text, with a count that says what they are", () => {
    assert.match(report("text", findings), /help: git checkout -- A\.\n\n[^]*\n1 error, 1 warning, 1 note\.$/)
    assert.equal(summary([]), "Nothing found: old events stay readable.")
  })

  it("as JSON", () => {
    const read = JSON.parse(report("json", findings))
    assert.deepInclude(read, { ok: false, errors: 1, warnings: 1, notes: 1 })
    assert.deepEqual(read.findings[2], {
      file: "a.yaml",
      line: 4,
      column: 1,
      severity: "note",
      rule: "UNION_GREW",
      message: "One more."
    })
    assert.deepInclude(JSON.parse(report("json", [])), { ok: true, findings: [] })
  })

  it("as JUnit, escaped, with errors as failures", () => {
    const text = report("junit", findings)
    assert.include(text, `<testsuites name="deciduous check" tests="3" failures="1">`)
    assert.include(
      text,
      `<failure type="VERSION_CHANGED" message="A v1 has changed: /a: &lt;b&gt; &amp; &quot;c&quot;. help: git checkout -- A."/>`
    )
    assert.include(text, "\uFFFD")
    assert.equal((text.match(/<testcase /g) ?? []).length, 3)
    assert.include(report("junit", []), `<testcase classname="deciduous" name="check"/>`)
  })

  it("as workflow commands, a line each", () => {
    assert.deepEqual(report("github-actions", findings).split("\n"), [
      "::error file=a b/A.v1.yaml,title=VERSION_CHANGED::A v1 has changed: /a: <b> & \"c\".%0Ahelp: git checkout -- A.",
      "::warning file=a.yaml,line=3,col=5,title=NUMBER_BARE::50%25 of it,%0Aor: more \u0007.",
      "::notice file=a.yaml,line=4,col=1,title=UNION_GREW::One more."
    ])
    assert.equal(report("github-actions", []), "")
  })

  it("as SARIF, with the rules that they break", () => {
    const { runs: [run] } = JSON.parse(report("sarif", findings))
    assert.deepEqual(run.tool.driver.rules.map(({ id }: { readonly id: string }) => id), [
      "NUMBER_BARE",
      "UNION_GREW",
      "VERSION_CHANGED"
    ])
    assert.deepEqual(
      run.results.map((
        { level, ruleIndex }: { readonly level: string; readonly ruleIndex: number }
      ) => [level, ruleIndex]),
      [["error", 2], ["warning", 0], ["note", 1]]
    )
    assert.deepEqual(run.results[1].locations[0].physicalLocation, {
      artifactLocation: { uri: "a.yaml" },
      region: { startLine: 3, startColumn: 5 }
    })
    assert.equal(run.results[0].locations[0].physicalLocation.artifactLocation.uri, "a%20b/A.v1.yaml")
  })
})
