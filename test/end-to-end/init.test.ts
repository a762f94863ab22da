// A project as `deciduous init` makes it: it type-checks, and its tests pass, as they stand.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"

const root = path.resolve(import.meta.dirname, "../..")
// below test/, whose node_modules has all of our packages but the command line
const parent = path.join(root, "test/.deciduous")
fs.mkdirSync(parent, { recursive: true })
const folder = fs.mkdtempSync(path.join(parent, "init-"))

const run = (program: string, ...args: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(root, program), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" }
  })
  return { status, output: stdout + stderr }
}

beforeAll(() => {
  const { output, status } = run("packages/cli/src/bin.ts", "init")
  if (status !== 0) throw new Error(output)
  fs.mkdirSync(path.join(folder, "node_modules/@deciduous"), { recursive: true })
  fs.symlinkSync(path.join(root, "packages/cli"), path.join(folder, "node_modules/@deciduous/cli"), "junction")
})

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

describe("a project made by init", () => {
  it("type-checks", () => {
    expect(run("node_modules/typescript/bin/tsc", "--pretty", "false")).toEqual({ status: 0, output: "" })
  })

  it("passes its tests, laws included", () => {
    const { output, status } = run("node_modules/vitest/vitest.mjs", "run")
    expect(output).toMatch(/Tests {2}\d+ passed/)
    expect(status).toBe(0)
  })

  it("has generated code that is up to date", () => {
    expect(run("packages/cli/src/bin.ts", "generate", "--check").output).toMatch(/^\d+ files are up to date\.\n$/)
  })

  it("asks for the versions that this repository is tested with", () => {
    const { catalog } = parse(fs.readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8"))
    const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"))
    const others = Object.entries<string>({ ...dependencies, ...devDependencies })
      .filter(([name]) => !name.startsWith("@deciduous/"))
    expect(others.length).toBeGreaterThan(5)
    expect(Object.fromEntries(others)).toEqual(
      Object.fromEntries(others.map(([name]) => [name, `^${catalog[name].replace(/^\^/, "")}`]))
    )
  })
})
