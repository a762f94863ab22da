// `test:nightly [examples|sound|caught|deep ...] [--seeds 1000] [--chunk 50] [--from 1]`: the laws by many more seeds than a
// test run has time for, and how long things take in which they are to be found. Each chunk of seeds is a test run of its
// own, so that whoever ends it early knows how far it was.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { parseArgs } from "node:util"

interface Part {
  readonly name: string
  /** By how many seeds, where nothing else is asked for. */
  readonly seeds: number
  readonly project: string
  readonly files: string
  /** Which of their tests, by a pattern; all of them where there is none. */
  readonly tests?: string
}

/** What each kind shows: no false alarm on whole applications and on what only looks odd; bugs found; five commands deep. */
const kinds: { readonly [kind: string]: ReadonlyArray<Part> } = {
  examples: [
    { name: "bank-account", seeds: 1000, project: "bank-account", files: "laws.test" },
    { name: "loan-application", seeds: 1000, project: "loan-application", files: "laws.test" },
    { name: "order-fulfilment", seeds: 1000, project: "order-fulfilment", files: "laws.test" },
    { name: "order-fulfilment, simulated", seeds: 100, project: "order-fulfilment", files: "simulation.test" }
  ],
  sound: [{ name: "what is sound", seeds: 100, project: "test", files: "caught-bugs", tests: "sound:" }],
  caught: [{ name: "bugs that are caught", seeds: 10, project: "test", files: "caught-bugs", tests: "caught:" }],
  deep: [{ name: "five commands deep", seeds: 100, project: "testing", files: "laws/deep.test" }]
}

const main = (): number => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { chunk: { type: "string" }, from: { type: "string" }, seeds: { type: "string" } }
  })
  const unknown = positionals.filter((kind) => !Object.hasOwn(kinds, kind))
  if (unknown.length > 0) {
    console.error(`There is no "${unknown.join(`", "`)}"; there are ${Object.keys(kinds).join(", ")}.`)
    return 2
  }
  const asked = positionals.length === 0 ? Object.keys(kinds) : positionals
  let failed = 0
  for (const part of asked.flatMap((kind) => kinds[kind]!)) {
    const seeds = Number(values.seeds ?? part.seeds)
    // its measure is a share of all its seeds, so it is one run
    const chunk = part.name === "five commands deep" ? seeds : Number(values.chunk ?? 50)
    const first = Number(values.from ?? 1)
    let passed = 0
    let seconds = 0
    for (let from = first; from < first + seeds; from += chunk) {
      const told = run(part, from, Math.min(chunk, first + seeds - from))
      passed += told.passed
      seconds += told.seconds
      failed += told.failed.length
      for (const one of told.failed) console.log(`failed: ${one}`)
      const last = Math.min(from + chunk, first + seeds) - 1
      console.log(
        `${part.name}: seeds ${first} to ${last}, ${passed} tests passed, ${failed} failed, ${seconds} s so far`
      )
    }
  }
  return failed === 0 ? 0 : 1
}

const run = ({ files, project, tests }: Part, from: number, seeds: number) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-nightly-"))
  const report = path.join(folder, "report.json")
  const begun = performance.now()
  const which = tests === undefined ? [] : ["-t", tests]
  const { status } = spawnSync(
    "vitest",
    ["run", "--project", project, files, ...which, "--reporter=json", `--outputFile=${report}`],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DECIDUOUS_SEED: String(from), DECIDUOUS_SEEDS: String(seeds) }
    }
  )
  const seconds = Math.round((performance.now() - begun) / 1000)
  const results: Results = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, "utf8")) : { testResults: [] }
  fs.rmSync(folder, { recursive: true })
  const all = results.testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = all.filter(({ status }) => status === "failed").map(({ failureMessages, fullName }) =>
    `${fullName}\n${failureMessages.join("\n").split("\n    at ")[0]}`
  )
  const passed = all.filter(({ status }) => status === "passed").length
  if (status !== 0 && failed.length === 0) failed.push(`${project} ${files} ended with ${status}, and says no more`)
  return { passed, failed, seconds }
}

interface Results {
  readonly testResults: ReadonlyArray<{
    readonly assertionResults: ReadonlyArray<{
      readonly fullName: string
      readonly status: string
      readonly failureMessages: ReadonlyArray<string>
    }>
  }>
}

process.exitCode = main()
