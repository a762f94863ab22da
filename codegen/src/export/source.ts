// What every exporter is given, and the questions that several of them ask. Read this first of `export/`.
import type { Aggregate, Catalog, Command, EventType, EventVersion, Json } from "../model.ts"
import type { ReadResult } from "../read/index.ts"
import { entryOf, jsonOf } from "../read/node.ts"
import { parseYaml } from "../read/yaml.ts"
import { samplesOf } from "../sample/sample.ts"
import { shapesOf } from "../upcast/open.ts"
import { declaredIn, findDeclared } from "../walk.ts"
import type { Find } from "./jsonSchema.ts"

export interface ExportSource {
  readonly catalog: Catalog
  readonly find: Find
  /** Those of the file; where it has none, one that is made, the same in every run. */
  readonly examplesOf: (of: EventVersion | Command) => ReadonlyArray<Json>
  /** Where the exported JSON Schemas will be found, ending in a slash. */
  readonly baseUri: string | undefined
}

/** One file of an export, by its path below the folder that it goes to. */
export interface ExportedFile {
  readonly name: string
  readonly text: string
}

/** Stands in every exported file, so that a file of somebody else's is known and not overwritten. */
export const EXPORTED = "Exported by deciduous; do not edit, run: deciduous export"

export interface SourceOptions {
  /** Only events that are marked as published, and no commands. */
  readonly published: boolean
  readonly baseUri: string | undefined
}

export const exportSource = (
  { catalog, sources }: { readonly catalog: Catalog; readonly sources: ReadResult["sources"] },
  { baseUri, published }: SourceOptions
): ExportSource => {
  const shapeOf = shapesOf(catalog)
  return {
    catalog: published ? publishedPart(catalog) : catalog,
    find: findDeclared(declaredIn(catalog)),
    examplesOf: (of) => {
      const written = writtenExamples(of, sources)
      return written.length > 0 ? written : samplesOf(of.payload, shapeOf, { count: 1, seed: 1 }) ?? []
    },
    baseUri: baseUri === undefined || baseUri.endsWith("/") ? baseUri : `${baseUri}/`
  }
}

/** What a version is to the program of today. */
export type Standing =
  | { readonly _tag: "Written" }
  /** It is stored, and is read as a later version. */
  | { readonly _tag: "Older" }
  /** A draft, or already read and not yet written. */
  | { readonly _tag: "Ahead" }
  | { readonly _tag: "Retired"; readonly on: string; readonly reason: string }
  | { readonly _tag: "Renamed"; readonly on: string; readonly to: string }
  | { readonly _tag: "Replaced"; readonly on: string; readonly by: ReadonlyArray<string> }

export const standingOf = ({ reading }: EventType, { version }: EventVersion): Standing => {
  switch (reading._tag) {
    case "Renamed":
      return { _tag: "Renamed", on: reading.on, to: refText(reading.to) }
    case "Replaced":
      return { _tag: "Replaced", on: reading.on, by: reading.by.map(refText) }
    case "Current":
      if (version !== reading.current) return { _tag: version < reading.current ? "Older" : "Ahead" }
      return reading.retired === undefined ? { _tag: "Written" } : { _tag: "Retired", ...reading.retired }
  }
}

/** What is to be said of a version that is not simply the one that is written. */
export const standingText = (standing: Standing): string | undefined => {
  switch (standing._tag) {
    case "Written":
      return undefined
    case "Older":
      return "Stored by earlier releases; it is read as a later version."
    case "Ahead":
      return "Known, and not written yet."
    case "Retired":
      return `Retired on ${standing.on}: ${standing.reason}`
    case "Renamed":
      return `Renamed on ${standing.on}: it is read as ${standing.to}.`
    case "Replaced":
      return `Replaced on ${standing.on}: it is read as ${standing.by.join(" and ")}.`
  }
}

/** The version that stands for an event: the one that is written, or the last one there was. */
export const leadingVersion = ({ reading, versions }: EventType): EventVersion =>
  (reading._tag === "Current" ? versions.find(({ version }) => version === reading.current) : undefined)
    ?? versions.at(-1)!

/** The CloudEvents type of an event. */
export const typeOf = (aggregate: Aggregate, { name, reading }: EventType): string =>
  reading._tag === "Current" && reading.published !== undefined ? reading.published.type : `${aggregate.name}.${name}`

/** JSON with a line end, as editors write it. */
export const jsonText = (value: Json): string =>
  // an integer beyond 2^53 is rounded, as it would be by whoever reads the file
  `${JSON.stringify(value, (_, of: unknown) => typeof of === "bigint" ? Number(of) : of, 2)}\n`

const refText = ({ event, version }: { readonly event: string; readonly version: number }): string =>
  `${event}@${version}`

const publishedPart = (catalog: Catalog): Catalog => ({
  ...catalog,
  aggregates: catalog.aggregates.map((aggregate) => ({
    ...aggregate,
    commands: [],
    events: aggregate.events.filter(({ reading }) => reading._tag === "Current" && reading.published !== undefined)
  })).filter(({ events }) => events.length > 0)
})

/** The reader has checked them against their schema, and keeps none. */
const writtenExamples = (of: EventVersion | Command, sources: ReadResult["sources"]): ReadonlyArray<Json> => {
  const text = sources.get(of.place.file)
  const root = text === undefined ? undefined : parseYaml(of.place.file, text, () => {})
  const schema = root?._tag === "Map" && "name" in of ? entryOf(root, of.name)?.value : root
  const examples = schema?._tag === "Map" ? entryOf(schema, "examples")?.value : undefined
  return examples?._tag === "List" ? examples.items.map(jsonOf) : []
}
