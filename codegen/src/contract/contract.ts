// The wire contract of a schema: which JSON is valid and how it is stored, and nothing else, as JSON Schema in one
// spelling. References are inlined, so that a changed shared type is seen in every event that uses it. Read by the lock.
import type { Json, Shape } from "../model.ts"
import { type Declared, referencesIn } from "../walk.ts"
import { sorted } from "./canonical.ts"
import { type Core, type Find, normal, tagValue } from "./normal.ts"

/** Only what contains itself stays a reference: `#/$defs/D1`, numbered in the order in which they are met. */
export const contractOf = (shape: Shape, find: Find): Contract => {
  const definitions = new Map<Declared, Json>()
  const names = new Map<Declared, string>()
  const write = (of: Shape): Contract => {
    const { core, nullable, personal, through } = normal(of, find)
    const marks = personal === undefined ? {} : { "x-personal": personal.map((name) => `/${escaped(name)}`).join("") }
    const recursive = through.find((declared) => isRecursive(declared, find))
    const value = core === undefined
      ? { type: "null" }
      : recursive === undefined
      ? writeCore(core)
      : { $ref: `#/$defs/${nameOf(recursive, core)}` }
    return { ...withNull(value, core, nullable), ...marks }
  }
  const nameOf = (declared: Declared, core: Core): string => {
    const known = names.get(declared)
    if (known !== undefined) return known
    const name = `D${names.size + 1}`
    names.set(declared, name)
    definitions.set(declared, null)
    definitions.set(declared, writeCore(core))
    return name
  }
  const writeCore = (core: Core): Contract => {
    switch (core._tag) {
      case "String":
        return present({
          type: "string",
          format: core.format,
          "x-decimal": core.decimal && { precision: core.decimal.precision, scale: core.decimal.scale },
          "x-jsonb": core.anyText ? "any" : undefined,
          minLength: core.minLength,
          maxLength: core.maxLength,
          pattern: core.pattern
        })
      case "Number":
        return present({
          type: core.integer ? "integer" : "number",
          minimum: core.minimum,
          maximum: core.maximum,
          exclusiveMinimum: core.exclusiveMinimum,
          exclusiveMaximum: core.exclusiveMaximum,
          multipleOf: core.multipleOf
        })
      case "Literal":
        return isBoolean(core.values) ? { type: "boolean" } : { enum: sorted(core.values) }
      case "Array":
        return present({
          type: "array",
          items: write(core.items),
          minItems: core.minItems,
          maxItems: core.maxItems,
          uniqueItems: core.uniqueItems || undefined
        })
      case "Tuple":
        return { type: "array", prefixItems: core.items.map(write) }
      case "Record":
        return { type: "object", additionalProperties: write(core.values) }
      case "Object": {
        const fields = core.fields.toSorted((a, b) => a.name < b.name ? -1 : 1)
        const required = fields.filter((field) => field.required).map(({ name }) => name)
        return present({
          type: "object",
          properties: Object.fromEntries(fields.map((field) => [field.name, write(field.shape)])),
          required: required.length === 0 ? undefined : required
        })
      }
      case "Union": {
        const rank = (branch: Shape) => JSON.stringify(tagValue(branch, core.tag, find) ?? null)
        return { oneOf: core.branches.toSorted((a, b) => rank(a) < rank(b) ? -1 : 1).map(write) }
      }
    }
  }
  const root = write(shape)
  const all = [...definitions].map(([declared, contract]) => [names.get(declared) ?? "", contract] as const)
  return all.length === 0 ? root : { ...root, $defs: Object.fromEntries(all) }
}

/** A JSON Schema of the subset that files are written in; that objects are closed goes without saying. */
export type Contract = { readonly [key: string]: Json }

const withNull = (value: Contract, core: Core | undefined, nullable: boolean): Contract => {
  if (!nullable || core === undefined) return value
  return Array.isArray(value["enum"])
    ? { enum: sorted([...value["enum"] as ReadonlyArray<Json>, null]) }
    : { oneOf: [value, { type: "null" }] }
}

const isBoolean = (values: ReadonlyArray<Json>): boolean =>
  values.length === 2 && values.includes(true) && values.includes(false)

/** A loop, as this is done for every place of every schema. */
const present = (keywords: { readonly [key: string]: Json | undefined }): Contract => {
  const contract: { [key: string]: Json } = {}
  for (const key in keywords) {
    const value = keywords[key]
    if (value !== undefined) contract[key] = value
  }
  return contract
}

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1")

const isRecursive = (declared: Declared, find: Find): boolean => {
  const seen = new Set<Declared>()
  const left = [declared.shape]
  for (let shape = left.pop(); shape !== undefined; shape = left.pop()) {
    for (const reference of referencesIn(shape)) {
      const target = find(reference)
      if (target === declared) return true
      if (target === undefined || seen.has(target)) continue
      seen.add(target)
      left.push(target.shape)
    }
  }
  return false
}
