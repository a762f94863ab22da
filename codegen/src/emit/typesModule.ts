// `types.gen.ts`: the brands and shared types of all aggregates. Read by `emit`.
import type { Brand, Catalog, Shape, SharedType } from "../model.ts"
import { numberCodec, stringCodec, writeCodec } from "./codec.ts"
import { writeCodecConstant, writeDocumented, writeNamedType } from "./declaration.ts"
import {
  core,
  type Draft,
  effectType,
  type EmitOptions,
  finish,
  type GeneratedFile,
  makeDraft,
  writeConstant,
  writeDoc
} from "./draft.ts"
import { encodedName, unbrandedType } from "./type.ts"

/** None where there is nothing to share. */
export const emitTypes = (catalog: Catalog, options: EmitOptions): ReadonlyArray<GeneratedFile> => {
  const { brands, types } = catalog
  if (brands.length === 0 && types.length === 0) return []
  const draft = makeDraft(options, [
    ...brands.map(({ name }) => name),
    ...types.flatMap(({ typeName }) => [typeName, encodedName(typeName)])
  ])
  for (const brand of brands) writeBrand(draft, brand)
  for (const type of usedFirst(types)) writeSharedType(draft, type)
  return [finish(draft, "types.gen.ts", `${catalog.folder}/`)]
}

const writeBrand = (draft: Draft, { name, shape }: Brand): void => {
  const isText = shape._tag === "String"
  const plain = isText ? unbrandedType(draft, shape) : "number"
  const codec = isText ? stringCodec(draft, shape) : numberCodec(draft, shape)
  const quoted = JSON.stringify(name)
  writeDoc(draft, shape.description)
  draft.writer.writeLine(`export type ${name} = ${plain} & ${effectType(draft, "Brand", "Brand")}<${quoted}>`)
  const type = `${effectType(draft, "Schema", "Codec")}<${name}, ${isText ? "string" : "number"}>`
  writeConstant(draft, name, type, () => draft.writer.write(`${codec}.pipe(${core(draft, "S", "brand")}(${quoted}))`))
  draft.writer.blankLine()
  draft.later.delete(name)
}

const writeSharedType = (draft: Draft, { deprecated, description, shape, typeName }: SharedType): void => {
  writeDoc(draft, description, deprecated ? ["@deprecated"] : [])
  writeNamedType(draft, typeName, shape, "Type")
  draft.writer.blankLine()
  writeDocumented(
    draft,
    `${typeName} as it is stored.`,
    () => writeNamedType(draft, encodedName(typeName), shape, "Encoded")
  )
  writeCodecConstant(draft, typeName, () => writeCodec(draft, shape))
  draft.later.delete(typeName)
}

/** By name, but a type stands below those that it uses: a constant cannot be read before its line has run. */
export const usedFirst = (types: ReadonlyArray<SharedType>): ReadonlyArray<SharedType> => {
  const byName = new Map(types.map((type) => [type.typeName, type]))
  const ordered = new Set<SharedType>()
  const visit = (type: SharedType, above: ReadonlySet<string>): void => {
    if (ordered.has(type) || above.has(type.typeName)) return
    const through = new Set(above).add(type.typeName)
    for (const name of referencesOf(type.shape)) {
      const used = byName.get(name)
      if (used !== undefined) visit(used, through)
    }
    ordered.add(type)
  }
  for (const type of types) visit(type, new Set())
  return [...ordered]
}

const referencesOf = (shape: Shape): ReadonlyArray<string> => {
  switch (shape._tag) {
    case "Reference":
      return [shape.typeName]
    case "Object":
      return shape.fields.flatMap((field) => referencesOf(field.shape))
    case "Record":
      return referencesOf(shape.values)
    case "Array":
      return referencesOf(shape.items)
    case "Tuple":
      return shape.items.flatMap(referencesOf)
    case "Union":
      return shape.branches.flatMap(referencesOf)
    case "Nullable":
      return referencesOf(shape.shape)
    default:
      return []
  }
}
