// The types and versions that are stored, beside those that this build knows: counted, not decoded. Read by `audit`.
import { hasErrors } from "@deciduous/codegen"
import type { Catalog, EventType } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { readVersions } from "@deciduous/codegen/readable"
import { Position } from "@deciduous/core"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Config } from "../../config.ts"
import { Violations } from "../../Failure.ts"
import { type Column, jsonLine, printable, table } from "../print.ts"
import type { EventSets } from "./eventSets.ts"
import { grouped } from "./progress.ts"
import { compareKinds, minuteText, timeText } from "./reportText.ts"
import type { Audit } from "./request.ts"
import type { Count, Page } from "./source.ts"
import { kindKey } from "./tally.ts"

interface Line extends Pick<Count, "category" | "type" | "schemaVersion" | "events"> {
  /** Of a kind that is not stored. */
  readonly first: number | undefined
  readonly last: number | undefined
  readonly isKnown: boolean
  /** `AccountOpened@2`, `FundsDeposited@1 + FundsWithdrawn@1`, `skipped`; where schema files say it. */
  readonly readAs: string | undefined
}

export const takeCensus = Effect.fnUntraced(function*<R>({ config, eventSets, json, source }: Audit<R>) {
  const lines = censusOf(yield* source.counts, eventSets, readingsOf(config))
  const { isWell, text } = censusVerdict(lines)
  if (json) yield* Effect.forEach(lines, (line) => jsonLine(asJson(line)), { discard: true })
  else if (lines.length > 0) yield* Console.log(`${table(columns, lines.map(asRow))}\n`)
  if (!isWell) return yield* new Violations({ message: text })
  if (!json) yield* Console.log(text)
})

/** What is stored, and what the schema files have beside it. */
const censusOf = (
  counts: ReadonlyArray<Count>,
  eventSets: EventSets,
  readings: ReadonlyMap<string, Reading>
): ReadonlyArray<Line> => {
  const stored = counts.map((count): Line => ({
    ...count,
    isKnown: isKnown(eventSets, count),
    readAs: readings.get(kindKey(count))?.readAs
  }))
  const there = new Set(counts.map(kindKey))
  const missing = [...readings].filter(([key]) => !there.has(key)).map(([, { readAs, ...kind }]): Line => ({
    ...kind,
    events: 0,
    first: undefined,
    last: undefined,
    isKnown: isKnown(eventSets, kind),
    readAs
  }))
  return [...stored, ...missing.filter(({ isKnown }) => isKnown)].sort(compareKinds)
}

type Kind = Pick<Count, "category" | "type" | "schemaVersion">

/** An event set does not list what it knows, and says so of what it does not, whatever the payload. */
const isKnown = (eventSets: EventSets, { category, schemaVersion, type }: Kind): boolean => {
  const read = eventSets.get(category)?.decode({
    id: "",
    streamId: `${category}-1`,
    category,
    aggregateId: "1",
    version: 1,
    position: Position.start,
    type,
    schemaVersion,
    data: null,
    metadata: {},
    recordedAt: DateTime.makeUnsafe(0)
  })
  return read !== undefined
    && (Result.isSuccess(read) || !read.failure.problem.includes("is not known to this program"))
}

interface Reading extends Kind {
  readonly readAs: string
}

/** What the schema files say of each version that may be stored; nothing where there are none that can be read. */
const readingsOf = ({ out = "src/generated", schemas = "event-schemas" }: Config): ReadonlyMap<string, Reading> => {
  const { assembled, problems } = readCatalog({ folder: schemas, ignore: [out] })
  const known = assembled === undefined || hasErrors(problems) ? [] : readingsIn(assembled)
  return new Map(known.map((reading) => [kindKey(reading), reading]))
}

const readingsIn = ({ aggregates }: Catalog): ReadonlyArray<Reading> =>
  aggregates.flatMap(({ events, stream }) =>
    events.flatMap((event) =>
      readVersions(event).map(({ version }) => ({
        category: stream,
        type: event.name,
        schemaVersion: version,
        readAs: readAs(event, events)
      }))
    )
  )

const readAs = ({ name, reading }: EventType, events: ReadonlyArray<EventType>): string => {
  const follow = (target: string): string => {
    const event = events.find((one) => one.name === target)
    return event === undefined ? target : readAs(event, events)
  }
  switch (reading._tag) {
    case "Current":
      return reading.retired?.read === "skip" ? "skipped" : `${name}@${reading.current}`
    case "Renamed":
      return follow(reading.to.event)
    case "Replaced":
      return reading.by.map(({ event }) => follow(event)).join(" + ")
  }
}

/** For a file, whose events nobody has counted. */
export const countPage = (counts: Map<string, Count>, { events }: Page): void => {
  for (const { category, recordedAt, schemaVersion, type } of events) {
    const kind = { category, type, schemaVersion }
    const time = DateTime.toEpochMillis(recordedAt)
    const key = kindKey(kind)
    const count = counts.get(key)
    if (count === undefined) counts.set(key, { ...kind, events: 1, first: time, last: time })
    else {
      count.events++
      count.first = Math.min(count.first, time)
      count.last = Math.max(count.last, time)
    }
  }
}

const columns: ReadonlyArray<Column> = [
  { title: "CATEGORY", align: "left" },
  { title: "EVENT", align: "left" },
  { title: "EVENTS", align: "right" },
  { title: "FIRST SEEN, UTC", align: "left" },
  { title: "LAST SEEN, UTC", align: "left" },
  { title: "READ AS", align: "left" }
]

const asRow = ({ events, first, isKnown, last, readAs, ...kind }: Line): ReadonlyArray<string> => [
  kind.category,
  `${kind.type}@${kind.schemaVersion}`,
  events === 0 ? "-" : grouped(events),
  first === undefined ? "" : minuteText(first),
  last === undefined ? "" : minuteText(last),
  isKnown ? readAs ?? "" : "unknown to this build"
]

const asJson = ({ first, last, ...line }: Line) => ({
  ...line,
  firstSeen: first === undefined ? null : timeText(first),
  lastSeen: last === undefined ? null : timeText(last),
  readAs: line.readAs ?? null
})

/** The last line, or what is wrong. */
const censusVerdict = (lines: ReadonlyArray<Line>): { readonly isWell: boolean; readonly text: string } => {
  const unknown = lines.filter(({ isKnown }) => !isKnown)
  const stored = lines.filter(({ events }) => events > 0)
  if (stored.length === 0) return { isWell: true, text: "There are no events." }
  if (unknown.length === 0) {
    const text = `${kindsText(stored.length)} stored, and this build knows ${stored.length === 1 ? "it" : "them all"}.`
    return { isWell: true, text }
  }
  const events = unknown.reduce((sum, { events }) => sum + events, 0)
  const text = `${kindsText(stored.length)} stored, and ${unknown.length === 1 ? "one is" : `${unknown.length} are`} `
    + `unknown to this build, of ${grouped(events)} ${events === 1 ? "event" : "events"}: ${
      unknown.map((line) => printable(kindKey(line))).join(", ")
    }.`
  return { isWell: false, text }
}

const kindsText = (count: number): string => count === 1 ? "1 type and version is" : `${count} types and versions are`
