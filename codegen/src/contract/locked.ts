// A contract of the lock as a shape again, to be compared with files and read by upcasts. The opposite of `contract.ts`.
import type { Field, Json, Place, Pointer, Shape, UnionShape } from "../model.ts"
import { FORMATS } from "../read/keywords.ts"
import type { Declared } from "../walk.ts"
import type { Contract } from "./contract.ts"

export interface LockedShape {
  readonly shape: Shape
  /** What references within it lead to. */
  readonly declared: ReadonlyArray<Declared>
}

/** Whose contract it is. */
export interface LockedOwner {
  /** Tells its definitions from those of other contracts. */
  readonly key: string
  /** The aggregate's folder, where it is to stand in a catalog. */
  readonly definedIn?: string
  readonly place: Place
}

/** `undefined` where it is no contract. */
export const shapeOfContract = (
  contract: Contract,
  { definedIn, key, place }: LockedOwner
): LockedShape | undefined => {
  const typeName = (pointer: string): string => `${key}${pointer}`
  const home = definedIn === undefined ? {} : { definedIn }
  const base = { description: undefined, place }

  const read = (of: Json): Shape => {
    const schema = objectOf(of)
    const personal = schema["x-personal"] === undefined ? {} : { personal: pointerOf(schema["x-personal"]) }
    return { ...readKind(schema), ...personal }
  }
  const readKind = (schema: Contract): Shape => {
    if (schema["$ref"] !== undefined) {
      return { _tag: "Reference", typeName: typeName(String(schema["$ref"])), ...home, ...base }
    }
    if (schema["enum"] !== undefined) {
      return { _tag: "Literal", values: listOf(schema["enum"]).map(scalarOf), ...base }
    }
    if (schema["oneOf"] !== undefined) return readUnion(listOf(schema["oneOf"]).map(read))
    switch (schema["type"]) {
      case "null":
        return { _tag: "Null", ...base }
      case "boolean":
        return { _tag: "Boolean", ...base }
      case "string":
        return {
          _tag: "String",
          format: FORMATS.find((name) => name === schema["format"]),
          decimal: schema["x-decimal"] === undefined ? undefined : decimalOf(objectOf(schema["x-decimal"])),
          brand: undefined,
          keepText: false,
          anyText: schema["x-jsonb"] === "any",
          minLength: numberOf(schema["minLength"]),
          maxLength: numberOf(schema["maxLength"]),
          pattern: schema["pattern"] === undefined ? undefined : String(schema["pattern"]),
          ...base
        }
      case "integer":
      case "number":
        return {
          _tag: "Number",
          integer: schema["type"] === "integer",
          brand: undefined,
          minimum: numberOf(schema["minimum"]),
          maximum: numberOf(schema["maximum"]),
          exclusiveMinimum: numberOf(schema["exclusiveMinimum"]),
          exclusiveMaximum: numberOf(schema["exclusiveMaximum"]),
          multipleOf: numberOf(schema["multipleOf"]),
          ...base
        }
      case "array":
        return schema["prefixItems"] === undefined
          ? {
            _tag: "Array",
            items: read(schema["items"] ?? null),
            minItems: numberOf(schema["minItems"]),
            maxItems: numberOf(schema["maxItems"]),
            uniqueItems: schema["uniqueItems"] === true,
            ...base
          }
          : { _tag: "Tuple", items: listOf(schema["prefixItems"]).map(read), ...base }
      case "object":
        return schema["properties"] === undefined
          ? { _tag: "Record", values: read(schema["additionalProperties"] ?? null), ...base }
          : { _tag: "Object", fields: fieldsOf(schema), ...base }
      default:
        throw new NoContract()
    }
  }
  const fieldsOf = (schema: Contract): ReadonlyArray<Field> => {
    const required = new Set(listOf(schema["required"] ?? []))
    return Object.entries(objectOf(schema["properties"] ?? null)).map(([name, of]) => ({
      name,
      required: required.has(name),
      deprecated: false,
      shape: read(of),
      place
    }))
  }
  const definitions = new Map(
    Object.entries(objectOf(contract["$defs"] ?? {})).map(([name, of]): [string, Json] => [`#/$defs/${name}`, of])
  )
  const readUnion = (shapes: ReadonlyArray<Shape>): Shape => {
    const branches = shapes.filter((shape) => shape._tag !== "Null")
    const [only] = branches
    if (only === undefined) throw new NoContract()
    const one: Shape = branches.length === 1 ? only : { _tag: "Union", tag: tagOf(branches), branches, ...base }
    return branches.length < shapes.length ? { _tag: "Nullable", shape: one, ...base } : one
  }
  const resolved = new Map<string, Shape>()
  const fieldsIn = (shape: Shape): ReadonlyArray<Field> => {
    if (shape._tag === "Object") return shape.fields
    const target = shape._tag === "Reference" ? resolved.get(shape.typeName) ?? open(shape.typeName) : undefined
    return target === undefined ? [] : fieldsIn(target)
  }
  const underway = new Set<string>()
  /** A branch that is a definition is looked into before the definition has been read. */
  const open = (name: string): Shape | undefined => {
    const of = definitions.get(name.slice(key.length))
    if (of === undefined || underway.has(name)) return undefined
    underway.add(name)
    const shape = read(of)
    resolved.set(name, shape)
    return shape
  }
  const tagOf = (branches: ReadonlyArray<Shape>): UnionShape["tag"] => {
    const [first = []] = branches.map(fieldsIn)
    const tag = first.find(({ name }) => {
      const constants = branches.map((branch) => {
        const field = fieldsIn(branch).find((of) => of.name === name && of.required)?.shape
        return field?._tag === "Literal" && field.values.length === 1 ? field.values[0] : undefined
      })
      return !constants.includes(undefined) && new Set(constants).size === branches.length
    })
    if (tag === undefined) throw new NoContract()
    return tag.name
  }

  try {
    const shape = read(contract)
    const declared = [...definitions.keys()].map((pointer): Declared => {
      const name = typeName(pointer)
      const of = resolved.get(name) ?? open(name)
      if (of === undefined) throw new NoContract()
      return { typeName: name, ...home, shape: of, place }
    })
    return { shape, declared }
  } catch (cause) {
    if (cause instanceof NoContract) return undefined
    throw cause
  }
}

/** Ends the reading of what is no contract, wherever in it that shows. */
class NoContract extends Error {}

const objectOf = (value: Json): Contract => {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new NoContract()
  return value as Contract
}

const listOf = (value: Json): ReadonlyArray<Json> => {
  if (!Array.isArray(value)) throw new NoContract()
  return value as ReadonlyArray<Json>
}

const scalarOf = (value: Json): string | number | boolean | null => {
  if (typeof value === "object" && value !== null || typeof value === "bigint") throw new NoContract()
  return value
}

const numberOf = (value: Json | undefined): number | undefined => {
  if (value !== undefined && typeof value !== "number") throw new NoContract()
  return value
}

const decimalOf = ({ precision, scale }: Contract) => ({
  precision: numberOf(precision) ?? 0,
  scale: numberOf(scale) ?? 0
})

const pointerOf = (value: Json): Pointer => {
  if (typeof value !== "string") throw new NoContract()
  return value.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
}
