// Whether what several clients were answered can be explained: by one order of all appends that fits everything that
// anybody saw, and when. Each stream is a list that only grows, so there is one candidate, and it is checked whole.
import type { StoredEvent } from "@deciduous/core"
import type { EventStore } from "@deciduous/runtime"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import type { Entry, Run } from "./run.ts"

/** What cannot be explained, a sentence each. */
export const unexplained = (run: Run): ReadonlyArray<string> => [
  ...[...run.streams].flatMap(([name, events]) => ofStream(name, events, run)),
  ...ofLog(run)
]

/** Somebody knew that the stream had come so far: exactly to a version, or at least to it. */
interface Sight {
  readonly version: number
  readonly isExact: boolean
  readonly entry: Entry
  readonly what: string
}

/** Events that were written at once, between the first time they were asked for and the first time that was confirmed. */
interface Written {
  readonly last: number
  readonly asked: number
  readonly answered: number
}

/** Of two confirmations of the same events the longer is of what was written; who asked for a part of it was a repeat. */
const together = (one: Written, other: Written | undefined): Written => {
  if (other === undefined) return one
  const [longer, shorter] = one.last >= other.last ? [one, other] : [other, one]
  return {
    last: longer.last,
    asked: longer.last === shorter.last ? Math.min(one.asked, other.asked) : longer.asked,
    answered: Math.min(one.answered, other.answered)
  }
}

const ofStream = (
  name: string,
  events: ReadonlyArray<StoredEvent>,
  { entries }: Run
): ReadonlyArray<string> => {
  const problems: Array<string> = []
  const say = (entry: Entry, problem: string) => problems.push(`${name}: at ${entry.asked}: ${problem}`)
  const sights: Array<Sight> = []
  const writes = new Map<number, Written>()
  if (!events.every(({ version }, i) => version === i + 1)) problems.push(`${name}: its versions have a gap`)

  for (const entry of entries) {
    if (entry.do === "read" && entry.stream.name === name && Result.isSuccess(entry.answer)) {
      const seen = entry.answer.success
      if (!seen.every((one) => Equal.equals(one, events[one.version - 1]))) say(entry, "a read gave what is not there")
      const isWhole = Object.keys(entry.range).length === 0
      const version = Math.max(0, ...seen.map((one) => one.version))
      sights.push({ version, isExact: isWhole, entry, what: "a read" })
    }
    if (entry.do !== "append") continue
    const place = entry.appends.findIndex(({ streamId }) => streamId.name === name)
    if (place < 0) continue
    const append = entry.appends[place]!
    const { answer } = entry
    if (Result.isSuccess(answer)) {
      const { position, version } = answer.success[place]!
      if (events[version - 1]?.position !== position) say(entry, "an append was answered with a place that is none")
      const first = version - append.events.length + 1
      if (isThere(append, events.slice(first - 1, version))) {
        if (!fits(append, first)) {
          say(entry, `an append that expected ${append.expectedVersion} became version ${first}`)
        }
        writes.set(first, together({ last: version, asked: entry.asked, answered: entry.answered }, writes.get(first)))
      } else if (!isOfCommand(events[version - 1], append)) {
        say(entry, "an append was confirmed, and what it wrote is not there")
      }
      sights.push({ version, isExact: false, entry, what: "a confirmed append" })
    } else if (answer.failure._tag === "VersionConflict" && answer.failure.streamId === name) {
      const { actual, expected } = answer.failure
      if (expected !== append.expectedVersion) say(entry, "a conflict is about another expectation")
      // to several streams, of which some were written before, it is a conflict at any version
      if (entry.appends.length === 1 && expected === actual) say(entry, "a conflict without a reason")
      sights.push({ version: actual, isExact: true, entry, what: "a conflict" })
    }
  }
  return [...problems, ...ofTimes(name, events, writes, sights)]
}

