// A run in which nothing has changed: it says what the run before said, and any change at all makes it a run like others.
import { generate, type GenerateOptions } from "@deciduous/codegen"
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

const originals = join(import.meta.dirname, "../../event-schemas")

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "deciduous-last-run-"))
  for (const name of ["_types", "bank-account"]) {
    cpSync(join(originals, name), join(cwd, "schemas", name), { recursive: true })
  }
  // a warning that the next run has to repeat
  appendFileSync(at("schemas/bank-account/FundsDeposited.v1.yaml"), "title: A deposit.\n")
  const money = at("schemas/_types/Money.v1.yaml")
  writeFileSync(money, readFileSync(money, "utf8").replace(/^description:.*$/m, ""))
  mkdirSync(at("node_modules"))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const at = (file: string) => join(cwd, file)
const run = (options?: Partial<GenerateOptions>) => generate({ schemas: "schemas", out: "out", cwd, ...options })
const cacheFolder = () => at("node_modules/.cache/deciduous")
const cache = () => join(cacheFolder(), readdirSync(cacheFolder())[0] ?? "")

describe("a run in which nothing has changed", () => {
  it("says what the one before said", () => {
    const first = run()
    assert.isNotEmpty(first.written)
    assert.isNotEmpty(first.lint)
    assert.isTrue(existsSync(cache()))
    const { written, ...again } = run()
    assert.deepEqual(written, [])
    assert.sameMembers([...again.unchanged], [...first.written])
    assert.deepEqual([again.diagnostics, again.lint], [first.diagnostics, first.lint])
    assert.deepEqual(run({ check: true }), { written, ...again })
  })

  it("parses nothing", () => {
    run()
    // what is remembered is believed, as long as all files are the same
    writeFileSync(cache(), readFileSync(cache(), "utf8").replace("Nothing says what the type Money is.", "Remembered."))
    assert.isTrue(run().lint.some(({ message }) => message === "Remembered."))
  })
})

describe("a run is like any other", () => {
  const changes: Readonly<Record<string, () => void>> = {
    "after a schema file has changed": () => appendFileSync(at("schemas/bank-account/commands.yaml"), "\n"),
    "after a file was added": () => writeFileSync(at("schemas/bank-account/notes.txt"), ""),
    "after a file has gone": () => rmSync(at("schemas/bank-account/commands.yaml")),
    "after a generated file has changed": () => appendFileSync(at("out/types.gen.ts"), "\n"),
    "after a generated file has gone": () => rmSync(at("out/types.gen.ts")),
    "after a generated file too many": () => cpSync(at("out/types.gen.ts"), at("out/old.gen.ts")),
    "where the cache is no JSON": () => writeFileSync(cache(), "{"),
    "where the cache is gone": () => rmSync(cacheFolder(), { recursive: true })
  }
  for (const [when, change] of Object.entries(changes)) {
    it(when, () => {
      run()
      change()
      rmSync(at("copy"), { recursive: true, force: true })
      cpSync(at("out"), at("copy"), { recursive: true })
      const expected = generate({ schemas: "schemas", out: "copy", cwd })
      const renamed = JSON.parse(JSON.stringify(expected).replaceAll("\"copy/", "\"out/")) as unknown
      assert.deepEqual(run() as unknown, renamed)
    })
  }

  it("with other options", () => {
    run()
    assert.isNotEmpty(run({ checked: true }).written)
    assert.isNotEmpty(run({ checked: true, importExtension: ".ts" }).written)
    assert.isNotEmpty(run({ out: "elsewhere" }).written)
  })

  it("while errors stand", () => {
    run()
    appendFileSync(at("schemas/_types/Money.v1.yaml"), "wrong: 1\n")
    for (const _ of [1, 2]) assert.deepEqual(run().diagnostics.map(({ code }) => code), ["UNKNOWN_KEYWORD"])
  })
})
