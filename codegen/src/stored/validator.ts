// Events at rest, of any event store, one after the other in constant memory: what those regret who have stored them so.
// Read this first of `stored/`.
import { type Diagnostic, quote, type WholeFile } from "../diagnostic.ts"
import { applyStoredSettings, type LintSettings } from "../evolution/settings.ts"
import { saysWhatHappened, withoutVersion } from "../lint/eventName.ts"
import type { Place } from "../model.ts"
import { type Envelope, envelopeReader, isObject, type OwnNames } from "./envelope.ts"
import { countFields, kitchenSink, makeTypeFields, type TypeFields } from "./fields.ts"
import { makeIdentities } from "./identities.ts"
import { type IsMarked, nothingMarked } from "./marks.ts"
import { lookInto, makeNames } from "./payload.ts"
import { type Found, makeTally } from "./tally.ts"
import { eventIn } from "./typeName.ts"

export interface ValidateOptions {
  /** The largest payload that is no finding, in bytes of JSON in UTF-8. */
  readonly maxPayload: number
  /** How many fields of a type may be there in some of its events only. */
  readonly maxOptional: number
  /** Fields that stand for parts of the envelope, beside the spellings that are known. */
  readonly names?: OwnNames
  /** What schema files mark as personal data. */
  readonly isMarked?: IsMarked
  /** What the configuration says of rules. */
  readonly rules?: LintSettings
}

/** Where an event stands: a line of a file, or a position of a store. */
export type At = Place | WholeFile

export interface Validator {
  readonly add: (event: unknown, at: At) => void
  /** What can't be parsed, in words that go on with "This": `is no JSON.` */
  readonly unreadable: (what: string, at: At) => void
  readonly result: () => Validated
}

export interface Validated {
  /** By file and line of the first event of each kind. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly events: number
  readonly types: number
  /** What there was no room to look at, in sentences. */
  readonly left: ReadonlyArray<string>
}

/**
 * Looks at stored events as they are given.
 *
 * @example
 * ```ts
 * import { makeValidator } from "@deciduous/codegen/stored/validator"
 *
 * const validator = makeValidator({ maxPayload: 65_536, maxOptional: 8 })
 * validator.add({ id: "1", type: "CreateOrder", data: { total: 9.99 } }, { file: "events.jsonl", line: 1, column: 1 })
 * console.log(validator.result().diagnostics.map(({ code }) => code))
 * ```
 *
 * @since 0.1.0
 * @category checking
 */
export const makeValidator = (options: ValidateOptions): Validator => {
  const { isMarked = nothingMarked, maxOptional, maxPayload, rules = {} } = options
  const tally = makeTally()
  const identities = makeIdentities(MAX_IDS)
  const fieldNames = makeNames()
  const envelopeOf = envelopeReader(options.names)
  const types = new Map<string, TypeFields>()
  let [events, unnamed, unknownIds, unknownTypes] = [0, 0, 0, 0]

  const add = (event: unknown, at: At): void => {
    events++
    const tell = (found: Found) => tally.add(found, events, at)
    if (!isObject(event)) return tell(unreadable("is no JSON object."))
    const envelope = envelopeOf(event)
    for (const found of aroundIt(envelope)) tell(found)
    if (envelope.id !== undefined) {
      const isTwice = identities.add(envelope.id)
      if (isTwice === undefined) unknownIds++
      else if (isTwice) tell(twice(envelope.id))
    }
    const type = envelope.type ?? UNNAMED
    if (envelope.type === undefined) unnamed++
    const size = sizeOf(envelope.payload, maxPayload)
    if (size > maxPayload) tell(large(type, size, maxPayload))
    lookInto(envelope.payload, { type, version: envelope.schemaVersion }, { isMarked, names: fieldNames }, tell)
    const known = types.get(type) ?? makeTypeFields(type, at)
    if (!types.has(type)) {
      if (types.size < MAX_TYPES) types.set(type, known)
      else unknownTypes++
    }
    if (isObject(envelope.payload)) countFields(known, envelope.payload)
  }

  return {
    add,
    unreadable: (what, at) => {
      events++
      tally.add(unreadable(what), events, at)
    },
    result: () => {
      for (const type of types.values()) {
        const found = kitchenSink(type, maxOptional)
        if (found !== undefined) tally.add(found, -1, type.place)
      }
      const omitted = tally.omitted()
      return {
        diagnostics: applyStoredSettings(tally.diagnostics(), rules).toSorted(byPlace),
        events,
        types: types.size - (unnamed > 0 ? 1 : 0),
        left: [
          ...(omitted > 0 ? [`${omitted} findings more were of other kinds, and are not listed.`] : []),
          ...(unknownIds > 0 ? [`Ids were compared with those of the first ${MAX_IDS} events.`] : []),
          ...(unknownTypes > 0 ? [`Fields were counted for the first ${MAX_TYPES} types.`] : [])
        ]
      }
    }
  }
}