/** Each append took effect at a moment between question and answer, in the order of versions: is there such a moment? */
const ofTimes = (
  name: string,
  events: ReadonlyArray<StoredEvent>,
  writes: ReadonlyMap<number, Written>,
  sights: ReadonlyArray<Sight>
): ReadonlyArray<string> => {
  const problems: Array<string> = []
  /** The earliest moment at which the stream can have come to where it is. */
  let moment = 0
  const see = (version: number) => {
    const exact = sights.filter((one) => one.isExact && one.version === version)
    const least = sights.filter((one) => !one.isExact && one.version === version)
    for (const { entry, what } of [...exact, ...least]) {
      if (entry.answered < moment) {
        problems.push(`${name}: ${what} answered at ${entry.answered} saw version ${version} too early`)
      }
    }
    // who saw the stream end here asked before it went on
    moment = Math.max(moment, ...exact.map(({ entry }) => entry.asked))
  }
  see(0)
  for (let version = 1; version <= events.length;) {
    const written = writes.get(version)
    if (written === undefined) return [...problems, `${name}: nobody was told that version ${version} was written`]
    moment = Math.max(moment, written.asked)
    if (written.answered < moment) problems.push(`${name}: version ${version} was written later than it was confirmed`)
    for (const { isExact, version: seen, what } of sights) {
      if (isExact && version <= seen && seen < written.last) problems.push(`${name}: ${what} saw half of an append`)
    }
    for (let inside = version; inside <= written.last; inside++) see(inside)
    version = written.last + 1
  }
  const beyond = sights.find(({ version }) => version > events.length)
  return beyond === undefined
    ? problems
    : [...problems, `${name}: ${beyond.what} saw version ${beyond.version}, which is not there`]
}

/** Whether an append may have become this version. A command that comes again may expect what it likes. */
const fits = ({ events, expectedVersion }: EventStore.Append, first: number): boolean =>
  events[0].metadata.commandId !== undefined || expectedVersion === "any"
  || (expectedVersion === "exists" ? first > 1 : expectedVersion === first - 1)

const isThere = ({ events }: EventStore.Append, stored: ReadonlyArray<StoredEvent>): boolean =>
  stored.length === events.length
  && events.every((event, i) =>
    event.id === stored[i]!.id && event.type === stored[i]!.type
    && Equal.equals(JSON.parse(JSON.stringify(event.data)), stored[i]!.data)
  )

/** A command that was handled before is answered with where that ended, whatever it was decided to now. */
const isOfCommand = (stored: StoredEvent | undefined, { events: [{ metadata: { commandId } }] }: EventStore.Append) =>
  commandId !== undefined && stored?.metadata.commandId === commandId

/** The order of all events: what was read of it is a part of it, and what was confirmed earlier stands earlier. */
const ofLog = ({ entries, log, streams }: Run): ReadonlyArray<string> => {
  const problems: Array<string> = []
  const ids = log.map((one) => `${one.streamId}@${one.version}`)
  const all = [...streams.values()].flat().map((one) => `${one.streamId}@${one.version}`)
  if (ids.toSorted().join() !== all.toSorted().join()) problems.push("the log has other events than its streams")
  if (!log.every(({ position }, i) => i === 0 || log[i - 1]!.position < position)) {
    problems.push("positions do not rise")
  }
  for (const entry of entries) {
    if (entry.do !== "read all" || Result.isFailure(entry.answer)) continue
    const { after, before, direction, filter = {}, limit } = entry.range
    const { categories, streamPrefix = "", types } = filter
    const wanted = log.filter((one) =>
      (after === undefined || one.position > after) && (before === undefined || one.position < before)
      && (categories === undefined || categories.includes(one.category)) && one.streamId.startsWith(streamPrefix)
      && (types === undefined || types.includes(one.type))
    )
    const seen = entry.answer.success.map(({ position }) => position)
    const inOrder = direction === "backward" ? seen.toReversed() : seen
    // forwards it begins where it was asked to; backwards where the log then ended
    const start = inOrder[0] === undefined ? 0 : wanted.findIndex(({ position }) => position === inOrder[0])
    const isPart = inOrder.every((position, i) => wanted[start + i]?.position === position)
    const isFromStart = direction === "backward" ? seen.length === limit || start === 0 : start === 0
    if (!isPart || !isFromStart) problems.push(`at ${entry.asked}: what was read of the log is no part of it`)
  }
  const written = entries.flatMap((entry) => {
    if (entry.do !== "append" || Result.isFailure(entry.answer)) return []
    return entry.answer.success.map(({ position }) => ({ ...entry, position }))
  })
  for (const one of written) {
    // who asked for the same before, or for the same and more
    const { id, streamId } = log.find(({ position }) => position === one.position) ?? { id: "", streamId: "" }
    const isRepeat = written.some((other) =>
      other.asked < one.asked
      && (other.position === one.position || other.appends.some((append) =>
        append.streamId.name === streamId && append.events.some((event) => event.id === id)
      ))
    )
    const late = written.find((other) => other.answered < one.asked && other.position > one.position)
    if (!isRepeat && late !== undefined) {
      problems.push(`what was asked at ${one.asked} stands before what was confirmed before`)
    }
  }
  return problems
}
