// Documents of other teams, with what is made of them: schema files that generate takes, and a line for each thing that they
// can't hold; or, of documents that can't be read, a line for each reason and no file.
import { formatDiagnostics } from "@deciduous/codegen"
import type { ImportForm } from "@deciduous/codegen/import/index"
import { notesText } from "@deciduous/codegen/import/notes"
import { readCatalog } from "@deciduous/codegen/read/index"
import { checkUpcasts } from "@deciduous/codegen/upcast/check"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { assertGolden, type GoldenCase, goldenCasesForImport, sentence } from "../golden.ts"
import { importTexts } from "../support/imported.ts"

const forms: ReadonlyArray<ImportForm> = ["json-schema", "asyncapi", "eventcatalog"]

const importCase = ({ folder, name }: GoldenCase): ReadonlyMap<string, string> => {
  const form = forms.find((one) => name.startsWith(one)) ?? assert.fail(name)
  const top = join(folder, "in")
  const files = readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"))
    .filter((file) => statSync(join(top, file)).isFile()).sort()
  const texts = new Map(files.map((file) => [file, readFileSync(join(top, file), "utf8")]))
  const { files: made, notes, problems } = importTexts(form, texts)
  if (problems.length > 0) {
    const lines = problems.map(({ at, help, message }) =>
      `${at}  ${message}${help === undefined ? "" : `\n  help: ${help}`}`
    )
    return new Map([["refused.txt", `${lines.join("\n")}\n`]])
  }
  return new Map([
    ["notes.txt", `${notesText(notes)}\n`],
    ...[...made].map(([name, text]) => [`event-schemas/${name}`, text] as const)
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
