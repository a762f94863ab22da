// The README's first command as a newcomer runs it: a fresh clone, the system's Node, and empty caches.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const root = path.resolve(import.meta.dirname, "../..")
const installTime = 600_000

describe("a fresh clone", () => {
  let folder: string

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-clone-"))
    const { status, stderr } = spawnSync("git", ["clone", "--quiet", root, path.join(folder, "clone")], {
      encoding: "utf8"
    })
    expect(status, stderr).toBe(0)
  })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  const pnpm = (...args: ReadonlyArray<string>) => {
    const { status, stderr, stdout } = spawnSync("npx", ["-y", "pnpm@12.21.0", ...args], {
      cwd: path.join(folder, "clone"),
      encoding: "utf8",
      env: newcomer(folder)
    })
    return { status, stdout, stderr }
  }

  it("plays the demo", { timeout: installTime }, () => {
    const { status, stderr, stdout } = pnpm("demo")
    expect(stdout, stderr).toMatch(/It is new: the account has no events[^]*\ndemo: ok\n$/)
    expect(status).toBe(0)
  })

  it("plays it again from where it stopped", { timeout: installTime }, () => {
    const { status, stderr, stdout } = pnpm("demo")
    expect(stdout, stderr).toMatch(/It continues: the account is at version \d+[^]*\ndemo: ok\n$/)
    expect(status).toBe(0)
  })

  it("has nothing that git would call changed afterwards", () => {
    const { stdout } = spawnSync("git", ["status", "--porcelain"], {
      cwd: path.join(folder, "clone"),
      encoding: "utf8"
    })
    expect(stdout).toBe("")
  })
})

/** This environment without what pnpm put there for its own scripts, and with caches of its own. */
const newcomer = (folder: string): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(([name]) =>
    !/^(npm_(?!config_registry)|pnpm_|vitest|node_|test$)/i.test(name)
  )
  const PATH = process.env.PATH!.split(path.delimiter).filter((entry) => !entry.includes("node_modules"))
  return {
    ...Object.fromEntries(own),
    PATH: PATH.join(path.delimiter),
    CI: "true",
    npm_config_cache: path.join(folder, "npm-cache"),
    XDG_CACHE_HOME: path.join(folder, "cache"),
    XDG_DATA_HOME: path.join(folder, "data"),
    XDG_STATE_HOME: path.join(folder, "state")
  }
}
