// Runs that remember the runs before: they say and write what a run without a memory does, and do again only what has
// changed.
import { generate } from "@deciduous/codegen"
import { makeMemory } from "@deciduous/codegen/memory"
import fc from "fast-check"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it, onTestFinished } from "vitest"

const originals = join(import.meta.dirname, "../../event-schemas")

/** Two aggregates, of which one has a definition of a shared type that the other one has not. */
const workspace = () => {
  const cwd = mkdtempSync(join(tmpdir(), "deciduous-memory-"))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  for (const name of ["_types", "bank-account", "loan-application"]) {
    cpSync(join(originals, name), join(cwd, "schemas", name), { recursive: true })
  }
  return {
    cwd,
    at: (file: string) => join(cwd, "schemas", file),
    edit: (file: string, change: (text: string) => string) =>
      writeFileSync(join(cwd, "schemas", file), change(readFileSync(join(cwd, "schemas", file), "utf8")))
  }
}

const FILES = ["_types", "bank-account", "loan-application"].flatMap((folder) =>
  readdirSync(join(originals, folder)).map((name) => `${folder}/${name}`)
)

/** One more, which is not there at first. */
const NEW = "_types/Money.v2.yaml"

const textOf = (file: string): string =>
  readFileSync(join(originals, file === NEW ? "_types/Money.v1.yaml" : file), "utf8")

/** What people do to a file between two saves, most of it wrong. */
const EDITS: ReadonlyArray<(text: string) => string> = [
  (text) => `${text}\n# a remark\n`,
  (text) => text.replace(/\n[^\n]*\n/, "\n"),
  (text) => text.replace(/required: \[\w+/, "required: [nothing"),
  (text) => text.replace("type: string", "type: strng"),
  (text) => text.replace("description:", "descriptoin:"),
  (text) => text.replace(/maxLength: \d+/, "maxLength: 7"),
  (text) => text.replace(/x-brand: \w+/, "x-brand: Other"),
  (text) => text.replace(/current: 2/, "current: 1"),
  (text) => text.replace("Money.v1", "Money.v2"),
  (text) => text.replace(/\$ref: \S+\.yaml/, "$ref: ../_types/WorkItem.v1.yaml"),
  (text) => text.replace("{", ""),
  () => ""
]

describe("a run with a memory", () => {
  it("does what a run without one does, whatever was changed, taken away and put back before", () => {
    const { at, cwd } = workspace()
    const memory = makeMemory()
    const step = fc.record({
      file: fc.constantFrom(...FILES, NEW),
      edit: fc.option(fc.constantFrom(...EDITS), { freq: 6 }),
      isPutBack: fc.boolean()
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        for (const { edit, file, isPutBack } of steps) {
          if (edit === null) rmSync(at(file), { force: true })
          else writeFileSync(at(file), isPutBack ? textOf(file) : edit(textOf(file)))
          const { changed: _, ...remembered } = generate({ schemas: "schemas", out: "out", cwd, memory })
          const { changed: __, ...fresh } = generate({ schemas: "schemas", out: "fresh", cwd })
          const texts = [remembered, fresh].map((run) => JSON.stringify(run).replaceAll("\"fresh/", "\"out/"))
          assert.strictEqual(texts[0], texts[1])
        }
        for (const { file } of steps) writeFileSync(at(file), textOf(file))
        rmSync(at(NEW), { force: true })
      }),
      { numRuns: 40 }
    )
  })

  it("generates the aggregate of a changed file, and no other", () => {
    const { cwd, edit } = workspace()
    const memory = makeMemory()
    const run = () => {
      const { changed, written } = generate({ schemas: "schemas", out: "out", cwd, memory })
      return { files: changed.files, aggregates: changed.aggregates.map(({ folder }) => folder), written }
    }
    assert.deepEqual(run().aggregates, ["bank-account", "loan-application"])
    assert.deepEqual(run(), { files: [], aggregates: [], written: [] })
    edit("bank-account/FundsDeposited.v1.yaml", (text) => text.replace("maxLength: 140", "maxLength: 150"))
    assert.deepEqual(run(), {
      files: ["schemas/bank-account/FundsDeposited.v1.yaml"],
      aggregates: ["bank-account"],
      written: ["out/bank-account.events.gen.ts", "out/bank-account.arbitraries.gen.ts"]
    })
  })

  it("generates the aggregates that a changed shared type is used by, through another type too", () => {
    const { at, cwd, edit } = workspace()
    const memory = makeMemory()
    const run = () => {
      const { changed, written } = generate({ schemas: "schemas", out: "out", cwd, memory })
      return { aggregates: changed.aggregates.map(({ folder }) => folder), written }
    }
    edit(
      "_types/Money.v1.yaml",
      (text) => text.replace("currency: {", "tags: { type: array, items: { $ref: Tag.v1.yaml } }\n  currency: {")
    )
    writeFileSync(at("_types/Tag.v1.yaml"), "description: A word.\ntype: string\nmaxLength: 10\n")
    run()
    edit("_types/Tag.v1.yaml", (text) => text.replace("10", "20"))
    const { aggregates, written } = run()
    assert.deepEqual(aggregates, ["bank-account"])
    assert.include(written, "out/types.gen.ts")
    edit("_types/WorkItem.v1.yaml", (text) => `${text}# a remark\n`)
    assert.deepEqual(run().aggregates, ["loan-application"])
  })

  it("generates every aggregate once there are other shared types: names may be theirs now", () => {
    const { at, cwd } = workspace()
    const memory = makeMemory()
    generate({ schemas: "schemas", out: "out", cwd, memory })
    cpSync(at("_types/Money.v1.yaml"), at("_types/Money.v2.yaml"))
    const { changed, written } = generate({ schemas: "schemas", out: "out", cwd, memory })
    assert.deepEqual(changed.aggregates.map(({ folder }) => folder), ["bank-account", "loan-application"])
    assert.include(written, "out/bank-account.events.gen.ts")
  })
})
