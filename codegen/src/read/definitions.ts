// `$defs`: named schemas of one file or command, which `#/$defs/<name>` in it leads to, and what `#` leads to.
import { type Diagnostic, error, quote } from "../diagnostic.ts"
import type { Definition, Place, Shape } from "../model.ts"
import { referencesIn } from "../walk.ts"
import type { DefinitionNode, Owner, SchemaContext } from "./context.ts"
import { isIdentifier } from "./folder.ts"
import { isDeprecated } from "./keywords.ts"
import { entryOf, textOf } from "./node.ts"
import type { Node } from "./node.ts"
import { nearest } from "./suggest.ts"

/** What `#` and `#/$defs/...` lead to in a schema with this root, before any of it is read. */
export const definitionNodes = (root: Node, { kind, typeName }: Owner): ReadonlyArray<DefinitionNode> => {
  const definitions = root._tag === "Map" ? entryOf(root, "$defs")?.value : undefined
  const entries = definitions?._tag === "Map" ? definitions.entries.filter(({ key }) => isIdentifier(key)) : []
  return [
    // an event's own name is its type with the tag, which nobody stores within a payload
    { pointer: "#", typeName: kind === "type" ? typeName : `${typeName}Payload`, node: root, place: root.place },
    ...entries.map(({ key, place, value }) => ({
      pointer: `#/$defs/${key}`,
      typeName: `${typeName}${key}`,
      node: value,
      place
    }))
  ]
}

/** A definition's shape, with what it says of itself. */
type ReadDefinition = Omit<Definition, "definedIn">

/** The schemas of `$defs`, which follow the root's. A payload that refers to itself is the last one. */
export const readDefinitions = (context: SchemaContext, root: Shape | undefined): ReadonlyArray<ReadDefinition> => {
  const read = context.definitions.flatMap((definition): ReadonlyArray<ReadDefinition> => {
    if (definition.pointer === "#") return []
    const shape = context.read(definition.node, { ...context, path: undefined, isRoot: false })
    return shape === undefined ? [] : [define(definition, shape)]
  })
  const payload = context.owner.kind === "type" ? undefined : context.definitions.find(({ pointer }) => pointer === "#")
  if (payload === undefined || root === undefined) return read
  const isUsed = [root, ...read.map(({ shape }) => shape)].some((shape) =>
    referencesIn(shape).some(({ typeName }) => typeName === payload.typeName)
  )
  return isUsed ? [...read, define(payload, root)] : read
}

/** What a schema says of itself. */
export const rootDescription = (node: Node): string | undefined => {
  const entry = node._tag === "Map" ? entryOf(node, "description") : undefined
  return entry && textOf(entry.value)
}

/** Why a pointer within the file leads nowhere, if it does lead into the file. */
export const unknownDefinition = (
  target: string,
  place: Place,
  { definitions }: SchemaContext
): Diagnostic | undefined => {
  const name = /^#\/\$defs\/(?<name>[^/]*)$/.exec(target)?.groups?.["name"]
  if (name === undefined) return undefined
  const known = definitions.flatMap(({ pointer }) => pointer === "#" ? [] : [pointer.slice("#/$defs/".length)])
  const near = nearest(name, known)
  return error("REF_NOT_FOUND", place, `There is no ${quote(name)} in "$defs".`, near && `there is ${near}.`)
}

const define = ({ node, place, pointer, typeName }: DefinitionNode, shape: Shape): ReadDefinition => ({
  pointer,
  typeName,
  description: pointer === "#" ? undefined : rootDescription(node),
  deprecated: isDeprecated(node),
  shape,
  place
})
