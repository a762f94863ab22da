// The packages as users get them: packed, linted, and installed by plain npm into an empty folder outside the workspace.
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
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
  const dependencies = Object.fromEntries([...tarballs].map(([name, file]) => [name, `file:${file}`]))
  fs.writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  await install()
  // init finds our packages among the dependencies and adds the others
  await succeed("deciduous", "init")
  await install()
}, timeout)

const install = () => succeed("npm", "install", "--no-audit", "--no-fund", "--prefer-offline")

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

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

  it("type-checks, and has generated code that is up to date", { timeout }, async () => {
    expect(await succeed("npm", "run", "check")).toContain("files are up to date.")
  })

  it("sees no mistake in the packages' declarations where it checks those of libraries too", { timeout }, async () => {
    const { output } = await Packages.run(project, "tsc", "--pretty", "false", "--skipLibCheck", "false")
    expect(output.split("\n").filter((line) => !othersDeclarations.test(line))).toEqual([])
  })

  it("passes its tests", { timeout }, async () => {
    expect(await succeed("npm", "test")).toMatch(/Tests {2}\d+ passed/)
  })

  it("handles commands on PGlite, and finds them again in another process", { timeout }, async () => {
    expect(await succeed("npm", "start")).toContain("shopping-cart-1 is at version 1, with 1 of tea\n")
    expect(await succeed("npm", "start")).toContain("shopping-cart-1 is at version 2, with 2 of tea\n")
  })

  it("shows what is stored, and what it amounts to", { timeout }, async () => {
    expect(await succeed("deciduous", "streams", "shopping-cart")).toMatch(/^shopping-cart-1 {7}2 /m)
    expect(await succeed("deciduous", "events", "shopping-cart-1")).toMatch(/^ +2 {2}ItemAdded@1 .*"tea"/m)
    expect(await succeed("deciduous", "state", "shopping-cart-1", "--json")).toContain(
      `"state":{"checkedOut":false,"quantities":{"tea":2}}`
    )
  })

  it("takes an aggregate more", { timeout }, async () => {
    await succeed("deciduous", "new", "library-card")
    await succeed("deciduous", "new", "library-card/CardIssued")
    await succeed("npm", "run", "generate")
    await succeed("npm", "run", "check")
  })

  it("brings a database to its tables by the command line", { timeout }, async () => {
    expect(await succeed("deciduous", "migrate", "--folder", ".deciduous/other")).toContain("0002_events")
  })
})

/** PGlite's name types of Emscripten, and effect's those of the DOM. */
const othersDeclarations = /^node_modules\/(effect|@electric-sql)\/|^$/
