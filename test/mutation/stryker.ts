// One run of Stryker on one target, in the copy. What it found before is kept in `.deciduous/mutation/<target>.json`: a
// mutant whose file and tests are as they were is not tried again, and a run that is interrupted goes on where it was.
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import type { Report } from "./report.ts"
import { type Target, targets } from "./targets.ts"
import { home, tree } from "./tree.ts"

const resultsOf = (name: string): string => path.join(home, `${name}.json`)

/** What is known of a target, from this run and earlier ones. */
export const known = (name: string): Report | undefined =>
  fs.existsSync(resultsOf(name)) ? JSON.parse(fs.readFileSync(resultsOf(name), "utf8")) : undefined

/** Tries the mutants of the files whose path has one of `parts` in it, or of all. */
export const mutate = async (name: string, parts: ReadonlyArray<string>, concurrency: number): Promise<void> => {
  const config = path.join(home, `${name}.config.json`)
  fs.writeFileSync(config, JSON.stringify(configOf(name, targets[name]!, parts, concurrency), null, 2))
  const stryker = path.join(tree, "test/mutation/stryker/node_modules/@stryker-mutator/core/bin/stryker.js")
  const child = spawn(process.execPath, [stryker, "run", config], {
    cwd: tree,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      DECIDUOUS_MUTATION_TARGET: name,
      // a third of each run is compiling Effect once more
      NODE_COMPILE_CACHE: path.join(home, "compiled")
    }
  })
  // Stryker hears the same signal, puts its files back and saves what it has
  const wait = () => {}
  process.on("SIGINT", wait)
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("exit", resolve))
  process.off("SIGINT", wait)
  // it has said why
  if (code !== 0) process.exit(1)
}

const configOf = (name: string, { mutate, without }: Target, parts: ReadonlyArray<string>, concurrency: number) => {
  const files = fs.globSync(mutate.filter((glob) => !glob.startsWith("!")), {
    cwd: tree,
    exclude: mutate.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1))
  }).map((file) => file.replaceAll(path.sep, "/")).filter((file) =>
    parts.length === 0 || parts.some((part) => file.includes(part))
  )
  if (files.length === 0) throw new Error(`No file of ${name} has ${parts.join(" or ")} in its path.`)
  return {
    plugins: ["@stryker-mutator/vitest-runner"],
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    inPlace: true,
    mutate: files,
    mutator: { excludedMutations: without },
    ignorePatterns: ["**/*.gen.ts", "**/*.md", "docs", "examples"],
    incremental: true,
    incrementalFile: resultsOf(name),
    tempDirName: path.join(home, "stryker"),
    concurrency,
    reporters: ["progress-append-only"],
    // a mutant that loops is found by counting; time alone must not make one look found on a busy machine
    timeoutMS: 120_000,
    allowEmpty: true
  }
}
