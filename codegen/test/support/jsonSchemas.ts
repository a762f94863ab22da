// JSON Schemas at random, of every keyword but formats, and JSON that nearly fits them. Text is ASCII: beyond it lengths
// count otherwise for others, who count halves of characters.
import type { Json } from "@deciduous/codegen/model"
import fc from "fast-check"

export interface JsonSchemaObject {
  readonly [keyword: string]: unknown
}

/** What an event can carry; `$defs` hold a schema that refers to itself. */
export const payloadSchema = (): fc.Arbitrary<JsonSchemaObject> =>
  fc.letrec<
    { schema: JsonSchemaObject; object: JsonSchemaObject }
  >(
    (tie) => ({
      schema: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        { weight: 6, arbitrary: scalar },
        { weight: 1, arbitrary: fc.constant({ $ref: "#/$defs/Tree" }) },
        { weight: 1, arbitrary: fc.constant({ oneOf: [{ $ref: "#/$defs/Tree" }, { type: "null" }] }) },
        {
          weight: 2,
          arbitrary: fc.record({ items: tie("schema"), bounds: counts("Items"), unique: fc.boolean() }).map(
            ({ bounds, items, unique }) => ({ type: "array", items, ...bounds, ...(unique && { uniqueItems: true }) })
          )
        },
        {
          weight: 1,
          arbitrary: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((prefixItems) => ({
            type: "array",
            prefixItems,
            items: false,
            minItems: prefixItems.length
          }))
        },
        { weight: 1, arbitrary: tie("schema").map((values) => ({ type: "object", additionalProperties: values })) },
        { weight: 2, arbitrary: tie("object") },
        {
          weight: 1,
          arbitrary: fc.array(tie("object"), { minLength: 2, maxLength: 3 }).map((branches) => ({
            oneOf: branches.map((branch, index) => ({
              ...branch,
              properties: { ...branch["properties"] as object, kind: { const: `k${index}` } },
              required: [...branch["required"] as ReadonlyArray<string>, "kind"]
            }))
          }))
        }
      ),
      object: fc.dictionary(fc.constantFrom("a", "b-c", "é", "toString"), fc.tuple(tie("schema"), fc.boolean()), {
        maxKeys: 3,
        noNullPrototype: true
      }).map((fields) => ({
        type: "object",
        properties: Object.fromEntries(Object.entries(fields).map(([name, [schema]]) => [name, schema])),
        // what every object inherits can't be optional
        required: Object.keys(fields).filter((name) => name === "toString" || fields[name]?.[1] === true),
        additionalProperties: false
      }))
    })
  ).object.map((schema) => ({ ...schema, $defs: { Tree } }))

const Tree = {
  type: "object",
  properties: { children: { type: "array", items: { $ref: "#/$defs/Tree" } }, value: { type: "integer" } },
  required: ["children"],
  additionalProperties: false
}

const few = fc.nat(3)

/** `minItems` and `maxItems`, or the same of a length, which leave room. */
const counts = (of: "Items" | "Length"): fc.Arbitrary<JsonSchemaObject> =>
  fc.record({ least: few, more: few }, { requiredKeys: [] }).map(({ least, more }) => ({
    ...(least !== undefined && { [`min${of}`]: least }),
    ...(more !== undefined && { [`max${of}`]: (least ?? 0) + more })
  }))

const nullable = (schema: fc.Arbitrary<JsonSchemaObject>): fc.Arbitrary<JsonSchemaObject> =>
  fc.tuple(schema, fc.nat(4)).map(([schema, n]) => n === 0 ? { ...schema, type: [schema["type"], "null"] } : schema)

const bounds: fc.Arbitrary<JsonSchemaObject> = fc.constantFrom(
  {},
  { minimum: -1 },
  { exclusiveMinimum: 0, maximum: 3 },
  { minimum: 0, exclusiveMaximum: 3 },
  { maximum: 2.5 }
)

const scalar: fc.Arbitrary<JsonSchemaObject> = fc.oneof(
  nullable(counts("Length").map((lengths) => ({ type: "string", ...lengths }))),
  nullable(fc.constantFrom("^a", "b$", "^[a-c]*$", "\\d").map((pattern) => ({ type: "string", pattern }))),
  nullable(
    fc.tuple(bounds, fc.boolean()).map(([of, even]) => ({ type: "integer", ...of, ...(even && { multipleOf: 2 }) }))
  ),
  nullable(bounds.map((of) => ({ type: "number", ...of }))),
  nullable(fc.constant({ type: "boolean" })),
  fc.constantFrom({ type: "null" }, { const: "x" }, { const: 0 }, { const: true }, { const: null }),
  fc.uniqueArray(fc.constantFrom("a", "b", 1, 1.5, false, null), { minLength: 1 }).map((values) => ({ enum: values }))
)

/** JSON that fits a schema but for a place here and there. */
export const candidateOf = (root: JsonSchemaObject): fc.Arbitrary<Json> => {
  const definitions = root["$defs"] as Readonly<Record<string, JsonSchemaObject>>
  const of = (schema: JsonSchemaObject, depth: number): fc.Arbitrary<Json> =>
    fc.oneof({ weight: 1, arbitrary: anything }, { weight: 25, arbitrary: near(schema, depth) })
  const near = (schema: JsonSchemaObject, depth: number): fc.Arbitrary<Json> => {
    const { type } = schema
    if (depth > 6) return fc.constantFrom<Json>({ children: [] }, "a", null, [])
    if (schema["$ref"] !== undefined) return near(definitions["Tree"]!, depth + 1)
    if (Array.isArray(schema["oneOf"])) return fc.oneof(...schema["oneOf"].map((branch) => near(branch, depth)))
    if (Array.isArray(schema["enum"])) return fc.constantFrom(...schema["enum"] as ReadonlyArray<Json>)
    if ("const" in schema) return fc.constant(schema["const"] as Json)
    if (Array.isArray(type)) return fc.oneof(fc.constant(null), near({ ...schema, type: type[0] }, depth))
    switch (type) {
      case "array":
        return Array.isArray(schema["prefixItems"])
          ? fc.tuple(...schema["prefixItems"].map((item) => of(item, depth + 1)))
          : fc.array(of(schema["items"] as JsonSchemaObject, depth + 1), { maxLength: 4 })
      case "object": {
        const values = schema["additionalProperties"]
        if (values !== false) {
          return fc.dictionary(fc.constantFrom("x", "y", ""), of(values as JsonSchemaObject, depth + 1), {
            noNullPrototype: true
          })
        }
        const fields = Object.entries(schema["properties"] as Record<string, JsonSchemaObject>)
        const required = schema["required"] as ReadonlyArray<string>
        const there = fields.map(([name, field]) =>
          fc.tuple(of(field, depth + 1), fc.nat(9)).map((
            [value, n]
          ) => (n < (required.includes(name) ? 9 : 5) ? [[name, value]] : []))
        )
        return fc.tuple(...there).map((entries) => Object.fromEntries(entries.flat()))
      }
      case "string":
        return fc.string({ unit: fc.constantFrom("a", "b", "1", " "), maxLength: 5 })
      case "integer":
        return fc.oneof(fc.integer({ min: -3, max: 5 }), fc.integer())
      case "number":
        return fc.constantFrom(-1.5, -1, 0, 0.1, 1, 2.5, 2.75, 3, 1e300)
      case "boolean":
        return fc.boolean()
      default:
        return fc.constant(null)
    }
  }
  return of(root, 0)
}

const anything = fc.constantFrom<Json>(null, true, 0, -0.5, 1e21, "", "a", [], [null], {}, { a: 1 }, { kind: "k0" })
