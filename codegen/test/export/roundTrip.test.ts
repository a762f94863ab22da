// What is exported and imported again is the same contract: of every event version and command of every golden domain, in
// each form that can be read back. What a form can't carry is said here.
import { formatDiagnostics } from "@deciduous/codegen"
import { contractOf } from "@deciduous/codegen/contract/contract"
import { exportFiles } from "@deciduous/codegen/export/index"
import { exportSource } from "@deciduous/codegen/export/source"
import { isLoss, notesText } from "@deciduous/codegen/import/notes"
import type { Catalog, Json } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { declaredIn, findDeclared } from "@deciduous/codegen/walk"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { goldenCases, goldenCasesForExport, goldenCasesForTests } from "../golden.ts"
import { importTexts } from "../support/imported.ts"

const forms = ["json-schema", "asyncapi", "eventcatalog"] as const

describe("export and import", () => {
  let cwd: string
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "deciduous-round-trip-"))
  })
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  for (const form of forms) {
    it(`give each contract back, through ${form}`, () => {
      let contracts = 0
      for (
        const [index, { folder, name }] of [...goldenCases, ...goldenCasesForTests, ...goldenCasesForExport].entries()
      ) {
        const { catalog, sources } = readCatalog({ folder: "in", cwd: folder })
        if (catalog === undefined) continue
        const files = exportFiles(form, exportSource({ catalog, sources }, { published: false, baseUri: undefined }))
        const made = importTexts(form, new Map(files.map((file) => [file.name, file.text])))
        assert.deepEqual(made.problems, [], name)
        assert.equal(notesText(made.notes.filter(isLoss)), "", name)
        const out = join(form, String(index))
        for (const [file, text] of made.files) {
          mkdirSync(dirname(join(cwd, out, file)), { recursive: true })
          writeFileSync(join(cwd, out, file), text)
        }
        const again = readCatalog({ folder: out, cwd })
        assert.equal(formatDiagnostics(again.problems.filter(({ severity }) => severity === "error")), "", name)
        const [before, after] = [contractsIn(catalog, form), contractsIn(again.catalog!, form)]
        assert.deepEqual(after, before, name)
        contracts += Object.keys(before).length
      }
      assert.isAbove(contracts, 100)
    })
  }
})

/** By aggregate, name and version. Only AsyncAPI has words for `x-jsonb`, which the others' readers would refuse. */
const contractsIn = (catalog: Catalog, form: string): Readonly<Record<string, Json>> => {
  const find = findDeclared(declaredIn(catalog))
  return Object.fromEntries(
    catalog.aggregates.flatMap(({ commands, events, name }) => [
      ...events.flatMap((event) =>
        event.versions.map(({ payload, version }) => [`${name}.${event.name}@${version}`, payload] as const)
      ),
      ...commands.map((command) => [`${name}.${command.name}`, command.payload] as const)
    ]).map(([key, payload]) => {
      const text = JSON.stringify(contractOf(payload, find))
      return [
        key,
        JSON.parse(
          form === "asyncapi"
            ? text
            : text.replaceAll("\"x-jsonb\":\"any\",", "").replaceAll(",\"x-jsonb\":\"any\"", "")
        )
      ]
    }).toSorted(([a], [b]) => a < b ? -1 : 1)
  )
}
