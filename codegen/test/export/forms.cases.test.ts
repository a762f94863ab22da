// A domain in every form that it is exported in, file by file; and every golden domain in the hands of those who read the
// forms: AsyncAPI's own parser, a strict validator of JSON Schema, a reader of frontmatter.
import { Parser } from "@asyncapi/parser"
import { formatDiagnostics } from "@deciduous/codegen"
import { exportFiles, type ExportForm, exportForms } from "@deciduous/codegen/export/index"
import { type ExportedFile, exportSource } from "@deciduous/codegen/export/source"
import { readCatalog } from "@deciduous/codegen/read/index"
import addFormats from "ajv-formats"
import { Ajv2020 } from "ajv/dist/2020.js"
import { assert, describe, it } from "vitest"
import { parse } from "yaml"
import {
  assertGolden,
  type GoldenCase,
  goldenCases,
  goldenCasesForExport,
  goldenCasesForTests,
  sentence
} from "../golden.ts"

const exported = (
  { folder }: GoldenCase,
  form: ExportForm,
  baseUri?: string
): ReadonlyArray<ExportedFile> | undefined => {
  const { catalog, problems, sources } = readCatalog({ folder: "in", cwd: folder })
  if (catalog !== undefined) return exportFiles(form, exportSource({ catalog, sources }, { published: false, baseUri }))
  assert.notInclude(folder, "cases-for-export", formatDiagnostics(problems))
  return undefined
}

const everywhere = [...goldenCases, ...goldenCasesForTests, ...goldenCasesForExport]

/** Every file of a form that any golden domain makes. */
const allOf = (form: ExportForm): ReadonlyArray<readonly [name: string, file: ExportedFile]> =>
  everywhere.flatMap((golden) =>
    (exported(golden, form) ?? []).map((file) => [`${golden.name}/${file.name}`, file] as const)
  )

describe("what is exported", () => {
  for (const golden of goldenCasesForExport) {
    it(sentence(golden), () => {
      const files = exportForms.flatMap((form) =>
        (exported(golden, form, "https://schemas.example.org/library") ?? []).map(({ name, text }) =>
          [`${form}/${name}`, text] as const
        )
      )
      assertGolden(golden, new Map(files))
    })
  }

  it("is the same in every run", () => {
    for (const form of exportForms) {
      assert.deepEqual(exported(goldenCasesForExport[0]!, form), exported(goldenCasesForExport[0]!, form))
    }
  })

  it("is one document that AsyncAPI's parser finds nothing wrong with", async () => {
    const parser = new Parser()
    // which takes its time: the domains that have every keyword and format
    const domains = [...goldenCasesForTests, ...goldenCasesForExport]
    for (
      const [name, { text }] of domains.flatMap((golden) =>
        (exported(golden, "asyncapi") ?? []).map((file) => [golden.name, file] as const)
      )
    ) {
      const { diagnostics, document } = await parser.parse(text)
      const faults = diagnostics.filter(({ severity }) => severity <= 1)
      assert.deepEqual(faults.map(({ message, path }) => `${path.join("/")} ${message}`), [], name)
      assert.isAbove(document?.messages().length ?? 0, 0, name)
    }
  }, 120_000)

  it("is an envelope of CloudEvents whose example a strict validator takes, and whose data is the event's", () => {
    const files = allOf("cloudevents")
    assert.isAbove(files.length, 50)
    for (const [name, { text }] of files) {
      const ajv = new Ajv2020({ strict: true })
      addFormats.default(ajv)
      const schema = JSON.parse(text)
      const validate = ajv.compile(schema)
      for (const example of schema.examples ?? []) {
        assert.isTrue(validate(example), `${name} ${JSON.stringify(validate.errors)}`)
        assert.isTrue(URL.canParse(example.dataschema), example.dataschema)
        assert.isTrue(validate({ ...example, traceparent: "00-1" }))
        assert.isFalse(validate({ ...example, data: { ...example.data, surplus: true } }))
        assert.isFalse(validate({ ...example, type: "another" }))
      }
    }
  })

  it("is pages with frontmatter that EventCatalog needs: each id and version once, each schema where it is said", () => {
    for (const golden of everywhere) {
      const files = exported(golden, "eventcatalog") ?? []
      const names = new Set(files.map(({ name }) => name))
      const ids = files.filter(({ name }) => name.endsWith(".mdx")).map(({ name, text }) => {
        const page = parse(/^---\n([^]*?)\n---\n/.exec(text)?.[1] ?? assert.fail(name))
        if (page.schemaPath !== undefined) assert.isTrue(names.has(name.replace("index.mdx", page.schemaPath)), name)
        for (const key of ["id", "name", "version"]) assert.isString(page[key], `${name} ${key}`)
        return `${page.id} ${page.version}`
      })
      assert.equal(new Set(ids).size, ids.length, golden.name)
    }
  })

  it("is diagrams of plain nodes and quoted texts, and tables whose rows have equally many cells", () => {
    let lines = 0
    for (const [name, { text }] of allOf("markdown")) {
      for (const [, diagram] of text.matchAll(/```mermaid\n([^]*?)\n```/g)) {
        for (const line of diagram!.split("\n").slice(1)) {
          assert.match(line, MERMAID, name)
          lines++
        }
      }
      for (const table of text.split("\n\n").filter((part) => part.startsWith("|"))) {
        const cells = table.trimEnd().split("\n").map((row) => row.replace(/\\\|/g, "").split("|").length)
        assert.equal(new Set(cells).size, 1, `${name}\n${table}`)
      }
    }
    assert.isAbove(lines, 100)
  })
})

const LABEL = "\"([^\"<>`#]|<br/>|#[0-9]+;)*\""
const NODE = `[a-z]+[0-9]*(\\[\\[${LABEL}\\]\\]|\\[${LABEL}\\]|\\(${LABEL}\\))?`
const MERMAID = new RegExp(`^  ${NODE}( (-->|-\\.->)(\\|${LABEL}\\|)? ${NODE})?$`, "u")
