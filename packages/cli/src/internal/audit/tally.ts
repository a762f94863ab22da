// What an audit has found so far, as plain data: it grows with the kinds of events, never with their number. Pure but for
// the counts, which are kept in place, as every stored event comes by here.
import type { StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import type { AnyEventSet, EventSets } from "./eventSets.ts"
import type { Page } from "./source.ts"

/** All events of one stored type and version. */
export interface Kind {
  readonly category: string
  readonly type: string
  readonly schemaVersion: number
  events: number
  /** Read as no event at all. */
  skipped: number
  failed: number
  /** When they were recorded, in milliseconds since 1970. */
  first: number
  last: number
  /** Why some could not be read, at most `maxProblems` of them. */
  readonly problems: Array<Problem>
}

export interface Problem {
  readonly text: string
  events: number
  /** The first of them, at most `maxPlaces`. */
  readonly places: Array<Place>
}

export interface Place {
  readonly streamId: string
  readonly version: number
  /** `position 0000...`, `line 17` */
  readonly at: string
}

export interface Failure extends Place {
  readonly kind: Kind
  readonly problem: string
}

export const maxProblems = 8
export const maxPlaces = 3

/** Told of each event that can be read. */
export type Listener = (kind: Kind, stored: StoredEvent, eventSet: AnyEventSet) => void

/** By `kindKey`. */
export type Tally = Map<string, Kind>

export const kindKey = ({ category, schemaVersion, type }: Pick<Kind, "category" | "type" | "schemaVersion">): string =>
  `${category}/${type}@${schemaVersion}`

/** Decodes a page as the program would, and gives what could not be. */
export const addPage = (
  tally: Tally,
  { at, events }: Page,
  eventSets: EventSets,
  onRead: Listener = () => {}
): ReadonlyArray<Failure> => {
  const failures: Array<Failure> = []
  for (const [index, stored] of events.entries()) {
    const kind = kindOf(tally, stored)
    const time = DateTime.toEpochMillis(stored.recordedAt)
    kind.events++
    if (time < kind.first) kind.first = time
    if (time > kind.last) kind.last = time
    const fail = (problem: string) => {
      const failure = { kind, problem, streamId: stored.streamId, version: stored.version, at: at(index) }
      failures.push(failure)
      note(failure)
    }
    const eventSet = eventSets.get(stored.category)
    if (eventSet === undefined) {
      fail(`no aggregate of this program has the category "${stored.category}".`)
      continue
    }
    const read = eventSet.decode(stored)
    if (Result.isFailure(read)) {
      fail(read.failure.problem)
      continue
    }
    if (read.success.length === 0) kind.skipped++
    onRead(kind, stored, eventSet)
  }
  return failures
}

const kindOf = (tally: Tally, stored: StoredEvent): Kind => {
  const key = kindKey(stored)
  const found = tally.get(key)
  if (found !== undefined) return found
  const { category, schemaVersion, type } = stored
  const made = { category, type, schemaVersion, ...noEvents, problems: [] }
  tally.set(key, made)
  return made
}

const noEvents = { events: 0, skipped: 0, failed: 0, first: Infinity, last: -Infinity }

const note = ({ at, kind, problem, streamId, version }: Failure): void => {
  kind.failed++
  const known = kind.problems.find(({ text }) => text === problem)
  if (known === undefined && kind.problems.length === maxProblems) return
  const noted = known ?? { text: problem, events: 0, places: [] }
  if (known === undefined) kind.problems.push(noted)
  noted.events++
  if (noted.places.length < maxPlaces) noted.places.push({ streamId, version, at })
}

export interface Totals {
  readonly events: number
  readonly failed: number
}

export const totalsOf = (kinds: Iterable<Kind>): Totals => {
  let events = 0
  let failed = 0
  for (const kind of kinds) {
    events += kind.events
    failed += kind.failed
  }
  return { events, failed }
}
