// The packages as users get them: packed, linted, and installed by plain npm into an empty folder outside the workspace.
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import * as CopiedProject from "./support/CopiedProject.ts"
import * as Packages from "./support/Packages.ts"

/** For what a cold cache and a slow network may take; a warm run of everything takes two minutes. */
const timeout = 300_000

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-packages-")))
const project = path.join(folder, "a-users-project")
const installed = (name: string) => path.join(project, "node_modules", name)
const succeed = (command: string, ...args: ReadonlyArray<string>) => Packages.succeed(project, command, ...args)

let tarballs: ReadonlyMap<string, string>

beforeAll(async () => {
  tarballs = await Packages.pack(folder)
  fs.mkdirSync(project)
  fs.writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true, type: "module", ...users() }))
  await succeed("npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
}, timeout)

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** What a user's package.json says: our packages, and what the README asks for beside them. */
const users = () => {
  const { catalog } = parse(fs.readFileSync(path.join(Packages.root, "pnpm-workspace.yaml"), "utf8"))
  const beside = [
    "effect",
    "@effect/sql-pg",
    "@electric-sql/pglite",
    "@effect/vitest",
    "vitest",
    "typescript",
    "@types/node"
  ]
  return {
    dependencies: {
      ...Object.fromEntries([...tarballs].map(([name, file]) => [name, `file:${file}`])),
      ...Object.fromEntries(beside.map((name) => [name, catalog[name]]))
    }
  }
}

describe.each(Packages.published)("$name", ({ name }) => {
  it("has nothing that publint would change", { timeout }, async () => {
    await succeed("publint", "run", tarballs.get(name)!, "--strict")
  })

  it("has types that fit its modules", { timeout }, async () => {
    await succeed("attw", tarballs.get(name)!, "--profile", "esm-only", "--no-definitely-typed")
  })

  it("has a module in dist for each source, and none of a source that is gone", () => {
    expect(modules(name, "dist", ".js")).toEqual(modules(name, "src", ".ts"))
    expect(modules(name, "dist", ".d.ts")).toEqual(modules(name, "src", ".ts"))
  })

  it("depends on every package that it imports", () => {
    const { dependencies, peerDependencies } = Packages.manifestOf(installed(name))
    const declared = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })])
    expect([...imported(name)].filter((from) => !declared.has(from))).toEqual([])
  })
})

const modules = (name: string, under: string, extension: string): ReadonlyArray<string> =>
  fs.readdirSync(path.join(installed(name), under), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort()

/** The packages that the published modules import, statically or later; those of Node are always there. */
const imported = (name: string): ReadonlySet<string> => {
  const statements = /^(?:import|export) (?:[^;"]* from )?"([^"]+)"|\bimport\("([^"]+)"\)/gm
  const code = modules(name, "dist", ".js").map((file) =>
    fs.readFileSync(path.join(installed(name), "dist", `${file}.js`), "utf8")
  )
  const specifiers = [...code.join("\n").matchAll(statements)].map(([, here, later]) => here ?? later!)
  return new Set(
    specifiers.filter((from) => !/^(\.|node:)/.test(from)).map((from) => /^(@[^/]+\/)?[^/]+/.exec(from)![0])
  )
}

describe("a project outside the workspace", () => {
  it("has one copy of effect, which all packages share", () => {
    const copies = fs.readdirSync(installed(""), { recursive: true, encoding: "utf8" })
      .filter((file) => /(^|node_modules\/)effect\/package\.json$/.test(file))
    expect(copies).toEqual(["effect/package.json"])
  })

  it("lacks nothing that a package asks for", { timeout }, async () => {
    await succeed("npm", "ls", "--all")
  })

  it("has a command that says its version", { timeout }, async () => {
    const { version } = Packages.manifestOf(installed("@deciduous/cli"))
    expect(await succeed("deciduous", "--version")).toBe(`deciduous v${version}\n`)
  })

  it("generates code from its schema files", { timeout }, async () => {
    CopiedProject.write(project)
    await succeed("deciduous", "generate")
    await succeed("deciduous", "generate", "--check")
  })

  it("type-checks", { timeout }, async () => {
    expect(await succeed("tsc", "--pretty", "false")).toBe("")
  })

  it("sees no mistake in the packages' declarations where it checks those of libraries too", { timeout }, async () => {
    const { output } = await Packages.run(project, "tsc", "--pretty", "false", "--skipLibCheck", "false")
    expect(output.split("\n").filter((line) => !othersDeclarations.test(line))).toEqual([])
  })

  it("passes its tests", { timeout }, async () => {
    expect(await succeed("vitest", "run")).toContain("1 passed")
  })

  it("handles commands on PGlite, and finds them again in another process", { timeout }, async () => {
    expect(await succeed("node", "src/main.ts")).toBe("version 3, 70.5 available\n")
    expect(await succeed("node", "src/main.ts")).toBe("version 5, 141 available\n")
  })

  it("brings a database to its tables by the command line", { timeout }, async () => {
    expect(await succeed("deciduous", "migrate")).toContain("0002_events")
  })
})

/** PGlite's name types of Emscripten, and effect's those of the DOM. */
const othersDeclarations = /^node_modules\/(effect|@electric-sql)\/|^$/
