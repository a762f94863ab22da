// `aggregate.yaml`: what an aggregate is called and how each of its events is read. Nothing here looks at the schemas.
import type { Report } from "../diagnostic.ts"
import type { Place } from "../model.ts"
import { readEventEntry } from "./eventEntry.ts"
import type { EventEntry } from "./eventEntry.ts"
import { checkIdentifier, readKeys, readMap, readText, wrongValue } from "./keys.ts"
import { isUnstorable, textOf } from "./node.ts"
import type { Entry, MapNode, Node } from "./node.ts"

/** Each part is missing where it could not be read, and then a problem says why. */
export interface Manifest {
  readonly file: string
  readonly name: Named | undefined
  readonly description: string | undefined
  readonly stream: Named | undefined
  readonly id: IdEntry | undefined
  /** In the manifest's order; nothing where `events` is no mapping. */
  readonly events: ReadonlyArray<DeclaredEvent> | undefined
  readonly place: Place
}

export interface Named {
  readonly name: string
  readonly place: Place
}

/** An event that the manifest names, whether or not the rest of it could be read. */
export interface DeclaredEvent extends Named {
  readonly entry: EventEntry | undefined
}

export interface IdEntry {
  readonly brand: Named | undefined
  /** `format`, `pattern` and lengths, as in a schema of a string. */
  readonly keywords: MapNode
}

export const readManifest = (file: string, value: Node, report: Report): Manifest => {
  const owner: Entry = { key: "aggregate.yaml", place: value.place, value }
  const keys = readKeys(owner, { required: ["aggregate", "stream", "id", "events"], optional: ["description"] }, report)
  return {
    file,
    name: keys?.aggregate && readName(keys.aggregate, report),
    description: keys?.description && readText(keys.description, report),
    stream: keys?.stream && readStream(keys.stream, report),
    id: keys?.id && readId(keys.id, report),
    events: keys?.events && readMap(keys.events, report)?.entries.map((entry) => readEvent(entry, report)),
    place: value.place
  }
}

const readName = (entry: Entry, report: Report): Named | undefined => {
  const name = readText(entry, report)
  if (name === undefined || !checkIdentifier(name, entry.value.place, report)) return undefined
  return { name, place: entry.value.place }
}

const readEvent = (entry: Entry, report: Report): DeclaredEvent => ({
  name: entry.key,
  place: entry.place,
  entry: checkIdentifier(entry.key, entry.place, report) ? readEventEntry(entry, report) : undefined
})

/** A stream id is at most 2,000 bytes, and `<stream>-<id>` has to leave room for the id. */
const MAX_STREAM = 200

const readStream = (entry: Entry, report: Report): Named | undefined => {
  const name = readText(entry, report)
  if (name === undefined) return undefined
  if (isUnstorable(name) || /^\s|\s$|\p{Cc}/u.test(name) || name.length > MAX_STREAM) {
    return wrongValue(entry, `a name of at most ${MAX_STREAM} characters without spaces around it`, report)
  }
  return { name, place: entry.value.place }
}

const readId = (entry: Entry, report: Report): IdEntry | undefined => {
  const text = textOf(entry.value)
  if (text !== undefined) return wrongValue(entry, "a mapping", report, `write id: { brand: ${text} }.`)
  const keys = readKeys(
    entry,
    { required: ["brand"], optional: ["format", "pattern", "minLength", "maxLength"] },
    report
  )
  const brand = keys?.brand && readName(keys.brand, report)
  if (entry.value._tag !== "Map") return undefined
  return { brand, keywords: { ...entry.value, entries: entry.value.entries.filter(({ key }) => key in ID_KEYWORDS) } }
}

const ID_KEYWORDS = { format: true, pattern: true, minLength: true, maxLength: true }
