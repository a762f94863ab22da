// What tells the branches of a union apart. Read by `alternatives.ts`.
import type { Json } from "../model.ts"
import { isObject, type JsonObject, listIn, objectIn, ownOf, textIn } from "./document.ts"
import { same } from "./gather.ts"
import { literalsOf } from "./literals.ts"
import type { SchemaContext } from "./ours.ts"
import { below, lastName, type Place } from "./place.ts"

export interface Branch {
  readonly given: JsonObject
  /** With what it refers to, and with what stands around the alternatives. */
  readonly whole: JsonObject
  /** Nothing stands around the alternatives. */
  readonly isAlone: boolean
}

export interface Tag {
  readonly name: string
  /** Where the branches don't say them themselves. */
  readonly values?: ReadonlyArray<Json>
}

/** A property that is required and constant in every branch, and nowhere the same. */
export const tagOf = (branches: ReadonlyArray<JsonObject>): Tag | undefined => {
  const name = Object.keys(objectIn(branches[0] ?? {}, "properties")).find((key) => {
    const values = branches.flatMap((branch) =>
      listIn(branch, "required").includes(key) ? [constantOf(branch, key) ?? []].flat() : []
    )
    return values.length === branches.length
      && values.every((value, index) => values.findIndex((other) => same(other, value)) === index)
  })
  return name === undefined ? undefined : { name }
}

/** By `discriminator`, a word of AsyncAPI's or a mapping of OpenAPI's, on the union or on what its branches share. */
export const discriminated = (
  branches: ReadonlyArray<Branch>,
  schema: JsonObject,
  place: Place,
  { notes }: SchemaContext
): Tag | undefined => {
  const [said] = [schema, ...branches.map(({ whole }) => whole)].flatMap((of) => ownOf(of, "discriminator") ?? [])
  const name = typeof said === "string" ? said : isObject(said) ? textIn(said, "propertyName") : undefined
  if (name === undefined) return undefined
  const mapping = isObject(said) ? Object.entries(objectIn(said, "mapping")) : []
  const values = branches.flatMap(({ given, whole }) => {
    const reference = textIn(given, "$ref")
    const mapped = mapping.find(([, target]) => target === reference)?.[0]
    return [constantOf(whole, name) ?? mapped ?? (reference === undefined ? [] : lastName(reference))].flat()
  })
  if (values.length < branches.length) return undefined
  notes.approximated(
    below(place, "discriminator"),
    `Branches are told apart by ${JSON.stringify(name)}: ${values.map((value) => JSON.stringify(value)).join(", ")}.`,
    "see that these are the values that are sent."
  )
  return { name, values }
}

export const withTag = (schema: JsonObject, name: string, value: Json): JsonObject => {
  const { discriminator: _, ...rest } = schema
  return {
    ...rest,
    type: "object",
    properties: { ...objectIn(schema, "properties"), [name]: { const: value } },
    required: [...new Set([...listIn(schema, "required"), name])]
  }
}

const constantOf = (schema: JsonObject, name: string): Json | undefined => {
  const property = ownOf(objectIn(schema, "properties"), name)
  const values = isObject(property) ? literalsOf(property) : undefined
  return values?.length === 1 ? values[0] : undefined
}
