// What a document's messages become: aggregates with events and versions, and the types that they share. Read by every
// importer after it has found the messages.
import { mergedObject } from "./alternatives.ts"
import { isObject, listIn } from "./document.ts"
import { gathered } from "./gather.ts"
import { type Group, grouped } from "./groups.ts"
import type { Library } from "./library.ts"
import type { Domain, Found, ImportedAggregate, ImportedSchema } from "./model.ts"
import { dashed } from "./names.ts"
import { makeNotes, type Note, type Notes } from "./notes.ts"
import type { Place } from "./place.ts"
import { convertSchema } from "./schema.ts"
import { type TypeTable, typeTable } from "./types.ts"

/** Nothing where a problem was reported to the library. */
export const domainOf = (
  found: ReadonlyArray<Found>,
  aggregateOf: (found: Found) => string,
  library: Library,
  before: ReadonlyArray<Note>
): { readonly domain: Domain; readonly notes: ReadonlyArray<Note> } | undefined => {
  const groups = grouped(found, aggregateOf, library)
  if (groups === undefined) return undefined
  // A type that turns out to hold nothing sayable may have been referred to from within itself: then all is read again.
  const unsayable = new Set<Place>()
  for (;;) {
    const count = unsayable.size
    const notes = makeNotes(before)
    const types = typeTable(groups, unsayable, library, notes)
    const aggregates = groups.map((group) => convertGroup(group, types, library, notes))
      .filter(({ commands, events }) => events.length + commands.length > 0)
    if (unsayable.size === count) return { domain: { aggregates, types: types.all() }, notes: notes.all() }
  }
}

const convertGroup = (
  { commands, events, name }: Group,
  types: TypeTable,
  library: Library,
  notes: Notes
): ImportedAggregate => {
  const convert = (of: Found) => payloadOf(of, types, library, notes) ?? []
  return {
    name,
    folder: dashed(name),
    events: [...events].flatMap(([event, found]) => {
      const versions = found.flatMap(convert)
      reportNumbers(event, found, versions, notes)
      return versions.length === 0 ? [] : [{ name: event, versions }]
    }),
    commands: [...commands].flatMap(([command, found]) =>
      found.flatMap(convert).map((payload) => ({ ...payload, name: command }))
    )
  }
}

const reportNumbers = (
  event: string,
  found: ReadonlyArray<Found>,
  versions: ReadonlyArray<ImportedSchema>,
  notes: Notes
): void => {
  for (const [index, { at }] of versions.entries()) {
    const version = found.find((one) => one.at === at)?.version
    if (version === undefined || version.replace(/(\.0)+$/, "") === String(index + 1)) continue
    notes.said(at, `Version ${version} of ${event} is version ${index + 1} here: versions are counted from 1.`)
  }
}

const payloadOf = (found: Found, types: TypeTable, library: Library, notes: Notes): ImportedSchema | undefined => {
  const { at, deprecated, description, examples, kind, schema } = found
  const context = types.context({ isShared: false, isRoot: true })
  // an event is written out, whatever it refers to
  const whole = isObject(schema) ? gathered(schema, { library, notes }) : undefined
  if (whole === undefined) {
    const what = `Its payload is described by no schema, so there is no ${kind}.`
    return notes.leftOut(at, what, "describe it in the document, and import it again.")
  }
  const converted = convertSchema(whole, at, context)
  const isUnion = converted !== undefined && Array.isArray(converted["oneOf"])
  const payload = isUnion ? mergedObject(whole, at, context) : converted
  if (payload === undefined || payload["type"] !== "object" || !isObject(payload["properties"])) {
    const what = `Its payload is no object with properties, so there is no ${kind}.`
    return notes.leftOut(at, what, "an event's payload is an object: wrap it in one.")
  }
  const { description: own, title, ...rest } = payload
  const said = description ?? own ?? title
  return {
    at,
    examples: [...examples, ...listIn(whole, "examples")].filter((example) => isObject(example)),
    schema: { ...(said !== undefined && { description: said }), ...(deprecated && { deprecated: true }), ...rest }
  }
}
