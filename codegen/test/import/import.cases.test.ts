// Documents of other teams, with what is made of them: schema files that generate takes, and a line for each thing that they
// can't hold; or, of documents that can't be read, a line for each reason and no file.
import { formatDiagnostics } from "@deciduous/codegen"
import { schemaFiles } from "@deciduous/codegen/import/files"
import { importDocuments, type ImportForm } from "@deciduous/codegen/import/index"
import { notesText } from "@deciduous/codegen/import/notes"
import { readCatalog } from "@deciduous/codegen/read/index"
import { checkUpcasts } from "@deciduous/codegen/upcast/check"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { assertGolden, type GoldenCase, goldenCasesForImport, sentence } from "../golden.ts"

const forms: ReadonlyArray<ImportForm> = ["json-schema", "asyncapi", "eventcatalog"]

const importCase = ({ folder, name }: GoldenCase): ReadonlyMap<string, string> => {
  const form = forms.find((one) => name.startsWith(one)) ?? assert.fail(name)
  const top = join(folder, "in")
  const files = readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"))
    .filter((file) => statSync(join(top, file)).isFile()).sort()
  const imported = importDocuments(form, {
    files: form === "eventcatalog" ? files.filter((file) => /index\.mdx?$/.test(file)) : files,
    load: (file) =>
      files.includes(file) ? { text: readFileSync(join(top, file), "utf8") } : { problem: "There is no such file." },
    name: "imported",
    aggregate: undefined
  })
  if (imported._tag === "Refused") {
    const lines = imported.problems.map(({ at, help, message }) =>
      `${at}  ${message}${help === undefined ? "" : `\n  help: ${help}`}`
    )
    return new Map([["refused.txt", `${lines.join("\n")}\n`]])
  }
  const made = schemaFiles(imported.domain, {
    existing: () => undefined,
    modeline: (schema) => `# ${schema}`,
    byHand: new Set(),
    withoutExamples: new Set()
  })
  if ("problem" in made) return assert.fail(made.problem)
  return new Map([
    ["notes.txt", `${notesText(imported.notes)}\n`],
    ...made.map(({ name, text }) => [`event-schemas/${name}`, text] as const)
  ])
}

describe("what is imported", () => {
  for (const golden of goldenCasesForImport) {
    it(sentence(golden), () => {
      const files = importCase(golden)
      assertGolden(golden, files)
      if (files.has("refused.txt")) return assert.match(golden.name, /refused$/)
      const { problems, sound } = readCatalog({ folder: "out/event-schemas", cwd: golden.folder })
      const errors = problems.filter(({ severity }) => severity === "error")
      assert.equal(formatDiagnostics(errors), "")
      // how older versions are read is not in the documents: such a step is asked for, and nothing else is
      const codes = new Set(checkUpcasts(sound ?? assert.fail()).map(({ code }) => code))
      assert.deepEqual([...codes].filter((code) => code !== "UPCAST_INCOMPLETE"), [])
    })
  }
})
