// Exported JSON Schema in the hands of a strict validator: it is taken without a complaint, and it takes and refuses what
// our codecs take and refuse.
import { generate } from "@deciduous/codegen"
import { jsonSchemaFiles } from "@deciduous/codegen/export/jsonSchemaFiles"
import { exportSource } from "@deciduous/codegen/export/source"
import type { Catalog, Json } from "@deciduous/codegen/model"
import { readCatalog, type ReadResult } from "@deciduous/codegen/read/index"
import addFormats from "ajv-formats"
import { Ajv2020 } from "ajv/dist/2020.js"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { goldenCases, goldenCasesForTests } from "../golden.ts"
import { nearly } from "../support/nearly.ts"
import { makeWorkspace, type Workspace } from "../support/workspace.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)
const numRuns = 300

const strictAjv = () => {
  const ajv = new Ajv2020({ strict: true, allErrors: false })
  addFormats.default(ajv)
  return ajv
}

type Read = { readonly catalog: Catalog; readonly sources: ReadResult["sources"] }

const readIn = (folder: string): Read | undefined => {
  const { catalog, sources } = readCatalog({ folder: "in", cwd: folder })
  return catalog && { catalog, sources }
}

const exported = (read: Read) => jsonSchemaFiles(exportSource(read, { published: false, baseUri: undefined }))

describe("exported JSON Schema", () => {
  it("is taken by ajv in strict mode, and takes its own examples, for every folder of the golden cases", () => {
    let schemas = 0
    for (const { folder, name } of [...goldenCases, ...goldenCasesForTests]) {
      const read = readIn(folder)
      if (read === undefined) continue
      for (const file of exported(read)) {
        const schema = JSON.parse(file.text)
        const validate = strictAjv().compile(schema)
        for (const example of schema.examples ?? []) {
          assert.isTrue(validate(example), `${name} ${file.name} ${JSON.stringify(validate.errors)}`)
        }
        schemas++
      }
    }
    assert.isAbove(schemas, 100)
  })
})

for (const { folder, name } of goldenCasesForTests.filter(({ name }) => !name.startsWith("patterns-that-no"))) {
  describe(`exported JSON Schema and our codecs: ${name.replaceAll("-", " ")} (seed ${seed})`, () => {
    const read = readIn(folder) ?? assert.fail(name)
    const aggregate = read.catalog.aggregates[0]!
    let workspace: Workspace
    let codecs: Readonly<Record<string, Schema.Codec<unknown, Json>>>
    let stored: Readonly<Record<string, fc.Arbitrary<Json>>>

    beforeAll(async () => {
      workspace = makeWorkspace()
      generate({ schemas: "in", out: workspace.folder, cwd: folder, importExtension: ".ts" })
      const load = async (module: string) => import(join(workspace.folder, `${aggregate.folder}.${module}.gen.ts`))
      const hasHistory = aggregate.events.some(({ reading, versions }) =>
        reading._tag !== "Current" || versions.length > 1
      )
      codecs = { ...await load("events"), ...(hasHistory ? await load("history") : {}) }
      stored = (await load("arbitraries"))[`${aggregate.name}Arbitraries`].stored
    })
    afterAll(() => workspace.remove())

    it("agree on what is stored, and on what differs from it in one place", () => {
      const counts = { taken: 0, refused: 0 }
      for (const [key, arbitrary] of Object.entries(stored)) {
        const [type, version] = key.split("@")
        const file = exported(read).find((one) => one.name === `${aggregate.folder}/${type}.v${version}.schema.json`)
        const validate = strictAjv().compile(JSON.parse(file?.text ?? assert.fail(key)))
        const decode = Schema.decodeUnknownResult(codecs[`${type}V${version}`] ?? codecs[type!]!, {
          onExcessProperty: "error"
        })
        fc.assert(
          fc.property(arbitrary.chain((value) => fc.tuple(fc.constant(value), nearly(value))), ([value, changed]) => {
            for (const json of [value, changed]) {
              if (cannotAgree(json)) continue
              const isTaken = Result.isSuccess(decode(json))
              counts[isTaken ? "taken" : "refused"]++
              assert.equal(validate(json), isTaken, `${key} ${JSON.stringify(json)} ${JSON.stringify(validate.errors)}`)
            }
            assert.isTrue(validate(value))
          }),
          { seed, numRuns }
        )
      }
      assert.isAbove(counts.taken, 300)
      assert.isAbove(counts.refused, 50)
    })
  })
}

/**
 * What no schema can say, and docs/guide/import-and-export.md lists: halves of surrogate pairs and U+0000, a URL's inner
 * grammar, offsets that carry a time beyond the years 0001 and 9999, and items that are different texts of one value.
 */
const cannotAgree = (json: Json): boolean => {
  if (typeof json === "string") {
    return !json.isWellFormed() || json.includes("\0") || /^(0001-01-01|9999-12-31)T.*[+-]..:..$/.test(json)
      || (/^\s*[A-Za-z][A-Za-z0-9+.\t\n\r-]*:/.test(json) && !URL.canParse(json))
  }
  if (json === null || typeof json !== "object") return false
  const numbers = Array.isArray(json) ? json.filter((item) => !Number.isNaN(Number(item))) : []
  if (new Set(numbers.map(Number)).size < new Set(numbers).size) return true
  return Object.entries(json).some(([key, inner]) => cannotAgree(key) || cannotAgree(inner as Json))
}
