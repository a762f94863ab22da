// One aggregate's folder: its manifest, commands and event files, each read whether or not the others could be.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Command, ObjectShape } from "../model.ts"
import type { Found, Owner, PersonalUse, SchemaContext, TypeTable } from "./context.ts"
import type { AggregateFolder, VersionFile } from "./folder.ts"
import { checkIdentifier } from "./keys.ts"
import { isDeprecated } from "./keywords.ts"
import { readManifest } from "./manifest.ts"
import type { Manifest } from "./manifest.ts"
import type { Node } from "./node.ts"
import { readSchema } from "./schema.ts"
import type { SourceFile } from "./source.ts"
import { rootDescription } from "./types.ts"

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
    const owner: Owner = { kind: "event", name: source.name, version: source.version }
    const payload = node && readPayload(node, owner, source.file, { ...reading, found: { ...reading.found, personal } })
    return { source, node, payload, personal }
  })
  return { folder, manifest, versions, commands: readCommands(folder.commands, reading) }
}

/** An id is a string's schema with other words around it. */
const readId = (manifest: Manifest | undefined, reading: Reading): void => {
  if (manifest?.id === undefined) return
  const { brand, keywords } = manifest.id
  const value = { _tag: "Scalar", place: keywords.place, value: "string" } as const
  const type = { key: "type", place: keywords.place, value }
  const node: Node = { ...keywords, entries: [type, ...keywords.entries] }
  const owner: Owner = { kind: "id", name: manifest.name?.name ?? "" }
  const shape = readSchema(node, { ...contextOf(owner, manifest.file, reading), isRoot: false })
  if (brand !== undefined && shape?._tag === "String") reading.found.brands.push({ ...brand, shape })
}

const readCommands = (source: SourceFile | undefined, reading: Reading): ReadonlyArray<Command> => {
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
    const payload = readPayload(value, { kind: "command", name: key }, source.file, reading)
    if (payload === undefined) return []
    return [{ name: key, description: rootDescription(value), deprecated: isDeprecated(value), payload, place }]
  })
}

/** An event's or command's own schema: an object with properties, as its tag has to have a place. */
const readPayload = (node: Node, owner: Owner, file: string, reading: Reading): ObjectShape | undefined => {
  const shape = readSchema(node, contextOf(owner, file, reading))
  if (shape === undefined || shape._tag === "Object") return shape
  const message = `The payload of ${owner.kind === "command" ? "a command" : "an event"} is an object with properties.`
  reading.report(error("EVENT_NOT_OBJECT", node.place, message, "put the value into a property."))
  return undefined
}

const contextOf = (owner: Owner, file: string, { found, report, types }: Reading): SchemaContext => ({
  owner,
  file,
  types,
  found,
  report,
  path: [],
  isRoot: true,
  read: readSchema
})
