// Shared types: the files of `_types/`, and the names that they get in TypeScript.
import type { Report } from "../diagnostic.ts"
import type { SharedType } from "../model.ts"
import { ownerOf } from "./context.ts"
import type { Found, TypeTable } from "./context.ts"
import type { VersionFile } from "./folder.ts"
import { isDeprecated } from "./keywords.ts"
import { textOf } from "./node.ts"
import type { Node } from "./node.ts"
import { readSchema } from "./schema.ts"

/** The highest version has the plain name, so that what is written anew reads well. */
export const makeTypeTable = (
  folder: string,
  files: ReadonlyArray<VersionFile>,
  parse: (file: VersionFile) => Node | undefined
): TypeTable => ({
  folder,
  files: files.map((file) => {
    const isHighest = !files.some(({ name, version }) => name === file.name && version > file.version)
    const typeName = isHighest ? file.name : `${file.name}V${file.version}`
    return { name: file.name, version: file.version, file: file.file, typeName, node: parse(file) }
  })
})

export const readTypes = (types: TypeTable, found: Found, report: Report): ReadonlyArray<SharedType> =>
  types.files.flatMap((type): ReadonlyArray<SharedType> => {
    const { file, name, node, typeName, version } = type
    const owner = ownerOf(type)
    const shape = node
      && readSchema(node, { owner, file, types, found, report, path: [], isRoot: true, read: readSchema })
    if (node === undefined || shape === undefined) return []
    const description = rootDescription(node)
    return [{ name, version, typeName, file, description, deprecated: isDeprecated(node), shape, place: node.place }]
  })

/** What a file says of itself. */
export const rootDescription = (node: Node): string | undefined => {
  const entry = node._tag === "Map" ? node.entries.find(({ key }) => key === "description") : undefined
  return entry && textOf(entry.value)
}
