// Random schemas in the words of other dialects, imported: the contract is that of the same schema in our own words.
import { formatDiagnostics } from "@deciduous/codegen"
import { contractOf } from "@deciduous/codegen/contract/contract"
import { isLoss, notesText } from "@deciduous/codegen/import/notes"
import type { Json } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { declaredIn, findDeclared } from "@deciduous/codegen/walk"
import fc from "fast-check"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { importTexts } from "../support/imported.ts"
import { type JsonSchemaObject, payloadSchema } from "../support/jsonSchemas.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)

/** Another way to say the same; the numbers choose which words. */
const foreign = (schema: Json, choose: (count: number) => number): Json => {
  if (Array.isArray(schema)) return schema.map((inner: Json) => foreign(inner, choose))
  if (typeof schema !== "object" || schema === null) return schema
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === "properties" || key === "$defs"
        ? Object.fromEntries(Object.entries(value as object).map(([name, of]) => [name, foreign(of, choose)]))
        : key === "enum" || key === "const" || key === "required"
        ? value
        : foreign(value, choose)
    ])
  ) as Record<string, any>
  return WORDS[choose(WORDS.length)]!(inner)
}

const WORDS: ReadonlyArray<(schema: Record<string, any>) => Json> = [
  (schema) => schema,
  // OpenAPI's null
  ({ type, ...rest }) =>
    Array.isArray(type) ? { ...rest, type: type[0], nullable: true } : type === undefined ? rest : { ...rest, type },
  ({ oneOf, ...rest }) => oneOf === undefined ? rest : { ...rest, anyOf: oneOf },
  ({ const: constant, ...rest }) => constant === undefined ? rest : { ...rest, enum: [constant] },
  // tuples of draft 7
  ({ items, prefixItems, ...rest }) =>
    prefixItems === undefined
      ? { ...rest, ...(items !== undefined && { items }) }
      : { ...rest, items: prefixItems, additionalItems: false, minItems: prefixItems.length },
  // bounds of draft 4
  ({ exclusiveMinimum, minimum, ...rest }) =>
    exclusiveMinimum !== undefined && minimum === undefined
      ? { ...rest, minimum: exclusiveMinimum, exclusiveMinimum: true }
      : {
        ...rest,
        ...(minimum !== undefined && { minimum }),
        ...(exclusiveMinimum !== undefined && { exclusiveMinimum })
      },
  // what is said beside a reference
  ({ $ref, ...rest }) => $ref === undefined ? rest : { ...rest, allOf: [{ $ref }] },
  // joined of parts, each with some of the properties
  ({ properties, required, type, ...rest }) => {
    const names = Object.keys(properties ?? {})
    if (names.length < 2 || rest["$defs"] !== undefined) {
      return { ...rest, ...(type && { type }), ...(properties && { properties }), ...(required && { required }) }
    }
    const part = (of: ReadonlyArray<string>) => ({
      type: "object",
      properties: Object.fromEntries(of.map((name) => [name, properties[name]])),
      required: (required ?? []).filter((name: string) => of.includes(name))
    })
    return { ...rest, allOf: [part(names.slice(0, 1)), part(names.slice(1))] }
  },
  (schema) => ({ ...schema, description: "In other words." })
]

describe(`imported schemas of other dialects (seed ${seed})`, () => {
  let cwd: string
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "deciduous-foreign-"))
  })
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  /** Nothing where the schema takes no value at all, which the reader refuses. */
  const contractIn = (folder: string, files: Readonly<Record<string, string>>): Json | undefined => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, folder, file)), { recursive: true })
      writeFileSync(join(cwd, folder, file), text)
    }
    const { catalog, problems } = readCatalog({ folder, cwd })
    if (problems.some(({ code }) => code === "EMPTY_RANGE")) return undefined
    if (catalog === undefined) return assert.fail(formatDiagnostics(problems))
    const contract = contractOf(
      catalog.aggregates[0]!.events[0]!.versions[0]!.payload,
      findDeclared(declaredIn(catalog))
    )
    return JSON.parse(JSON.stringify(contract))
  }

  const own = (schema: JsonSchemaObject) => ({
    "any/aggregate.json": JSON.stringify({
      aggregate: "Any",
      stream: "any",
      id: { brand: "AnyId" },
      events: { ThingHappened: { current: 1 } }
    }),
    "any/ThingHappened.v1.json": JSON.stringify(schema)
  })

  it("have the contract of the schema that they mean, and nothing is left out", () => {
    let index = 0
    let compared = 0
    fc.assert(
      fc.property(payloadSchema(), fc.infiniteStream(fc.nat()), (schema, numbers) => {
        const text = JSON.stringify(foreign(schema as Json, (count) => Number(numbers.next().value) % count))
        const made = importTexts("json-schema", new Map([["thing-happened.json", text]]))
        assert.deepEqual(made.problems, [], text)
        assert.equal(notesText(made.notes.filter(isLoss)), "", text)
        index++
        const ours = contractIn(`own/${index}`, own(schema))
        const theirs = contractIn(`imported/${index}`, Object.fromEntries(made.files))
        assert.deepEqual(theirs, ours, text)
        if (ours !== undefined) compared++
      }),
      { seed, numRuns: 200 }
    )
    assert.isAbove(compared, 150)
  }, 120_000)
})
