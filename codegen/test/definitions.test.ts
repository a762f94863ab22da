// Definitions of one name in two aggregates, whose modules never meet: each schema is checked by its own.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import { readCatalog } from "@deciduous/codegen/read/index"
import { checkUpcasts } from "@deciduous/codegen/upcast/check"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "deciduous-definitions-"))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const write = (file: string, content: unknown): void => {
  mkdirSync(dirname(join(cwd, file)), { recursive: true })
  writeFileSync(join(cwd, file), JSON.stringify(content))
}

const object = (properties: object) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false
})

/** Changed's `Line` has one field, which gets another name in version 2. */
const writeAggregate = (name: string, before: string, after: string, value: unknown): void => {
  const folder = name.toLowerCase()
  const upcasts = { 1: [{ rename: { from: `/line/${before}`, to: `/line/${after}` } }] }
  const events = { Changed: { current: 2, upcasts } }
  write(`schemas/${folder}/aggregate.json`, { aggregate: name, stream: folder, id: { brand: `${name}Id` }, events })
  for (const [version, field] of [[1, before], [2, after]] as const) {
    write(`schemas/${folder}/Changed.v${version}.json`, {
      ...object({ line: { $ref: "#/$defs/Line" } }),
      examples: [{ line: { [field]: value } }],
      $defs: { Line: object({ [field]: { type: typeof value } }) }
    })
  }
}

describe("definitions of one name in two aggregates", () => {
  it("are checked, each with its own examples and upcasts", () => {
    writeAggregate("Shop", "sku", "code", "A-1")
    writeAggregate("Bank", "sum", "amount", 1)
    const { catalog, problems } = readCatalog({ folder: "schemas", cwd })
    assert.equal(formatDiagnostics(problems), "")
    assert.equal(formatDiagnostics(checkUpcasts(catalog ?? assert.fail())), "")
  })

  it("are told apart where one of them is wrong", () => {
    writeAggregate("Shop", "sku", "code", "A-1")
    writeAggregate("Bank", "sum", "amount", 1)
    const wrong = { ...object({ line: { $ref: "#/$defs/Line" } }), examples: [{ line: { code: "A-1" } }] }
    write("schemas/bank/Changed.v2.json", { ...wrong, $defs: { Line: object({ amount: { type: "number" } }) } })
    const { problems } = readCatalog({ folder: "schemas", cwd })
    assert.deepEqual(problems.map(({ code, place }) => [code, place.file]), [
      ["EXAMPLE_INVALID", "schemas/bank/Changed.v2.json"]
    ])
  })
})
