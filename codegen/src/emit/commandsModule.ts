// `<aggregate>.commands.gen.ts`: what can be asked of an aggregate. Read by `emit`.
import type { Aggregate, Catalog, Command } from "../model.ts"
import { writeStruct } from "./codec.ts"
import { writeCodecConstant, writeDeclaration, writeDocumented, writeInterface } from "./declaration.ts"
import { core, type Draft, type EmitOptions, finish, type GeneratedFile, makeDraft, writeDoc } from "./draft.ts"
import { encodedName } from "./type.ts"
import { usedFirst } from "./usedFirst.ts"

/** None for an aggregate without commands. */
export const emitCommands = (
  catalog: Catalog,
  aggregate: Aggregate,
  options: EmitOptions
): ReadonlyArray<GeneratedFile> => {
  const { commands, folder, name } = aggregate
  if (commands.length === 0) return []
  const own = commands.flatMap(({ definitions }) =>
    definitions.flatMap(({ typeName }) => [typeName, encodedName(typeName)])
  )
  const draft = makeDraft(options, own)
  for (const command of commands) writeCommand(draft, command)
  writeUnion(draft, `${name}Command`, commands.map((command) => command.name))
  return [finish(draft, `${folder}.commands.gen.ts`, `${catalog.folder}/${folder}/`)]
}

const writeCommand = (
  draft: Draft,
  { definitions, deprecated, description, name, payload, place }: Command
): void => {
  for (const definition of usedFirst(definitions)) writeDeclaration(draft, definition)
  writeDoc(draft, description, [`@generated from ${place.file} (${name})`, ...(deprecated ? ["@deprecated"] : [])])
  writeInterface(draft, name, payload.fields, "Type", name)
  draft.writer.blankLine()
  writeDocumented(
    draft,
    `${name} as JSON.`,
    () => writeInterface(draft, encodedName(name), payload.fields, "Encoded", name)
  )
  const tag = `${core(draft, "S", "Literal")}(${JSON.stringify(name)})`
  writeCodecConstant(draft, name, () => writeStruct(draft, payload.fields, tag))
}

const writeUnion = (draft: Draft, name: string, commands: ReadonlyArray<string>): void => {
  writeDoc(draft, "Every command `decide` can be given.")
  draft.writer.write(`export type ${name} =`).indent(() =>
    commands.forEach((command) => draft.writer.writeLine(`| ${command}`))
  )
  draft.writer.blankLine()
  writeDoc(draft, `${name} as JSON.`)
  draft.writer.write(`export type ${encodedName(name)} =`).indent(() =>
    commands.forEach((command) => draft.writer.writeLine(`| ${encodedName(command)}`))
  )
  draft.writer.blankLine()
  writeCodecConstant(draft, name, () => {
    draft.writer.write(`${core(draft, "S", "Union")}([`).newLine()
    draft.writer.indent(() => draft.writer.write(commands.join(",\n")))
    draft.writer.newLine().write("])")
  })
}
