// Runs the command line as a user does: a process in a folder, with what it printed and its exit code.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { onTestFinished } from "vitest"

const root = path.resolve(import.meta.dirname, "../../../..")

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

/** A folder with the bank account's schema files. */
export const bankFolder = (): string => {
  const folder = emptyFolder()
  for (const name of ["_types", "bank-account"]) {
    fs.cpSync(path.join(root, "event-schemas", name), path.join(folder, "event-schemas", name), { recursive: true })
  }
  return folder
}

export const deciduousIn = (cwd: string) => (...args: ReadonlyArray<string>): Ran => {
  const { DECIDUOUS_URL: _, ...env } = process.env
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [path.join(root, "packages/cli/src/bin.ts"), ...args],
    { cwd, encoding: "utf8", env: { ...env, NO_COLOR: "1" } }
  )
  return { status, stdout, stderr }
}
