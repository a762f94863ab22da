// `node test/load/bench-codegen.ts [--rounds N] [--json]`: how long 1,000 event schemas take, from files to checked types.
// Each figure is of a process of its own, as a user starts them; compare figures of one run only.
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { writeManySchemas } from "./cases/manySchemas.ts"

const { values } = parseArgs({ options: { json: { type: "boolean" }, rounds: { type: "string", default: "5" } } })
const root = path.resolve(import.meta.dirname, "../..")
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-bench-codegen-"))
const out = path.join(folder, "src/generated")

const node = (...args: ReadonlyArray<string>): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })

const generate = (): string => node(path.join(root, "packages/cli/src/bin.ts"), "generate")

/** Seconds that the compiler says it took to check, or that a process took as a whole. */
const cases: Readonly<Record<string, () => number>> = {
  "a program that does nothing": () => timed(() => node("--eval", "")),
  "the command line alone": () => timed(() => node(path.join(root, "packages/cli/src/bin.ts"), "--version")),
  "generate, nothing there": () => {
    fs.rmSync(out, { recursive: true, force: true })
    return timed(generate)
  },
  "generate, unchanged": () => timed(generate),
  "tsc, check time": () => {
    const said = node(path.join(root, "test/node_modules/typescript/bin/tsc"), "-p", ".", "--extendedDiagnostics")
    return Number(/^Check time:\s*([\d.]+)s$/m.exec(said)?.[1] ?? Number.NaN)
  }
}

const timed = (run: () => unknown): number => {
  const begun = performance.now()
  run()
  return (performance.now() - begun) / 1000
}

fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }))
fs.mkdirSync(path.join(folder, "node_modules"))
for (const name of ["@deciduous", "effect", "fast-check"]) {
  fs.symlinkSync(path.join(root, "codegen/node_modules", name), path.join(folder, "node_modules", name), "junction")
}
fs.writeFileSync(
  path.join(folder, "tsconfig.json"),
  fs.readFileSync(path.join(root, "packages/cli/templates/project/tsconfig.json"), "utf8").replace("\"node\"", "")
)
writeManySchemas(path.join(folder, "event-schemas"), 50, 20)

const times = new Map(Object.keys(cases).map((name) => [name, [] as Array<number>]))
try {
  // The first round warms the disk's cache and is not counted.
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, run] of Object.entries(cases)) {
      const seconds = run()
      if (round > 0) times.get(name)?.push(seconds)
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}

const measured = [...times].map(([name, seconds]) => {
  const sorted = seconds.toSorted((a, b) => a - b)
  return { name, median: sorted[sorted.length >> 1] ?? 0, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 }
})
const column = (seconds: number): string => seconds.toFixed(2).padStart(8)
console.log(
  values.json === true
    ? JSON.stringify(measured, undefined, 2)
    : [
      `${"seconds, 1,000 event schemas".padEnd(30)}  median     min     max`,
      ...measured.map(({ max, median, min, name }) => `${name.padEnd(30)}${column(median)}${column(min)}${column(max)}`)
    ].join("\n")
)
