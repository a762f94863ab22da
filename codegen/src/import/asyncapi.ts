// `deciduous import asyncapi`: the messages of a document of AsyncAPI 2 or 3.
import type { Json } from "../model.ts"
import { isObject, type JsonObject, listIn, objectIn, ownOf, textIn } from "./document.ts"
import type { Library } from "./library.ts"
import type { Finding, Found } from "./model.ts"
import { versionedName } from "./names.ts"
import type { Notes } from "./notes.ts"
import { below, lastName, type Place } from "./place.ts"

/** Nothing where the document is none of AsyncAPI's, or refers to the network; then that was reported. */
export const findInAsyncApi = (file: string, library: Library, notes: Notes): Finding | undefined => {
  const document = library.open(file)
  if (document === undefined) return undefined
  const version = ownOf(document, "asyncapi")
  if (version === undefined) {
    const help = "JSON Schema is imported by: deciduous import json-schema"
    return library.report(file, "It is no AsyncAPI document: it has no \"asyncapi\" with a version.", help)
  }
  if (!/^[23]\.\d+(\.\d+)?/.test(String(version))) {
    const message = `AsyncAPI ${JSON.stringify(version)} is not supported: versions 2 and 3 are.`
    return library.report(file, message, "AsyncAPI's own converter brings a document to another version.")
  }
  if (reportRemote(document, below(file), library)) return undefined
  for (const [key, what] of NOT_KEPT) {
    if (ownOf(document, key) !== undefined) notes.said(below(file, key), what)
  }
  const messages = uniqueMessages([...channelMessages(document, file), ...componentMessages(document, file)], library)
  return {
    title: textIn(objectIn(document, "info"), "title"),
    found: messages.flatMap((message) => foundOf(message, document, library, notes) ?? [])
  }
}

const NOT_KEPT = [
  ["servers", "Servers are not kept: how messages travel is no part of an event."],
  ["operations", "Operations are not kept: who sends and who receives is no part of an event."]
] as const

interface Message {
  readonly message: JsonObject
  readonly place: Place
  /** What it is called where it has no name. */
  readonly key: string
}

/** Of version 3 below `messages`, of version 2 below `publish` and `subscribe`. */
const channelMessages = (document: JsonObject, file: string): ReadonlyArray<Message> =>
  Object.entries(objectIn(document, "channels")).flatMap(([channel, value]) => {
    if (!isObject(value)) return []
    const place = below(file, "channels", channel)
    const operations = ["publish", "subscribe"].flatMap((direction) => {
      const operation = objectIn(value, direction)
      const message = objectIn(operation, "message")
      const key = textIn(operation, "operationId") ?? channel
      const at = below(place, direction, "message")
      const several = listIn(message, "oneOf").map((one, index) => [one, below(at, "oneOf", index)] as const)
      const all = several.length > 0 ? several : [[ownOf(operation, "message"), at] as const]
      return all.flatMap(([one, place]) => isObject(one) ? [{ message: one, place, key }] : [])
    })
    return [...messagesIn(value, place), ...operations]
  })

const componentMessages = (document: JsonObject, file: string): ReadonlyArray<Message> =>
  messagesIn(objectIn(document, "components"), below(file, "components"))

const messagesIn = (value: JsonObject, place: Place): ReadonlyArray<Message> =>
  Object.entries(objectIn(value, "messages")).flatMap(([key, message]) =>
    isObject(message) ? [{ message, place: below(place, "messages", key), key }] : []
  )

/** One message may be named in many channels. */
const uniqueMessages = (messages: ReadonlyArray<Message>, library: Library): ReadonlyArray<Message> => {
  const byPlace = new Map<Place, Message>()
  for (const given of messages) {
    const reference = textIn(given.message, "$ref")
    const target = reference === undefined ? undefined : library.follow(reference, given.place)
    if (reference === undefined) byPlace.set(given.place, byPlace.get(given.place) ?? given)
    else if (isObject(target?.value) && !byPlace.has(target.place)) {
      byPlace.set(target.place, { message: target.value, place: target.place, key: lastName(target.place) })
    }
  }
  return [...byPlace.values()]
}

