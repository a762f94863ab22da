// What an audit found, for people: a line for each kind of event, and below it what could not be read, and why.
import * as DateTime from "effect/DateTime"
import { type Column, printable, table } from "../print.ts"
import { grouped } from "./progress.ts"
import { type Kind, kindKey, type Problem, type Totals } from "./tally.ts"

export const reportText = (kinds: ReadonlyArray<Kind>): string =>
  [
    table(columns, kinds.map(asRow)),
    ...kinds.filter(({ failed }) => failed > 0).map(failuresText)
  ].join("\n\n")

/** The categories in their order, in each the types, in each the versions. */
export const compareKinds = (a: KindName, b: KindName): number =>
  compare(a.category, b.category) || compare(a.type, b.type) || a.schemaVersion - b.schemaVersion

type KindName = Pick<Kind, "category" | "type" | "schemaVersion">

const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0

/** To the minute, so that a table is no wider than a terminal. */
export const minuteText = (milliseconds: number): string => timeText(milliseconds).slice(0, 16).replace("T", " ")

export const timeText = (milliseconds: number): string => DateTime.formatIso(DateTime.makeUnsafe(milliseconds))

const columns: ReadonlyArray<Column> = [
  { title: "CATEGORY", align: "left" },
  { title: "EVENT", align: "left" },
  { title: "EVENTS", align: "right" },
  { title: "FAILED", align: "right" },
  { title: "FIRST SEEN, UTC", align: "left" },
  { title: "LAST SEEN, UTC", align: "left" }
]

const asRow = (kind: Kind): ReadonlyArray<string> => [
  kind.category,
  `${kind.type}@${kind.schemaVersion}${kind.skipped > 0 ? " (skipped)" : ""}`,
  grouped(kind.events),
  kind.failed === 0 ? "-" : grouped(kind.failed),
  minuteText(kind.first),
  minuteText(kind.last)
]

const failuresText = (kind: Kind): string => {
  const listed = kind.problems.reduce((count, { events }) => count + events, 0)
  const others = kind.failed - listed
  return [
    `${printable(kindKey(kind))}: ${grouped(kind.failed)} of ${eventsText(kind.events)} cannot be read`,
    ...kind.problems.flatMap(problemText),
    ...others === 0 ? [] : [`  and ${eventsText(others)} for other reasons`]
  ].join("\n")
}

const problemText = ({ events, places, text }: Problem): ReadonlyArray<string> => [
  `  ${printable(text)}`,
  ...places.map(({ at, streamId, version }) => `    ${printable(streamId)}, version ${version}, ${at}`),
  ...events === places.length ? [] : [`    and ${grouped(events - places.length)} more`]
]

const eventsText = (count: number): string => `${grouped(count)} ${count === 1 ? "event" : "events"}`

/** The last line. */
export const verdictText = ({ events, failed }: Totals): string =>
  events === 0
    ? "There are no events."
    : failed > 0
    ? `${eventsText(failed)} of ${grouped(events)} cannot be read by this build.`
    : events === 1
    ? "The one event can be read by this build."
    : `All ${eventsText(events)} can be read by this build.`
