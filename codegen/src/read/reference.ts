// `$ref`: to a file of `_types/`, to the schema that it stands in, or to one of the `$defs` there.
import { posix } from "node:path"
import { error, quote } from "../diagnostic.ts"
import type { ReferenceShape } from "../model.ts"
import { ownerOf } from "./context.ts"
import type { SchemaContext } from "./context.ts"
import { definitionNodes, unknownDefinition } from "./definitions.ts"
import { wrongValue } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import { textOf } from "./node.ts"
import type { Entry, Node } from "./node.ts"
import { nearest } from "./suggest.ts"

export const readReference = (entry: Entry, keywords: Keywords, context: SchemaContext): ReferenceShape | undefined => {
  allowOnly(keywords, ["$ref", "x-personal"], "beside $ref: the type says it all", context)
  const target = textOf(entry.value)
  if (target === undefined) return wrongValue(entry, "a relative file", context.report)
  const found = findTarget(target, context)
  if (found === undefined) return reportUnresolved(target, entry, context) as undefined
  const { definedIn } = found.context
  return {
    _tag: "Reference",
    typeName: found.typeName,
    ...(definedIn !== undefined && { definedIn }),
    ...documentation(keywords)
  }
}

/** What a reference leads to, not yet read. */
export interface Target {
  readonly typeName: string
  /** Nothing where its file is no YAML. */
  readonly node: Node | undefined
  /** Where references of its own are looked up. */
  readonly context: SchemaContext
}

/** The definition or the file of `_types/` that a reference names, if there is one. */
export const findTarget = (target: string, context: SchemaContext): Target | undefined => {
  const definition = context.definitions.find(({ pointer }) => pointer === target)
  if (definition !== undefined) return { typeName: definition.typeName, node: definition.node, context }
  const path = pathOf(target, context.file)
  const type = context.types.files.find((type) => type.file === path)
  if (type === undefined) return undefined
  const { file, node, typeName } = type
  const owner = ownerOf(type)
  const definitions = node === undefined ? [] : definitionNodes(node, owner)
  return { typeName, node, context: { ...context, file, owner, definitions, definedIn: undefined } }
}

const pathOf = (target: string, file: string): string => posix.normalize(posix.join(posix.dirname(file), target))

const reportUnresolved = (
  target: string,
  { value: { place } }: Entry,
  context: SchemaContext
): void => {
  const { file, report, types } = context
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) {
    const message = "Remote references are not followed: the contract must be in this repository."
    return report(
      error(
        "REF_REMOTE",
        place,
        message,
        "save it and run: deciduous import json-schema <file>; then refer to the file that it writes."
      )
    )
  }
  const unknown = unknownDefinition(target, place, context)
  if (unknown !== undefined) return report(unknown)
  if (target.includes("#")) {
    const message = `Only whole files and "#/$defs/..." can be referred to, and ${quote(target)} is a part of one.`
    return report(error("UNSUPPORTED_KEYWORD", place, message, "put that part into a file of _types/ and $ref it."))
  }
  const path = pathOf(target, file)
  if (posix.dirname(path) !== types.folder) {
    const help = `a $ref leads to a file of ${types.folder}/, as in ../_types/Money.v1.yaml.`
    return report(error("REF_NOT_FOUND", place, `${quote(target)} is not a shared type.`, help))
  }
  const name = nearest(posix.basename(path), types.files.map((type) => posix.basename(type.file)))
  report(error("REF_NOT_FOUND", place, `No file ${path}.`, name && `there is ${name}.`))
}
