// One schema as what a module exports of it: its type, its type as stored, and the codec between them.
// Read by the emitters of modules.
import type { Definition, Field, Shape } from "../model.ts"
import { writeCodec } from "./codec.ts"
import { type Draft, effectType, writeConstant, writeDoc } from "./draft.ts"
import { encodedName, type Form, writeFields, writeType } from "./type.ts"

/** An interface, with the line of its tag first where it has one. */
export const writeInterface = (
  draft: Draft,
  name: string,
  fields: ReadonlyArray<Field>,
  form: Form,
  tag?: string
): void => {
  draft.writer.write(`export interface ${name} `)
  if (fields.length === 0 && tag === undefined) draft.writer.write("{}").newLine()
  else {
    draft.writer.block(() => {
      if (tag !== undefined) draft.writer.writeLine(`readonly _tag: ${JSON.stringify(tag)}`)
      writeFields(draft, fields, form)
    })
  }
}

/** A type by its shape: an interface where it is an object, else an alias. */
export const writeNamedType = (draft: Draft, name: string, shape: Shape, form: Form): void => {
  if (shape._tag === "Object") return writeInterface(draft, name, shape.fields, form)
  draft.writer.write(`export type ${name} = `)
  writeType(draft, shape, form)
  draft.writer.newLine()
}

/** A paragraph of the module: a documented declaration and an empty line. */
export const writeDocumented = (draft: Draft, doc: string, write: () => void): void => {
  writeDoc(draft, doc)
  write()
  draft.writer.blankLine()
}

/** All that a shared type or a definition is. */
export const writeDeclaration = (draft: Draft, declared: Omit<Definition, "definedIn" | "pointer" | "place">): void => {
  const { shape, typeName } = declared
  writeTypeOf(draft, declared)
  writeDocumented(
    draft,
    `${typeName} as it is stored.`,
    () => writeNamedType(draft, encodedName(typeName), shape, "Encoded")
  )
  writeCodecOf(draft, declared)
}

/** The type in memory, documented. */
export const writeTypeOf = (
  draft: Draft,
  { deprecated, description, shape, typeName }: Omit<Definition, "definedIn" | "pointer" | "place">
): void => {
  writeDoc(draft, description, deprecated ? ["@deprecated"] : [])
  writeNamedType(draft, typeName, shape, "Type")
  draft.writer.blankLine()
}

/** The codec, which schemas below it can use without a detour. */
export const writeCodecOf = (draft: Draft, { shape, typeName }: Pick<Definition, "shape" | "typeName">): void => {
  writeCodecConstant(draft, typeName, () => writeCodec(draft, shape))
  draft.later.delete(typeName)
}

export const writeCodecConstant = (draft: Draft, name: string, writeValue: () => void): void => {
  const type = `${effectType(draft, "Schema", "Codec")}<${name}, ${encodedName(name)}>`
  writeConstant(draft, name, type, writeValue)
  draft.writer.blankLine()
}
