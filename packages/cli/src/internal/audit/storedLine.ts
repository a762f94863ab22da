// One line of a file of stored events, in the form that `deciduous events --json` prints. Read by `lines.ts`.
import { Position, type StoredEvent } from "@deciduous/core"
import { Timestamp } from "@deciduous/core/Scalar"
import type * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** A line as an event, or what is wrong with it in words that hold nothing of the line. */
export type ReadLine = (line: string) => Result.Result<StoredEvent, string>

/** `categories` are those that are known: the category of a line that does not say it is the one that its stream begins with. */
export const lineReader = (categories: Iterable<string>): ReadLine => {
  const known = [...categories]
  const timeOf = timeReader()
  return (line) => {
    const fields = parsed(line)
    if (fields === undefined) return Result.fail("is no JSON.")
    if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return Result.fail("is no JSON object.")
    const { aggregateId, data, id, metadata, position, recordedAt, schemaVersion, streamId, type, version } =
      fields as Readonly<Record<string, unknown>>
    if (!isText(streamId)) return Result.fail(lacks("streamId", "the name of a stream"))
    const given = (fields as Readonly<Record<string, unknown>>)["category"]
    const category = given ?? categoryOf(streamId, isText(aggregateId) ? aggregateId : undefined, known)
    if (!isText(category)) return Result.fail(lacks("category", "text"))
    if (!streamId.startsWith(`${category}-`)) {
      return Result.fail(`has a "streamId" that does not begin with its category and a dash.`)
    }
    if (!isWhole(version)) return Result.fail(lacks("version", "a whole number from 1"))
    if (!isText(type)) return Result.fail(lacks("type", "the name of an event"))
    if (!isWhole(schemaVersion)) return Result.fail(lacks("schemaVersion", "a whole number from 1"))
    if (data === undefined) return Result.fail(lacks("data", "the payload as it is stored"))
    const time = timeOf(recordedAt)
    if (time === undefined) return Result.fail(lacks("recordedAt", "a time such as 2026-03-01T09:00:00.000Z"))
    return Result.succeed({
      id: isText(id) ? id : "",
      streamId,
      category,
      aggregateId: streamId.slice(category.length + 1),
      version,
      position: Position.is(position) ? position : Position.start,
      type,
      schemaVersion,
      data,
      metadata: (metadata ?? {}) as StoredEvent["metadata"],
      recordedAt: time
    })
  }
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    // the parser's own words quote what was given, and payloads stand in no error
    return undefined
  }
}

const lacks = (field: string, what: string): string => `has to have "${field}": ${what}.`

const isText = (value: unknown): value is string => typeof value === "string" && value !== ""

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1

const categoryOf = (streamId: string, aggregateId: string | undefined, known: ReadonlyArray<string>): string =>
  aggregateId !== undefined && streamId.endsWith(`-${aggregateId}`)
    ? streamId.slice(0, -aggregateId.length - 1)
    : known.find((category) => streamId.startsWith(`${category}-`)) ?? streamId.slice(0, streamId.indexOf("-"))

/** Neighbours mostly share their time, or nearly so, and decoding one costs more than all the rest of a line. */
const timeReader = () => {
  const decode = Schema.decodeUnknownOption(Timestamp)
  let last: string | undefined
  let time: DateTime.Utc | undefined
  return (text: unknown): DateTime.Utc | undefined => {
    if (typeof text !== "string") return undefined
    if (text !== last) {
      const decoded = decode(text)
      last = text
      time = decoded._tag === "Some" ? decoded.value : undefined
    }
    return time
  }
}
