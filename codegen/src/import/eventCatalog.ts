// `deciduous import eventcatalog`: the events and commands of a folder of EventCatalog, with the schemas that their pages
// name. A service is an aggregate.
import { posix } from "node:path"
import { isObject, type JsonObject, listIn, ownOf, readDocument, textIn } from "./document.ts"
import { withoutStanding } from "./jsonSchema.ts"
import type { Library, LoadText } from "./library.ts"
import type { Finding, Found } from "./model.ts"
import type { Notes } from "./notes.ts"
import { below } from "./place.ts"

export const findInEventCatalog = (
  files: ReadonlyArray<string>,
  load: LoadText,
  library: Library,
  notes: Notes
): Finding | undefined => {
  const pages = files.filter((file) => PAGE.test(file)).flatMap((file) => pageAt(file, load, library) ?? [])
  const messages = pages.filter(({ file }) => MESSAGE.test(file))
  if (messages.length === 0 && library.problems().length === 0) {
    const help = "each is a page named events/<Event>/index.mdx."
    return library.report(".", "The folder holds no events of EventCatalog.", help)
  }
  for (const { file } of pages.filter(({ file }) => /(^|\/)(queries|channels|flows|entities)\//.test(file))) {
    notes.said(below(file), "Queries, channels, flows and entities are not kept.")
  }
  const senders = sendersIn(pages)
  return { title: undefined, found: messages.flatMap((page) => foundOf(page, senders, library, notes) ?? []) }
}

const PAGE = /(^|\/)index\.mdx?$/
const MESSAGE = /(^|\/)(?<kind>events|commands)\/[^/]+\/(versioned\/[^/]+\/)?index\.mdx?$/
const SERVICE = /(^|\/)services\/(?<name>[^/]+)\//
const DOMAIN = /(^|\/)domains\/(?<name>[^/]+)\//

interface Page {
  readonly file: string
  readonly frontmatter: JsonObject
}

const pageAt = (file: string, load: LoadText, library: Library): Page | undefined => {
  const loaded = load(file)
  if ("problem" in loaded) return library.report(file, loaded.problem)
  const text = /^\uFEFF?---\r?\n([^]*?)\r?\n---/.exec(loaded.text)?.[1]
  if (text === undefined) {
    const message = "It has no frontmatter that says what it is."
    return MESSAGE.test(file) ? library.report(file, message, "it begins with --- and an id.") : undefined
  }
  const read = readDocument(text)
  return "problem" in read
    ? library.report(file, `Its frontmatter: ${read.problem}`)
    : { file, frontmatter: read.value }
}

/** The services by the messages that they send or, of those that nobody sends, receive. */
const sendersIn = (pages: ReadonlyArray<Page>): ReadonlyMap<string, string> => {
  const services = pages.flatMap(({ file, frontmatter }) => {
    const name = /(^|\/)services\/(?<name>[^/]+)\/index\.mdx?$/.exec(file)?.groups?.["name"]
    return name === undefined ? [] : [{ name, frontmatter }]
  })
  return new Map(
    ["receives", "sends"].flatMap((key) =>
      services.flatMap(({ frontmatter, name }) =>
        listIn(frontmatter, key).flatMap((message): ReadonlyArray<readonly [string, string]> => {
          const id = isObject(message) ? textIn(message, "id") : undefined
          return id === undefined ? [] : [[id, name]]
        })
      )
    )
  )
}

const foundOf = (
  { file, frontmatter }: Page,
  senders: ReadonlyMap<string, string>,
  library: Library,
  notes: Notes
): Found | undefined => {
  const at = below(file)
  const kind = MESSAGE.exec(file)?.groups?.["kind"] === "commands" ? "command" : "event"
  const [id, name, path] = [textIn(frontmatter, "id"), textIn(frontmatter, "name"), textIn(frontmatter, "schemaPath")]
  if (path === undefined) {
    const help = "give it a schemaPath, or begin the event by: deciduous new"
    return notes.leftOut(at, `The whole ${kind}: the page names no schema.`, help)
  }
  if (!/\.(json|ya?ml)$/i.test(path)) {
    const help = "describe it by JSON Schema, and import it again."
    return notes.leftOut(at, `The whole ${kind}: ${path} is no JSON Schema.`, help)
  }
  const target = library.follow(encodeURI(path), at)
  if (target === undefined) return undefined
  const version = ownOf(frontmatter, "version")
  const folder = file.replace(/\/versioned\/[^/]+(?=\/index)/, "")
  return {
    kind,
    aggregate: SERVICE.exec(file)?.groups?.["name"] ?? senders.get(id ?? "") ?? DOMAIN.exec(file)?.groups?.["name"],
    // ids are for links, and may begin with what they belong to
    name: name !== undefined && /^[\p{L}\p{N} _.'-]+$/u.test(name) ? name : id ?? posix.basename(posix.dirname(folder)),
    version: kind === "command" || version === undefined ? undefined : String(version),
    schema: withoutStanding(target.value),
    at,
    description: textIn(frontmatter, "summary")?.trim(),
    deprecated: ownOf(frontmatter, "deprecated") === true,
    examples: []
  }
}