const foundOf = (
  { key, message, place }: Message,
  document: JsonObject,
  library: Library,
  notes: Notes
): Found | undefined => {
  const schema = payloadOf(message, place, document, notes)
  if (schema === undefined) return undefined
  if (ownOf(message, "headers") !== undefined) notes.leftOut(below(place, "headers"), ...HEADERS)
  if (hasHeaders(message, place, library)) notes.leftOut(below(place, "traits"), ...HEADERS)
  for (const name of ["correlationId", "bindings", "tags", "externalDocs"]) {
    if (ownOf(message, name) !== undefined) notes.said(place, `"${name}" of a message is not kept.`)
  }
  const named = versionedName(textIn(message, "name") ?? textIn(message, "messageId") ?? key)
  const version = ownOf(message, "x-event-version")
  const description = textIn(message, "summary") ?? textIn(message, "description") ?? textIn(message, "title")
  return {
    kind: ownOf(message, "x-command") === true ? "command" : "event",
    aggregate: textIn(message, "x-aggregate"),
    name: named.name,
    version: version === undefined ? named.version : String(version),
    schema,
    at: place,
    description: description?.trim(),
    deprecated: false,
    examples: listIn(message, "examples").flatMap((example) => isObject(example) ? ownOf(example, "payload") ?? [] : [])
  }
}

const HEADERS = [
  "Headers of a message: an event's schema is of its payload.",
  "what belongs to the event goes into its payload; the rest is metadata of an append."
] as const

/** Traits are of headers and of the way that a message takes; only headers hold data. */
const hasHeaders = (message: JsonObject, place: Place, library: Library): boolean =>
  listIn(message, "traits").some((trait) => {
    const reference = isObject(trait) ? textIn(trait, "$ref") : undefined
    const value = reference === undefined ? trait : library.follow(reference, place)?.value
    return isObject(value) && ownOf(value, "headers") !== undefined
  })

/** The schema; in version 3 it may stand with the name of its language. */
const payloadOf = (
  message: JsonObject,
  place: Place,
  document: JsonObject,
  notes: Notes
): Json | undefined => {
  const payload = ownOf(message, "payload")
  const isNamed = isObject(payload) && ownOf(payload, "schemaFormat") !== undefined
  const format = textIn(isNamed ? payload : message, "schemaFormat")
  const content = textIn(message, "contentType") ?? textIn(document, "defaultContentType") ?? "application/json"
  if (payload === undefined) {
    const what = "The whole message: it has no payload, so nothing is known of what it holds."
    return notes.leftOut(place, what, "describe it in the document, or begin the event by: deciduous new")
  }
  if (format !== undefined && !/asyncapi|schema\+(json|yaml)|openapi|^application\/(json|yaml)/.test(format)) {
    const what = `The whole message: its payload is described in ${format}.`
    return notes.leftOut(place, what, "describe it by JSON Schema, and import it again.")
  }
  if (!content.includes("json")) {
    notes.approximated(place, `Its content is ${content}: JSON of the same schema.`, "events are stored as JSON.")
  }
  return isNamed ? ownOf(payload, "schema") : payload
}

/** Each of them is reported; nothing is fetched. */
const reportRemote = (value: Json, place: Place, library: Library): boolean => {
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => reportRemote(item, below(place, index), library)).includes(true)
  }
  if (!isObject(value)) return false
  const reference = textIn(value, "$ref")
  const isRemote = reference !== undefined && /^([a-z][a-z0-9+.-]*:)?\/\//i.test(reference)
    && library.follow(reference, place) === undefined
  const within = Object.entries(value).map(([key, inner]) => reportRemote(inner, below(place, key), library))
  return isRemote || within.includes(true)
}
