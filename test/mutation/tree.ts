// The copy of the repository in which mutants are made: Stryker writes into the files that it finds, and packages find
// each other through node_modules, so neither the work tree nor a copy of one package would do.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"

export const root = path.resolve(import.meta.dirname, "../..")

/** Results, and what is kept from one run to the next. */
export const home = path.join(root, ".deciduous/mutation")

export const tree = path.join(home, "tree")

const pnpm = "pnpm@12.21.0"

/** As the work tree is now, committed or not, with its dependencies and Stryker. */
export const makeTree = (): void => {
  const files = new Set(
    run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root).split("\0").filter((file) =>
      file !== "" && fs.existsSync(path.join(root, file))
    ).map(path.normalize)
  )
  for (const file of filesIn(tree)) {
    if (!files.has(file)) fs.rmSync(path.join(tree, file))
  }
  for (const file of files) fs.cpSync(path.join(root, file), path.join(tree, file))
  install(tree)
  install(path.join(tree, "test/mutation/stryker"), "--ignore-workspace")
}

const filesIn = (folder: string): ReadonlyArray<string> =>
  fs.globSync("**/*", { cwd: folder, withFileTypes: true, exclude: ({ name }) => name === "node_modules" })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))

const install = (folder: string, ...more: ReadonlyArray<string>): void => {
  run("npx", ["-y", pnpm, "install", "--frozen-lockfile", "--prefer-offline", ...more], folder)
}

const run = (command: string, args: ReadonlyArray<string>, cwd: string): string => {
  const shell = process.platform === "win32"
  const { error, status, stderr, stdout } = spawnSync(command, args, { cwd, encoding: "utf8", shell, maxBuffer: 1e8 })
  if (status === 0) return stdout
  throw new Error(`\`${command} ${args.join(" ")}\` failed in ${cwd}: ${error?.message ?? `${stdout}${stderr}`}`)
}
