// `types.gen.ts`: the brands and shared types of all aggregates. Read by `emit`.
import type { Brand, Catalog } from "../model.ts"
import { numberCodec, stringCodec } from "./codec.ts"
import { writeDeclaration } from "./declaration.ts"
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
import { usedFirst } from "./usedFirst.ts"

/** None where there is nothing to share. */
export const emitTypes = (catalog: Catalog, options: EmitOptions): ReadonlyArray<GeneratedFile> => {
  const { brands, types } = catalog
  if (brands.length === 0 && types.length === 0) return []
  const draft = makeDraft(options, [
    ...brands.map(({ name }) => name),
    ...types.flatMap(({ typeName }) => [typeName, encodedName(typeName)])
  ])
  for (const brand of brands) writeBrand(draft, brand)
  for (const type of usedFirst(types)) writeDeclaration(draft, type)
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
