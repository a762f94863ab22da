// Shared types: the files of `_types/`, and the names that they get in TypeScript.
import type { Report } from "../diagnostic.ts"
import type { SharedType } from "../model.ts"
import { ownerOf } from "./context.ts"
import type { Found, SchemaContext, TypeTable } from "./context.ts"
import { definitionNodes, readDefinitions, rootDescription } from "./definitions.ts"
import type { VersionFile } from "./folder.ts"
import { isDeprecated } from "./keywords.ts"
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

/** Each file's schema, and behind it its definitions. */
export const readTypes = (types: TypeTable, found: Found, report: Report): ReadonlyArray<SharedType> =>
  types.files.flatMap((type): ReadonlyArray<SharedType> => {
    const { file, name, node, typeName, version } = type
    if (node === undefined) return []
    const owner = ownerOf(type)
    const context: SchemaContext = {
      owner,
      file,
      types,
      definitions: definitionNodes(node, owner),
      definedIn: undefined,
      found,
      report,
      path: [],
      isRoot: true,
      read: readSchema
    }
    const shape = readSchema(node, context)
    const definitions = readDefinitions(context, shape).map((definition) => ({ ...definition, name, version, file }))
    if (shape === undefined) return definitions
    const description = rootDescription(node)
    const deprecated = isDeprecated(node)
    return [
      { name, version, pointer: "#", typeName, file, description, deprecated, shape, place: node.place },
      ...definitions
    ]
  })
