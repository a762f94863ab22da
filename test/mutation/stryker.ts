// One run of Stryker, in the copy. It adds to what earlier runs found: a mutant whose file and tests are as they were is
// not tried again, and a run that is interrupted goes on where it was.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { type Asked, fileOf, forgetSurvivors, known, remember } from "./results.ts"
import { targets } from "./targets.ts"
import { home, tree } from "./tree.ts"

/** Tries the mutants of the files whose path has one of `parts` in it, or of all. */
export const mutate = async (asked: Asked, parts: ReadonlyArray<string>, concurrency: number): Promise<void> => {
  const config = path.join(home, "config.json")
  fs.writeFileSync(config, JSON.stringify(configOf(asked, parts, concurrency), null, 2))
  const before = known(asked)
  forgetSurvivors(asked, parts)
  const stryker = path.join(tree, "test/mutation/stryker/node_modules/@stryker-mutator/core/bin/stryker.js")
  const child = spawn(process.execPath, [stryker, "run", config], {
    cwd: tree,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      DECIDUOUS_MUTATION_TARGET: asked.name,
      // a third of each run is compiling Effect once more
      NODE_COMPILE_CACHE: path.join(home, "compiled")
    }
  })
  // Stryker hears the same signal, puts its files back and saves what it has
  const wait = () => {}
  process.on("SIGINT", wait)
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("exit", resolve))
  process.off("SIGINT", wait)
  if (before !== undefined) remember(asked, before)
  // it has said why
  if (code !== 0) process.exit(1)
}

const configOf = (asked: Asked, parts: ReadonlyArray<string>, concurrency: number) => {
  const { mutate, without } = targets[asked.name]!
  const files = fs.globSync(mutate.filter((glob) => !glob.startsWith("!")), {
    cwd: tree,
    exclude: mutate.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1))
  }).map((file) => file.replaceAll(path.sep, "/")).filter((file) =>
    parts.length === 0 || parts.some((part) => file.includes(part))
  )
  if (files.length === 0) throw new Error(`No file of ${asked.name} has ${parts.join(" or ")} in its path.`)
  return {
    plugins: ["@stryker-mutator/vitest-runner"],
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    inPlace: true,
    // vitest takes types away without a look at them
    disableTypeChecks: false,
    mutate: asked.every === 1 ? files : files.flatMap((file) => linesOf(file, asked.every)),
    mutator: { excludedMutations: without },
    ignorePatterns: ["**/*.gen.ts", "**/*.md", "docs", "examples"],
    incremental: true,
    incrementalFile: fileOf(asked),
    tempDirName: path.join(home, "stryker"),
    concurrency,
    reporters: ["progress-append-only"],
    // a mutant that loops is found by counting; time alone must not make one look found on a busy machine
    timeoutMS: 120_000,
    allowEmpty: true
  }
}

/** The same ones every time; what goes over several lines is in no such sample. */
const linesOf = (file: string, every: number): ReadonlyArray<string> =>
  fs.readFileSync(path.join(tree, file), "utf8").split("\n").flatMap((_, index) => {
    const line = index + 1
    const drawn = createHash("sha256").update(`${file}:${line}`).digest().readUInt32BE()
    return drawn % every === 0 ? [`${file}:${line}-${line}`] : []
  })
