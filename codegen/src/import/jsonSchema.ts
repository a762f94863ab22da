// `deciduous import json-schema`: files of JSON Schema, one event in each; or one file with several.
import { posix } from "node:path"
import type { Json } from "../model.ts"
import { isObject, type JsonObject, listIn, objectIn, ownOf, textIn } from "./document.ts"
import type { Library } from "./library.ts"
import type { Finding, Found } from "./model.ts"
import { versionedName } from "./names.ts"
import type { Notes } from "./notes.ts"
import { below, fileOf, lastName, type Place } from "./place.ts"

/** What another file refers to is a shared type, and no event. */
export const findInJsonSchema = (
  files: ReadonlyArray<string>,
  library: Library,
  notes: Notes
): Finding | undefined => {
  const documents = files.map((file) => ({ file, document: library.open(file) }))
  const used = new Set(
    documents.flatMap(({ document, file }) =>
      document === undefined ? [] : targetsIn(document, library).map(fileOf).filter((other) => other !== file)
    )
  )
  const found = documents.flatMap(({ document, file }) => {
    if (document === undefined) return []
    if (!used.has(file)) return eventsIn(document, file, library, notes)
    return notes.said(file, "Other files refer to it, so it is a shared type and no event.") ?? []
  })
  return { found, title: undefined }
}

/** A document with `events`, each a schema by its name. */
export const findInModule = (file: string, library: Library): Finding | undefined => {
  const document = library.open(file)
  return document && {
    title: undefined,
    found: Object.entries(objectIn(document, "events")).flatMap(([name, schema]) =>
      isObject(schema) ? [{ ...foundOf(schema, below(file, "events", name), name, file), aggregate: undefined }] : []
    )
  }
}

const eventsIn = (document: JsonObject, file: string, library: Library, notes: Notes): ReadonlyArray<Found> => {
  const branches = (["oneOf", "anyOf"] as const).flatMap((key) =>
    listIn(document, key).map((branch, index) => ({ branch, place: below(file, key, index) }))
  )
  // a union of events, each of its branches one
  if (branches.length > 0 && ownOf(document, "properties") === undefined) {
    return branches.flatMap(({ branch, place }) =>
      isObject(branch) ? [foundOf(branch, place, nameOfBranch(branch, place, library), file)] : []
    )
  }
  if (SHAPING.some((key) => ownOf(document, key) !== undefined)) {
    return [foundOf(document, below(file), nameOfFile(file, document), file)]
  }
  const definitions = (["$defs", "definitions"] as const).flatMap((key) =>
    Object.entries(objectIn(document, key)).map(([name, schema]) => ({ name, schema, place: below(file, key, name) }))
  )
  if (definitions.length === 0) {
    const help = "a schema has a type, properties or definitions."
    return notes.leftOut(file, "The whole file: it describes no value.", help) ?? []
  }
  const used = new Set(targetsIn(document, library))
  return definitions.flatMap(({ name, place, schema }) =>
    used.has(place) || !isObject(schema) ? [] : [foundOf(schema, place, name, file)]
  )
}

/** A schema with one of these describes values itself. */
const SHAPING = "type properties allOf $ref required additionalProperties patternProperties enum const if".split(" ")

const foundOf = (schema: JsonObject, at: Place, given: string, file: string): Found => {
  const named = versionedName(given)
  const folders = posix.dirname(file).split("/").filter((folder) => folder !== ".")
  const last = folders.at(-1) ?? ""
  // `orders/v2/placed.json` is a version, `orders/commands/place.json` a command, as our own export writes it
  const version = /^v(?<number>\d+(?:\.\d+)*)$/i.exec(last)?.groups?.["number"]
  const isCommand = last === "commands"
  return {
    kind: isCommand ? "command" : "event",
    aggregate: folders.at(isCommand || version !== undefined ? -2 : -1),
    name: named.name,
    version: named.version ?? version,
    schema: withoutStanding(schema),
    at,
    description: undefined,
    deprecated: false,
    examples: []
  }
}

/** Our own export says of versions that are not written any more that they are deprecated, for other readers. */
export const withoutStanding = (schema: Json): Json =>
  isObject(schema) && EXPORTED.test(textIn(schema, "$comment") ?? "")
    ? Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "deprecated"))
    : schema

const EXPORTED = /^Exported by deciduous/

/** A file that is named after nothing has its title, or the folder's name. */
const nameOfFile = (file: string, document: JsonObject): string => {
  const name = lastName(below(file))
  const folder = posix.basename(posix.dirname(file))
  if (!/^(schema|index|event|payload|data)$/i.test(name)) return name
  return textIn(document, "title") ?? (folder === "." ? name : folder)
}

/** What it refers to, its title, or the constant that tells it from the others. */
const nameOfBranch = (branch: JsonObject, place: Place, library: Library): string => {
  const reference = textIn(branch, "$ref")
  const target = reference === undefined ? undefined : library.follow(reference, place)
  const constants = Object.values(objectIn(branch, "properties")).flatMap((property) =>
    isObject(property) ? textIn(property, "const") ?? [] : []
  )
  return target === undefined ? textIn(branch, "title") ?? constants[0] ?? lastName(place) : lastName(target.place)
}

/** Where all references of a value lead. */
const targetsIn = (value: Json, library: Library): ReadonlyArray<Place> => {
  if (Array.isArray(value)) return value.flatMap((item: Json) => targetsIn(item, library))
  if (!isObject(value)) return []
  const reference = textIn(value, "$ref")
  const target = reference === undefined ? undefined : library.follow(reference, library.placeOf(value))
  return [
    ...(target === undefined ? [] : [target.place]),
    ...Object.values(value).flatMap((inner) => targetsIn(inner, library))
  ]
}
