// Broken copies of the bank account's files: whatever is in them, the reader answers with problems and never throws.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import type { Diagnostic } from "@deciduous/codegen/diagnostic"
import { readCatalog } from "@deciduous/codegen/read/index"
import fc from "fast-check"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "vitest"

const schemas = join(import.meta.dirname, "../../event-schemas")

const originals = ["_types", "bank-account"].flatMap((folder) =>
  readdirSync(join(schemas, folder)).map((name) => ({
    file: `${folder}/${name}`,
    text: readFileSync(join(schemas, folder, name), "utf8")
  }))
)

/** Words of all files, so that a file gets what is right elsewhere. */
const words = [...new Set(originals.flatMap(({ text }) => text.match(/[\w$@./-]+/g) ?? []))]

const odd = [
  "\t",
  "\n",
  "\r\n",
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "&a ",
  "*a",
  "!!str ",
  "? ",
  "<<: ",
  "- ",
  "\"",
  "'",
  "|",
  ">",
  "%",
  "#"
]
const odder = [
  "null",
  "~",
  ".nan",
  "-1",
  "0x10",
  "1e999",
  "9".repeat(30),
  "__proto__",
  "\u0000",
  "\ufeff",
  "\ud800",
  "\u{1F600}"
]

type Edit = (text: string) => string

const splice = (at: number, removed: number, inserted: string): Edit => (text) => {
  const start = Math.floor(at * text.length)
  return text.slice(0, start) + inserted + text.slice(start + removed)
}

/** What people and merges do to files: lines lost, doubled and moved, words exchanged, marks mistyped. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8), fc.constantFrom(...odd, ...odder, ...words, "")).map((
    args
  ) => splice(...args)),
  fc.tuple(fc.nat(), fc.constantFrom(...words, ...odder)).map(([index, word]): Edit => (text) => {
    const found = text.match(/[\w$@./-]+/g) ?? []
    const target = found[index % Math.max(1, found.length)]
    return target === undefined ? text : text.replace(target, () => word)
  }),
  fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("drop", "double", "move", "indent")).map(
    ([from, to, how]): Edit => (text) => {
      const lines = text.split("\n")
      const index = from % lines.length
      const line = lines[index] ?? ""
      if (how === "indent") lines[index] = `  ${line}`
      else if (how !== "double") lines.splice(index, 1)
      if (how === "double" || how === "move") lines.splice(to % (lines.length + 1), 0, line)
      return lines.join("\n")
    }
  )
)

/** Some files, each edited a few times. */
const edits = fc.array(
  fc.record({ file: fc.nat(originals.length - 1), edits: fc.array(edit, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 3 }
)

const seed = Number(process.env["FUZZ_SEED"] ?? 20261)
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300)

describe("the reader", () => {
  it(`never throws, whatever is done to the files (seed ${seed}, ${numRuns} runs)`, { timeout: 600_000 }, () => {
    const cwd = mkdtempSync(join(tmpdir(), "deciduous-fuzz-"))
    try {
      for (const folder of ["_types", "bank-account"]) {
        cpSync(join(schemas, folder), join(cwd, "schemas", folder), { recursive: true })
      }
      let refused = 0
      const property = fc.property(edits, (changes) => {
        const touched = new Map<string, string>()
        for (const { edits, file } of changes) {
          const original = originals[file] ?? assert.fail()
          touched.set(
            original.file,
            edits.reduce((text, edit) => edit(text), touched.get(original.file) ?? original.text)
          )
        }
        for (const [file, text] of touched) writeFileSync(join(cwd, "schemas", file), text)
        try {
          const { catalog, problems, sources } = readCatalog({ folder: "schemas", cwd })
          if (catalog === undefined) refused++
          assert.equal(catalog === undefined, problems.some(({ severity }) => severity === "error"))
          for (const problem of problems) checkPrintable(problem, sources)
          assert.notMatch(formatDiagnostics(problems), /undefined|\[object|NaN/)
        } finally {
          for (const { file, text } of originals) if (touched.has(file)) writeFileSync(join(cwd, "schemas", file), text)
        }
      })
      fc.assert(property, { seed, numRuns })
      assert.isAbove(refused, numRuns / 2, "most edits do harm")
      assert.isBelow(refused, numRuns, "some edits do none")
    } finally {
      rmSync(cwd, { recursive: true, force: true })
    }
  })
})

/** Every problem names a file below the folder and, if it names a line, one that the file has. */
const checkPrintable = ({ message, place }: Diagnostic, sources: ReadonlyMap<string, string>): void => {
  assert.match(place.file, /^schemas\//)
  assert.match(message, /[.]$/)
  if (place.line === undefined) return
  const line = sources.get(place.file)?.split("\n")[place.line - 1]
  assert.isDefined(line, `${place.file}:${place.line}`)
  assert.isAtMost(place.column, (line?.length ?? 0) + 1)
}
