// Shapes as JSON Schema that any validator takes: no keyword of ours, every rule of ours. The heart of all exports.
import type { Json, NumberShape, Shape, StringShape } from "../model.ts"
import { pointerText } from "../upcast/pointer.ts"
import { type Declared, declaredKey, type findDeclared, referencesIn } from "../walk.ts"
import { textSchemaOf } from "./textPatterns.ts"

export interface JsonSchema {
  readonly [keyword: string]: Json
}

/** AsyncAPI's schemas are of draft 07, which has another word for tuples and ignores what stands beside `$ref`. */
export interface Dialect {
  readonly draft: "2020-12" | "draft-07"
  /** Where a declared type is written, `#/$defs/Money`; asked once for each reference. */
  readonly refTo: (declared: Declared) => string
  /** Validators that are strict refuse `x-` keys, so they are said in a comment there. */
  readonly extensions: boolean
}

/** What a reference leads to. */
export type Find = ReturnType<typeof findDeclared>

export const schemaOf = (shape: Shape, find: Find, dialect: Dialect): JsonSchema => {
  const write = (of: Shape): JsonSchema => documented(of, kind(of))
  const kind = (of: Shape): JsonSchema => {
    switch (of._tag) {
      case "Object": {
        const required = of.fields.filter((field) => field.required).map(({ name }) => name)
        const properties = of.fields.map(({ deprecated, name, shape }) =>
          [name, deprecated ? beside(write(shape), { deprecated }) : write(shape)] as const
        )
        return {
          type: "object",
          properties: Object.fromEntries(properties),
          ...(required.length > 0 && { required }),
          additionalProperties: false
        }
      }
      case "Record":
        return { type: "object", additionalProperties: write(of.values) }
      case "Array":
        return present({
          type: "array",
          items: write(of.items),
          minItems: of.minItems,
          maxItems: of.maxItems,
          uniqueItems: of.uniqueItems || undefined
        })
      case "Tuple":
        return { type: "array", ...tuple(of.items.map(write)), minItems: of.items.length, maxItems: of.items.length }
      case "String":
        return { ...text(of), ...(dialect.extensions && extensionsOf(of)) }
      case "Number":
        return { ...number(of), ...(dialect.extensions && of.brand !== undefined && { "x-brand": of.brand }) }
      case "Boolean":
        return { type: "boolean" }
      case "Null":
        return { type: "null" }
      case "Literal":
        return literal(of.values)
      case "Union":
        return { type: "object", oneOf: of.branches.map(write) }
      case "Nullable":
        return nullable(write(of.shape))
      case "Reference": {
        const declared = find(of)
        return declared === undefined ? {} : { $ref: dialect.refTo(declared) }
      }
    }
  }
  const documented = (of: Shape, schema: JsonSchema): JsonSchema => {
    const personal = "personal" in of && of.personal !== undefined ? pointerText(of.personal) : undefined
    const said = present({
      description: of.description,
      "x-personal": dialect.extensions ? personal : undefined,
      $comment: personal === undefined || dialect.extensions
        ? undefined
        : `Personal data of the person whose id is at ${personal}.`
    })
    return Object.keys(said).length === 0 ? schema : beside(schema, said)
  }
  /** Draft 07 ignores everything beside `$ref`. */
  const beside = (schema: JsonSchema, said: JsonSchema): JsonSchema => {
    const comment = [schema["$comment"], said["$comment"]].filter((one) => one !== undefined)
    const comments = comment.length === 0 ? {} : { $comment: comment.join(" ") }
    return dialect.draft === "draft-07" && schema["$ref"] !== undefined
      ? { ...said, ...comments, allOf: [schema] }
      : { ...said, ...schema, ...said, ...comments }
  }
  const tuple = (items: ReadonlyArray<JsonSchema>): JsonSchema =>
    dialect.draft === "draft-07"
      ? { items, additionalItems: false }
      : { prefixItems: items, items: false }
  return write(shape)
}

/** Every type that a schema leads to, each once; the schema's own among them where something leads back to it. */
export const usedBy = (shape: Shape, find: Find): ReadonlyArray<Declared> => {
  const found = new Map<string, Declared>()
  const left = [...referencesIn(shape)]
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const declared = find(next)
    if (declared === undefined || found.has(declaredKey(declared))) continue
    found.set(declaredKey(declared), declared)
    left.push(...referencesIn(declared.shape))
  }
  return [...found.values()]
}

const text = (shape: StringShape): JsonSchema => {
  const known = textSchemaOf(shape)
  const patterns = [known?.pattern, shape.pattern].filter((pattern) => pattern !== undefined)
  const [first, second] = patterns
  return present({
    type: "string",
    format: known?.format,
    pattern: first,
    allOf: second === undefined ? undefined : [{ type: "string", pattern: second }],
    minLength: shape.minLength,
    maxLength: shape.maxLength,
    $comment: known?.comment,
    examples: shape.examples && [...shape.examples]
  })
}

/** What only a reader of ours knows. */
const extensionsOf = ({ anyText, brand, keepText }: StringShape): JsonSchema => ({
  ...(brand !== undefined && { "x-brand": brand }),
  ...(keepText && { "x-type": "string" }),
  ...(anyText && { "x-jsonb": "any" })
})

/** An integer is one that JavaScript holds exactly, and other languages should know. */
const number = (shape: NumberShape): JsonSchema => {
  const { exclusiveMaximum, exclusiveMinimum, integer, multipleOf } = shape
  const bounded = (bound: number | undefined, other: number | undefined, safe: number) =>
    integer && bound === undefined && other === undefined ? safe : bound
  return present({
    type: integer ? "integer" : "number",
    minimum: bounded(shape.minimum, exclusiveMinimum, Number.MIN_SAFE_INTEGER),
    maximum: bounded(shape.maximum, exclusiveMaximum, Number.MAX_SAFE_INTEGER),
    exclusiveMinimum,
    exclusiveMaximum,
    multipleOf
  })
}

const literal = (values: ReadonlyArray<string | number | boolean | null>): JsonSchema => {
  const types = new Set(values.map((value) => value === null ? "null" : typeof value))
  const [type, other] = [...types].toSorted((a, b) => Number(a === "null") - Number(b === "null"))
  const said = types.size === 1 ? { type: type! } : types.size === 2 && other === "null" ? { type: [type!, other] } : {}
  return values.length === 1 ? { ...said, const: values[0]! } : { ...said, enum: values }
}

const nullable = (schema: JsonSchema): JsonSchema => {
  const { $comment, const: constant, description, enum: values, oneOf, type, ...others } = schema
  const said = present({ description, $comment })
  if (Array.isArray(oneOf)) {
    const { type: _, ...union } = schema
    return { ...union, oneOf: [...oneOf as ReadonlyArray<Json>, { type: "null" }] }
  }
  if (constant !== undefined) return literalWithNull([constant], said)
  if (Array.isArray(values)) return literalWithNull(values as ReadonlyArray<Json>, said)
  return typeof type === "string" && type !== "null"
    ? { type: [type, "null"], ...others, ...said }
    : { oneOf: [schema, { type: "null" }] }
}

const literalWithNull = (values: ReadonlyArray<Json>, said: JsonSchema): JsonSchema => ({
  ...literal([...new Set([...values, null])] as ReadonlyArray<string | number | boolean | null>),
  ...said
})

/** Without the keywords that nothing is said of. */
export const present = (keywords: { readonly [key: string]: Json | undefined }): JsonSchema =>
  Object.fromEntries(Object.entries(keywords).filter((entry): entry is [string, Json] => entry[1] !== undefined))
