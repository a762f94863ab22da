// A second opinion: Effect imports JSON Schema too, and where no format is involved, its codec and ours take the same JSON.
import { formatDiagnostics, generate } from "@deciduous/codegen"
import type { Json } from "@deciduous/codegen/model"
import { JsonSchema, Result, Schema, SchemaRepresentation } from "effect"
import fc from "fast-check"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { candidateOf, type JsonSchemaObject, payloadSchema } from "./support/jsonSchemas.ts"
import { makeWorkspace, type Workspace } from "./support/workspace.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)

const schemas = fc.sample(payloadSchema(), { numRuns: 100, seed })

describe(`Effect's importer of JSON Schema and our codecs (seed ${seed})`, () => {
  let workspace: Workspace
  let codecs: Readonly<Record<string, Schema.Codec<unknown, unknown>>>

  beforeAll(async () => {
    workspace = makeWorkspace()
    const events = schemas.map((_, index) => [`E${index}Happened`, { current: 1 }])
    const manifest = { aggregate: "Any", stream: "any", id: { brand: "AnyId" }, events: Object.fromEntries(events) }
    workspace.write("schemas/any/aggregate.json", JSON.stringify(manifest))
    schemas.forEach((schema, index) =>
      workspace.write(`schemas/any/E${index}Happened.v1.json`, JSON.stringify(schema, undefined, "\t"))
    )
    const { diagnostics } = generate({ schemas: "schemas", out: "out", cwd: workspace.folder, importExtension: ".ts" })
    assert.equal(formatDiagnostics(diagnostics), "")
    codecs = await import(join(workspace.folder, "out/any.events.gen.ts"))
  })
  afterAll(() => workspace.remove())

  it("agree on what is valid", () => {
    const counts = { taken: 0, refused: 0 }
    schemas.forEach((schema, index) => {
      const ours = takes(codecs[`E${index}Happened`] ?? assert.fail())
      const theirs = takes(imported(schema))
      fc.assert(
        fc.property(candidateOf(schema), (json) => {
          const isTaken = ours(json)
          counts[isTaken ? "taken" : "refused"]++
          assert.equal(isTaken, theirs(json), JSON.stringify(schema))
        }),
        { seed, numRuns: 100 }
      )
    })
    // a comparison of refusals alone would say nothing
    assert.isAbove(counts.taken, 1_000)
    assert.isAbove(counts.refused, 1_000)
  })
})

const imported = (schema: JsonSchemaObject): Schema.Codec<unknown, unknown> =>
  SchemaRepresentation.fromJsonSchemaDocument(JsonSchema.fromSchemaDraft2020_12(schema), {
    patterns: "apply"
  }) as unknown as Schema.Codec<unknown, unknown>

const takes = (codec: Schema.Codec<unknown, unknown>): (json: Json) => boolean => {
  const decode = Schema.decodeUnknownResult(codec, { onExcessProperty: "error" })
  return (json) => Result.isSuccess(decode(json))
}
