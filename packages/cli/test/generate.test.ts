import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, emptyFolder } from "./support/cli.ts"

const files = [
  "arbitraries.gen.ts",
  "bank-account.arbitraries.gen.ts",
  "bank-account.commands.gen.ts",
  "bank-account.events.gen.ts",
  "bank-account.history.gen.ts",
  "index.gen.ts",
  "types.gen.ts"
]

/** Two of the shared types are for another aggregate, which is not here. */
const linted = "2 lint warnings."

describe("deciduous generate", () => {
  it("needs no configuration: event-schemas in, src/generated out", () => {
    const folder = bankFolder()
    const { status, stderr, stdout } = deciduousIn(folder)("generate")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const lines = stdout.trimEnd().split("\n")
    expect(lines.slice(0, files.length).toSorted()).toEqual(files.map((file) => `wrote    src/generated/${file}`))
    expect(lines.slice(files.length)).toEqual([`${files.length} files written, 0 removed, 0 unchanged.`, linted])
    expect(fs.readdirSync(path.join(folder, "src/generated")).toSorted()).toEqual(files)
  })

  it("writes nothing a second time", () => {
    const deciduous = deciduousIn(bankFolder())
    deciduous("generate")
    expect(deciduous("generate").stdout).toBe(`0 files written, 0 removed, ${files.length} unchanged.\n${linted}\n`)
  })

  it("takes other folders", () => {
    const folder = bankFolder()
    fs.renameSync(path.join(folder, "event-schemas"), path.join(folder, "facts"))
    expect(deciduousIn(folder)("generate", "--schemas", "facts", "--out", "made").status).toBe(0)
    expect(fs.readdirSync(path.join(folder, "made")).toSorted()).toEqual(files)
  })

  it("--check is content with what is up to date", () => {
    const deciduous = deciduousIn(bankFolder())
    deciduous("generate")
    expect(deciduous("generate", "--check")).toEqual({
      status: 0,
      stdout: `${files.length} files are up to date.\n${linted}\n`,
      stderr: ""
    })
  })

  it("--check names a file that somebody edited, and leaves it alone", () => {
    const folder = bankFolder()
    const deciduous = deciduousIn(folder)
    deciduous("generate")
    const edited = path.join(folder, "src/generated/types.gen.ts")
    fs.appendFileSync(edited, "// mine\n")

    const { status, stderr } = deciduous("generate", "--check")

    expect(status).toBe(1)
    expect(stderr).toContain("src/generated/types.gen.ts  error  STALE")
    expect(stderr).toContain("1 file is not up to date. Run: deciduous generate")
    expect(fs.readFileSync(edited, "utf8")).toMatch(/\/\/ mine\n$/)
  })

  it("writes nothing at all where one schema is wrong, and says where and what to do", () => {
    const folder = bankFolder()
    const schema = path.join(folder, "event-schemas/bank-account/FundsDeposited.v1.yaml")
    fs.writeFileSync(schema, fs.readFileSync(schema, "utf8").replace("properties:", "propertees:"))

    const { status, stderr, stdout } = deciduousIn(folder)("generate")

    expect(status).toBe(1)
    expect(stdout).toBe("")
    expect(stderr).toMatch(
      /^event-schemas\/bank-account\/FundsDeposited\.v1\.yaml:5:1 {2}error {2}UNKNOWN_KEYWORD {2}"propertees" is not a keyword\.\n {2}5 \| propertees:\n/
    )
    expect(stderr).toContain(`help: did you mean "properties"?`)
    expect(stderr).toMatch(/\d+ errors?\. Nothing was written\.\n$/)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(fs.existsSync(path.join(folder, "src"))).toBe(false)
  })

  it("cannot work without a folder of schemas: exit code 2", () => {
    const { status, stderr } = deciduousIn(emptyFolder())("generate")
    expect(status).toBe(2)
    expect(stderr).toBe(
      "event-schemas  error  FOLDER_MISSING  There is no such folder of schema files.\n"
        + "  help: name another by --schemas, or begin one: deciduous init.\n\n1 error. Nothing was written.\n"
    )
  })
})
