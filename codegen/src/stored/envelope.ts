// What stands around a payload, in the spellings of the event stores and brokers that people have. Read by `validate`;
// docs/guide/validate.md lists the spellings.

/** Of one stored event; a part that is not there is `undefined`. */
export interface Envelope {
  readonly type: string | undefined
  readonly id: string | undefined
  readonly stream: string | undefined
  /** Where in its stream it stands. */
  readonly order: number | undefined
  readonly schemaVersion: number | undefined
  readonly hasTime: boolean
  /** `undefined` where there is none at all. */
  readonly payload: unknown
}

export type Part = "type" | "id" | "stream" | "order" | "schemaVersion" | "time" | "data" | "metadata"

/**
 * The spellings of each part, the clearest first: of an event with `eventId` and `id` the second one may be somebody
 * else's. Capitals, dashes and underscores make no difference: `event_id` is `eventId`.
 */
export const spellings: Readonly<Record<Part, ReadonlyArray<string>>> = {
  type: words("eventType eventName messageType messageName payloadType detailType type name"),
  id: words("eventId eventIdentifier messageId id uuid guid"),
  stream: words(
    `streamId streamName streamKey streamUuid eventStreamId stream aggregateId aggregateIdentifier aggregateRootId entityId
    subject source`
  ),
  order: words(
    `streamVersion streamPosition streamRevision aggregateVersion eventNumber sequenceNumber version revision playhead
    sequence position`
  ),
  schemaVersion: words("schemaVersion payloadRevision eventVersion schemaRevision"),
  time: words(
    "recordedAt occurredAt occurredOn recordedOn createdAt insertedAt eventTime timestamp time created date at"
  ),
  data: words("data payload eventData body detail event"),
  metadata: words("metadata meta headers context attributes")
}

/** Fields that stand for parts in one's own events, whatever else they are called: `{ type: "activity" }`. */
export type OwnNames = Partial<Readonly<Record<Part, string>>>

/** What is not there may stand in the metadata. */
export const envelopeReader = (own: OwnNames = {}): (event: JsonObject) => Envelope => {
  const ranks = new Map(RANKS)
  for (const [part, name] of Object.entries(own)) ranks.set(plain(name), { part: part as Part, rank: -1 })
  return (event) => envelopeOf(event, ranks)
}

const envelopeOf = (event: JsonObject, ranks: Ranks): Envelope => {
  const found = partsOf(event, ranks)
  const metadata = found.metadata?.value
  const inner = isObject(metadata) ? partsOf(metadata, ranks) : {}
  const of = (part: Part): unknown => (found[part] ?? inner[part])?.value
  return {
    type: text(of("type")),
    id: identity(of("id")),
    stream: identity(of("stream")),
    order: whole(of("order")),
    schemaVersion: whole(of("schemaVersion")),
    hasTime: isTime(of("time")),
    payload: found.data === undefined ? withoutEnvelope(event, found) : parsed(found.data.value)
  }
}

export type JsonObject = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

interface Found {
  readonly key: string
  readonly rank: number
  readonly value: unknown
}

type Ranks = ReadonlyMap<string, { readonly part: Part; readonly rank: number }>

const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, "")

const RANKS: Ranks = new Map(
  Object.entries(spellings).flatMap(([part, words]) =>
    words.map((word, rank) => [plain(word), { part: part as Part, rank }])
  )
)

const partsOf = (event: JsonObject, ranks: Ranks): Partial<Record<Part, Found>> => {
  const found: Partial<Record<Part, Found>> = {}
  for (const [key, value] of Object.entries(event)) {
    const known = ranks.get(plain(key))
    if (known === undefined || value === null || !fits[known.part](value)) continue
    const before = found[known.part]
    if (before === undefined || known.rank < before.rank) found[known.part] = { key, rank: known.rank, value }
  }
  return found
}

/** An event without a part for its data has its fields beside the envelope. */
const withoutEnvelope = (event: JsonObject, found: Partial<Record<Part, Found>>): unknown => {
  const taken = new Set(Object.values(found).map(({ key }) => key))
  const fields = Object.entries(event).filter(([key]) => !taken.has(key))
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}

/** Rows of a database are printed with their JSON as text. */
const parsed = (data: unknown): unknown => {
  if (typeof data !== "string" || !/^\s*\{/.test(data)) return data
  try {
    return JSON.parse(data)
  } catch {
    // text that looks like JSON and is none is a payload like any other
    return data
  }
}

const text = (value: unknown): string | undefined => typeof value === "string" && value !== "" ? value : undefined

const identity = (value: unknown): string | undefined => typeof value === "number" ? String(value) : text(value)

/** Drivers give 64-bit integers as text. */
const whole = (value: unknown): number | undefined => {
  const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value
  return Number.isInteger(number) ? (number as number) : undefined
}

/** Text that begins with a date, or a number of seconds or milliseconds. */
const isTime = (value: unknown): boolean =>
  typeof value === "number" ? value > 0 : typeof value === "string" && /^\d{4}-\d{2}-\d{2}|^\d{9,}$/.test(value)

/** A field is a part of the envelope only if its value can be one: an order's `type: 3` is its own. */
const fits: Readonly<Record<Part, (value: unknown) => boolean>> = {
  type: (value) => text(value) !== undefined,
  id: (value) => identity(value) !== undefined,
  stream: (value) => identity(value) !== undefined,
  order: (value) => whole(value) !== undefined,
  schemaVersion: (value) => whole(value) !== undefined,
  time: isTime,
  data: (value) => isObject(value) || Array.isArray(value) || (typeof value === "string" && /^\s*\{/.test(value)),
  metadata: isObject
}

function words(text: string): ReadonlyArray<string> {
  return text.split(/\s+/)
}
