// Runs the command line as a user does: a process in a folder, with what it printed and its exit code.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { onTestFinished } from "vitest"

const root = path.resolve(import.meta.dirname, "../../../..")
export const bin = path.join(root, "packages/cli/src/bin.ts")

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** An empty folder that goes with the test. */
export const emptyFolder = (): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-cli-"))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A folder with the bank account's schema files: one that goes with the test, or one that is there. */
export const bankFolder = (folder: string = emptyFolder()): string => {
  for (const name of ["_types", "bank-account"]) {
    fs.cpSync(path.join(root, "event-schemas", name), path.join(folder, "event-schemas", name), { recursive: true })
  }
  return folder
}

/** A project as init makes it, with our packages where npm would put them. */
export const initProject = (folder: string): void => {
  const { status, stderr } = deciduousIn(folder)("init")
  if (status !== 0) throw new Error(stderr)
  linkModules(folder)
}

/** Our packages where npm would put them. */
export const linkModules = (folder: string): void => {
  const modules = path.join(folder, "node_modules")
  fs.mkdirSync(path.join(modules, "@deciduous"), { recursive: true })
  for (const name of ["cli", "core", "postgres", "runtime"]) {
    fs.symlinkSync(path.join(root, "packages", name), path.join(modules, "@deciduous", name), "junction")
  }
  const effect = fs.realpathSync(path.join(root, "packages/cli/node_modules/effect"))
  fs.symlinkSync(effect, path.join(modules, "effect"), "junction")
}

/** Files of a folder by their paths, written. */
export const writeIn = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text)
  }
}

/** Every file of a folder with its text, but for what npm and the database make. */
export const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fs.readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => !/(^|[\\/])(node_modules|\.deciduous)([\\/]|$)/.test(file))
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .sort()
      .map((file) => [file.replaceAll("\\", "/"), fs.readFileSync(path.join(folder, file), "utf8")])
  )

export const deciduousIn =
  (cwd: string, environment: Readonly<Record<string, string>> = {}) => (...args: ReadonlyArray<string>): Ran => {
    const { DECIDUOUS_URL: _, ...env } = process.env
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      [bin, ...args],
      { cwd, encoding: "utf8", env: { ...env, NO_COLOR: "1", ...environment } }
    )
    return { status, stdout, stderr }
  }

/** What is said on standard error where nobody reads the output, as in `deciduous ... | true`. */
export const unreadIn = (cwd: string) => (...args: ReadonlyArray<string>): string => {
  const pipe = ["-c", "\"$0\" \"$@\" | true", process.execPath, bin, ...args]
  return spawnSync("sh", pipe, { cwd, encoding: "utf8" }).stderr
}
