import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, filesIn, writeIn } from "./support/cli.ts"

const generateWith = (config: string) => {
  const folder = bankFolder()
  writeIn(folder, { "deciduous.config.ts": config })
  return { folder, ...deciduousIn(folder)("generate") }
}

describe("deciduous.config.ts", () => {
  it("says where schema files are and where output goes, and a flag comes before it", () => {
    const folder = bankFolder()
    writeIn(folder, { "deciduous.config.ts": `export default { schemas: "nowhere", out: "made" }` })
    const deciduous = deciduousIn(folder)
    expect(deciduous("generate").stderr).toContain("nowhere  error  FOLDER_MISSING")
    expect(deciduous("generate", "--schemas", "event-schemas").status).toBe(0)
    expect(Object.keys(filesIn(folder))).toContain("made/index.gen.ts")
  })

  it("loads none of the project's own code where it is not needed", () => {
    expect(generateWith(`export default { aggregates: () => import("./nowhere.ts") }`).status).toBe(0)
  })

  it.each([
    ["a misspelt setting", `export default { shemas: "a" }`, `"shemas" is not a setting: did you mean "schemas"?`],
    [
      "no default export",
      `export const config = {}`,
      "nothing is exported as default. Write: export default defineConfig("
    ],
    ["no settings", `export default "event-schemas"`, "the default export is no object of settings."],
    ["a number for a folder", `export default { out: 1 }`, `"out" takes the path of a folder.`],
    ["a module for aggregates", `export default { aggregates: {} }`, `"aggregates" takes a function: () => import(`],
    [
      "two stores",
      `export default { store: { url: "a", folder: "b" } }`,
      `"store" takes either { folder: "..." } or {`
    ],
    [
      "a misspelt store",
      `export default { store: { path: "a" } }`,
      `"path" is not a setting of it: there are folder, url, schema.`
    ]
  ])("says what is wrong with %s: exit code 2", (_, config, message) => {
    const { status, stderr, stdout } = generateWith(config)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain("deciduous.config.ts: ")
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split("\n")).toHaveLength(1)
  })

  it.each([
    [
      "a package that is not there",
      `import "left-pad"`,
      /Cannot find package 'left-pad'[^]*help: .* Run: npm install\n$/
    ],
    [
      "a file without its ending",
      `import "./a"`,
      /Cannot find module '?a'? imported from '?deciduous\.config\.ts[^]*help: .*an import names its file/
    ],
    ["an enum", `enum A { B }`, / \(deciduous\.config\.ts:1\)\n {2}help: Node strips types and does no more/],
    [
      "a type that is imported as a value",
      `import { StoreConfig } from "./types.ts"`,
      /does not provide an export named[^]*help: if it is a type/
    ],
    [
      "code that throws",
      `\n  throw new TypeError("no such bank")`,
      /cannot be loaded: TypeError: no such bank \(deciduous\.config\.ts:2:9\)\n$/
    ]
  ])("says what keeps %s from loading, without a stack: exit code 2", (_, code, message) => {
    const folder = bankFolder()
    writeIn(folder, { "deciduous.config.ts": `${code}\nexport default {}`, "types.ts": "export type StoreConfig = {}" })
    const { status, stderr } = deciduousIn(folder)("generate")
    expect(status).toBe(2)
    expect(stderr).toMatch(/^deciduous\.config\.ts cannot be loaded: /)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stderr).not.toContain(folder)
  })
})
