// One aggregate's folder: its manifest, commands and event files, each read whether or not the others could be.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Command, Definition, ObjectShape } from "../model.ts"
import { versionTypeName } from "../versionTypeName.ts"
import type { Found, Owner, PersonalUse, SchemaContext, TypeTable } from "./context.ts"
import { definitionNodes, readDefinitions, rootDescription } from "./definitions.ts"
import type { AggregateFolder, VersionFile } from "./folder.ts"
import { checkIdentifier } from "./keys.ts"
import { isDeprecated } from "./keywords.ts"
import { readManifest } from "./manifest.ts"
import type { Manifest } from "./manifest.ts"
import type { Node } from "./node.ts"
import { readSchema } from "./schema.ts"
import type { SourceFile } from "./source.ts"

/** What was read of an aggregate. A part that could not be read is missing, and a problem says why. */
export interface AggregateDraft {
  readonly folder: AggregateFolder
  readonly manifest: Manifest | undefined
  readonly versions: ReadonlyArray<VersionDraft>
  /** In the order of the file. */
  readonly commands: ReadonlyArray<Command>
}

/** An event file: that it is there, even if nothing in it could be read. */
export interface VersionDraft {
  readonly source: VersionFile
  readonly node: Node | undefined
  readonly payload: ObjectShape | undefined
  readonly definitions: ReadonlyArray<Definition>
  readonly personal: ReadonlyArray<PersonalUse>
}

export interface Reading {
  readonly types: TypeTable
  readonly found: Found
  readonly report: Report
  /** The nodes of a file. */
  readonly parse: (source: SourceFile) => Node | undefined
}

export const readAggregate = (folder: AggregateFolder, reading: Reading): AggregateDraft => {
  const manifestNode = folder.manifest && reading.parse(folder.manifest)
  const manifest = folder.manifest && manifestNode && readManifest(folder.manifest.file, manifestNode, reading.report)
  readId(manifest, reading)
  const versions = folder.events.map((source): VersionDraft => {
    const node = reading.parse(source)
    const personal: Array<PersonalUse> = []
    const { name, version } = source
    const owner: Owner = {
      kind: "event",
      name,
      version,
      typeName: versionTypeName(name, version, currentOf(name, manifest))
    }
    const found = { ...reading.found, personal }
    const whole = node && readWhole(node, owner, { file: source.file, folder: folder.name }, { ...reading, found })
    return { source, node, payload: whole?.payload, definitions: whole?.definitions ?? [], personal }
  })
  return { folder, manifest, versions, commands: readCommands(folder, reading) }
}

/** What references within its events and commands can lead to, beside shared types. */
export const definitionsIn = ({ commands, versions }: AggregateDraft): ReadonlyArray<Definition> =>
  [...versions, ...commands].flatMap(({ definitions }) => definitions)

const currentOf = (event: string, manifest: Manifest | undefined): number | undefined => {
  const fate = manifest?.events?.find(({ name }) => name === event)?.entry?.fate
  return fate?._tag === "Current" ? fate.current : undefined
}

/** An id is a string's schema with other words around it. */
const readId = (manifest: Manifest | undefined, reading: Reading): void => {
  if (manifest?.id === undefined) return
  const { brand, keywords } = manifest.id
  const value = { _tag: "Scalar", place: keywords.place, value: "string" } as const
  const type = { key: "type", place: keywords.place, value }
  const node: Node = { ...keywords, entries: [type, ...keywords.entries] }
  const name = manifest.name?.name ?? ""
  const context = contextOf(node, { kind: "id", name, typeName: name }, { file: manifest.file, folder: "" }, reading)
  const shape = readSchema(node, { ...context, isRoot: false })
  if (brand !== undefined && shape?._tag === "String") reading.found.brands.push({ ...brand, shape })
}

const readCommands = (folder: AggregateFolder, reading: Reading): ReadonlyArray<Command> => {
  const source = folder.commands
  const node = source && reading.parse(source)
  if (source === undefined || node === undefined) return []
  if (node._tag !== "Map") {
    reading.report(
      error("KEYWORD_VALUE", node.place, "commands.yaml is a mapping from the commands' names to their schemas.")
    )
    return []
  }
  return node.entries.flatMap(({ key, place, value }): ReadonlyArray<Command> => {
    if (!checkIdentifier(key, place, reading.report)) return []
    const owner: Owner = { kind: "command", name: key, typeName: key }
    const whole = readWhole(value, owner, { file: source.file, folder: folder.name }, reading)
    if (whole === undefined) return []
    return [{ name: key, description: rootDescription(value), deprecated: isDeprecated(value), ...whole, place }]
  })
}

/** Where a schema stands: its file, as messages print it, and the name of the aggregate's folder. */
interface Home {
  readonly file: string
  readonly folder: string
}

/** An event's or command's own schema: an object with properties, as its tag has to have a place; and its definitions. */
const readWhole = (
  node: Node,
  owner: Owner,
  home: Home,
  reading: Reading
): { readonly payload: ObjectShape; readonly definitions: ReadonlyArray<Definition> } | undefined => {
  const context = contextOf(node, owner, home, reading)
  const shape = readSchema(node, context)
  const definitions = readDefinitions(context, shape).map((definition) => ({ ...definition, definedIn: home.folder }))
  if (shape === undefined) return undefined
  if (shape._tag === "Object") return { payload: shape, definitions }
  const message = `The payload of ${owner.kind === "command" ? "a command" : "an event"} is an object with properties.`
  reading.report(error("EVENT_NOT_OBJECT", node.place, message, "put the value into a property."))
  return undefined
}

const contextOf = (
  node: Node,
  owner: Owner,
  { file, folder }: Home,
  { found, report, types }: Reading
): SchemaContext => ({
  owner,
  file,
  types,
  definitions: definitionNodes(node, owner),
  definedIn: folder,
  found,
  report,
  path: [],
  isRoot: true,
  read: readSchema
})