/** EVENT_PAST_TENSE, EVENT_NO_VERSION_IN_NAME, ENVELOPE_INCOMPLETE, EVENT_ORDER_UNKNOWN. */
const aroundIt = ({ hasTime, id, order, payload, stream, type }: Envelope): ReadonlyArray<Found> => {
  const missing = [
    ...(type === undefined ? ["type"] : []),
    ...(id === undefined ? ["id"] : []),
    ...(stream === undefined ? ["stream"] : []),
    ...(hasTime ? [] : ["time"]),
    ...(payload === undefined ? ["data"] : [])
  ]
  return [
    ...(missing.length > 0 ? [incomplete(type, missing)] : []),
    ...(order === undefined ? [ORDER_UNKNOWN] : []),
    ...(type === undefined ? [] : aboutName(type))
  ]
}

const aboutName = (type: string): ReadonlyArray<Found> => {
  const name = eventIn(type)
  const unversioned = withoutVersion(name)
  if (unversioned !== name) {
    return [{
      severity: "warning",
      code: "EVENT_NO_VERSION_IN_NAME",
      about: type,
      message: `${quote(type)} has a version in its name.`,
      help: "keep the version in a field of its own: another name is another event."
    }]
  }
  return saysWhatHappened(name) ? [] : [{
    severity: "warning",
    code: "EVENT_PAST_TENSE",
    about: type,
    message: `${quote(type)} does not say what has happened.`,
    help: "an event is named in the past tense, as OrderPlaced is."
  }]
}

const incomplete = (type: string | undefined, missing: ReadonlyArray<string>): Found => ({
  severity: "error",
  code: "ENVELOPE_INCOMPLETE",
  about: type ?? "",
  at: missing.join(" "),
  message: `${type === undefined ? "An event" : quote(type)} has no ${missing.join(", no ")}.`,
  help: "every event says its type, its id, its stream, its time and its data: deciduous explain ENVELOPE_INCOMPLETE."
})

const ORDER_UNKNOWN: Found = {
  severity: "note",
  code: "EVENT_ORDER_UNKNOWN",
  about: "",
  message: "Nothing says where in its stream an event stands.",
  help: "number the events of each stream: two of them may have one time."
}

const unreadable = (what: string): Found => ({
  severity: "error",
  code: "EVENT_UNREADABLE",
  about: what,
  message: `This ${what}`,
  help: "an event is a JSON object."
})

const twice = (id: string): Found => ({
  severity: "error",
  code: "EVENT_ID_TWICE",
  about: "",
  at: id,
  message: `The id ${quote(id)} was another event's before.`,
  help: "consumers drop what they have seen: give each event an id of its own."
})

const large = (type: string, size: number, most: number): Found => ({
  severity: "warning",
  code: "PAYLOAD_LARGE",
  about: type,
  message: `${quote(type)} has a payload of ${kibibytes(size)}, and ${kibibytes(most)} are the limit.`,
  help: "keep the document elsewhere and its address in the event; --max-payload sets another limit."
})

const kibibytes = (bytes: number): string => `${Math.ceil(bytes / 1024).toLocaleString("en")} KiB`

const sizeOf = (payload: unknown, most: number): number => {
  if (payload === undefined) return 0
  const text = JSON.stringify(payload)
  // a character takes three bytes at most, so that most payloads need no second look
  return text.length * 3 <= most ? text.length : Buffer.byteLength(text)
}

const byPlace = ({ place: a }: Diagnostic, { place: b }: Diagnostic): number =>
  a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1

/** What messages call the type of events that have none. */
const UNNAMED = "(no type)"

/** 32 MiB of memory at most. */
const MAX_IDS = 2_000_000

const MAX_TYPES = 10_000
