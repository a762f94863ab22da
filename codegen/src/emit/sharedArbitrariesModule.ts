// `arbitraries.gen.ts`: brands and shared types at random, for tests. Read by `emit`.
import type { Catalog } from "../model.ts"
import { numberArbitrary, SHARED_ARBITRARIES, storedConstant, stringArbitrary, writeArbitrary } from "./arbitrary.ts"
import {
  arbitraryType,
  type Draft,
  type EmitOptions,
  finish,
  type GeneratedFile,
  makeDraft,
  shared,
  testing,
  writeConstant,
  writeDoc
} from "./draft.ts"
import type { HeightOf } from "./height.ts"
import { encodedName } from "./type.ts"
import { usedFirst } from "./usedFirst.ts"

/** None where there is nothing to share. */
export const emitSharedArbitraries = (
  { brands, folder, types }: Catalog,
  heightOf: HeightOf,
  options: EmitOptions
): ReadonlyArray<GeneratedFile> => {
  if (brands.length === 0 && types.length === 0) return []
  const ordered = usedFirst(types)
  const names = [...brands.map(({ name }) => name), ...ordered.map(({ typeName }) => typeName)]
  const draft = makeDraft(options, names.map(storedConstant))
  for (const { name, shape } of brands) {
    const isText = shape._tag === "String"
    writeStored(
      draft,
      name,
      isText ? "string" : "number",
      () => draft.writer.write(isText ? stringArbitrary(draft, shape) : numberArbitrary(draft, shape))
    )
  }
  for (const { shape, typeName } of ordered) {
    writeStored(
      draft,
      typeName,
      shared(draft, encodedName(typeName), "type"),
      () => writeArbitrary(draft, shape, heightOf)
    )
  }
  writeDecoded(draft, names)
  return [finish(draft, `${SHARED_ARBITRARIES.slice(2)}.ts`, `${folder}/`)]
}

const writeStored = (draft: Draft, name: string, type: string, writeValue: () => void): void => {
  const constant = storedConstant(name)
  writeDoc(draft, `${name} as it is stored.`)
  writeConstant(draft, constant, arbitraryType(draft, type), writeValue)
  draft.writer.blankLine()
  draft.later.delete(constant)
}

const writeDecoded = (draft: Draft, names: ReadonlyArray<string>): void => {
  writeDoc(draft, "The brands and shared types of all aggregates.")
  writeConstant(draft, "SharedArbitraries", undefined, () => {
    draft.writer.write("({").newLine().indent(() =>
      draft.writer.write(
        names.map((name) =>
          `${name}: ${testing(draft, "decoded")}(${shared(draft, name, "value")}, ${storedConstant(name)})`
        ).join(",\n")
      )
    ).newLine().write("})")
  })
}
