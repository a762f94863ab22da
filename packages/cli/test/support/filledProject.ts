// A project whose store a script has filled: one for all tests of a file, as an embedded database takes long to make.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll } from "vitest"
import { initProject, writeIn } from "./cli.ts"

/** Its folder: a project as init makes it, in which `script` has run once before the first test. */
export const filledProject = (script: () => string): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-cli-"))
  beforeAll(() => {
    initProject(folder)
    writeIn(folder, { "fill.ts": script() })
    const { status, stderr } = spawnSync(process.execPath, ["fill.ts"], { cwd: folder, encoding: "utf8" })
    if (status !== 0) throw new Error(stderr)
  }, 120_000)
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}
