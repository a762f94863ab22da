// `pnpm conformance`: runs every test that names a rule, prints rules x backends, and writes docs/conformance.md.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { backends } from "./backends.ts"
import { brokenFiles, resultsOf, type VitestReport } from "./results.ts"
import { groups } from "./rules.ts"
import { tableOf } from "./table.ts"
import { gapsOf, problemsOf, verdictsOf } from "./verdicts.ts"

const root = path.resolve(import.meta.dirname, "../../..")
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8")

/** Test files in which a name begins with a rule's number, or which run a suite. */
const numbered = (): ReadonlyArray<string> =>
  fs.globSync("{packages/*,codegen,examples/*}/test/**/*.test.ts", { cwd: root })
    .concat(fs.globSync("test/{compatibility,conformance,fault,property,system}/**/*.test.ts", { cwd: root }))
    .filter((file) => !file.includes("report") && /["'`]\[\d+\] |\/suites\/\w+Suite"/.test(read(file)))
    .map((file) => file.replaceAll(path.sep, "/"))
    .toSorted()

const run = (files: ReadonlyArray<string>): { readonly report: VitestReport; readonly status: number | null } => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-conformance-"))
  const file = path.join(folder, "report.json")
  try {
    const vitest = path.join(root, "node_modules/vitest/vitest.mjs")
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`]
    const { status } = spawnSync(process.execPath, [vitest, "run", ...files, "-t", "\\[\\d+\\] ", ...reporters], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"]
    })
    if (!fs.existsSync(file)) throw new Error(`vitest ended with ${status} and without a report.`)
    return { report: JSON.parse(fs.readFileSync(file, "utf8")), status }
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

const { report, status } = run(numbered())
const results = resultsOf(report)
const verdicts = verdictsOf(groups, backends, results)
const table = tableOf(groups, backends, verdicts)
console.log(`\n${table}`)

const page = "docs/conformance.md"
const marks = /(<!-- results: written by `pnpm conformance` -->\n)[^]*(\n<!-- end of results -->)/
const text = read(page)
if (!marks.test(text)) throw new Error(`${page} has lost the marks between which the table is written.`)
fs.writeFileSync(path.join(root, page), text.replace(marks, (_, start, end) => `${start}\n${table}\n${end}`))

const hasFailed = results.some(({ outcome }) => outcome === "failed")
const problems = [
  ...brokenFiles(report),
  ...status === 0 || hasFailed ? [] : [`vitest ended with ${status}, though no test failed: see above.`],
  ...problemsOf(verdicts, gapsOf(read("test/conformance/known-gaps.txt")), results)
]
for (const problem of problems) console.error(problem)
console.log(`\n${results.length} tests of ${new Set(results.map(({ rule }) => rule)).size} rules. ${page} is written.`)
process.exitCode = problems.length === 0 ? 0 : 1
