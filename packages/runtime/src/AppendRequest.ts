// For those who write a store: checks what is to be appended, or read, before any I/O. Every store refuses the same.
import { type EventData, Position, StreamId } from "@deciduous/core"
import * as Result from "effect/Result"
import type { ExpectedVersion, ReadAllRange, ReadRange } from "./EventStore.ts"
import { EventStoreError, InvalidAppend, InvalidRange } from "./EventStoreError.ts"
import { jsonProblem, tooLong } from "./internal/jsonProblem.ts"
import type { Limits } from "./Limits.ts"

/**
 * An event that a store can take, its payload and metadata as JSON text.
 *
 * @since 0.1.0
 * @category models
 */
export interface Prepared {
  readonly id: string
  readonly type: string
  readonly schemaVersion: number
  readonly data: string
  readonly metadata: string
}

/**
 * The events of an append as a store takes them, or why no store does.
 *
 * @since 0.1.0
 * @category checking
 */
export const prepare = (
  limits: Limits,
  streamId: StreamId.StreamId,
  events: ReadonlyArray<EventData>,
  expectedVersion: ExpectedVersion
): Result.Result<ReadonlyArray<Prepared>, EventStoreError> => {
  const badStream = StreamId.problemOf(streamId)
  if (badStream !== undefined) return Result.fail(new EventStoreError({ reason: badStream }))
  const refuse = (problem: string) =>
    Result.fail(new EventStoreError({ reason: new InvalidAppend({ streamId: streamId.name, problem }) }))

  const problem = problemOfRequest(limits, events, expectedVersion)
  if (problem !== undefined) return refuse(problem)
  const prepared: Array<Prepared> = []
  for (const [index, event] of events.entries()) {
    const result = prepareOne(limits, event)
    if (Result.isFailure(result)) return refuse(`event ${index + 1} of ${events.length}, ${result.failure}`)
    prepared.push(result.success)
  }
  return Result.succeed(prepared)
}

const problemOfRequest = (
  limits: Limits,
  events: ReadonlyArray<EventData>,
  expectedVersion: ExpectedVersion
): string | undefined =>
  events.length === 0
    ? "there is no event to append."
    : events.length > limits.eventsPerAppend
    ? `there are ${events.length} events, and at most ${limits.eventsPerAppend} are allowed in one append.`
    : expectedVersion !== "any" && expectedVersion !== "exists" && !isVersion(expectedVersion)
    ? `the expected version is ${expectedVersion}; give a whole number from 0, "any" or "exists".`
    : new Set(events.map(({ id }) => id)).size < events.length
    ? "two of the events have the same id."
    : undefined

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What an `integer` column holds. */
const maxInteger = 2_147_483_647
/** Bytes are at most three times as many: an index row holds them. */
const maxTypeLength = 255

const prepareOne = (limits: Limits, event: EventData): Result.Result<Prepared, string> => {
  const { data, id, metadata, schemaVersion, type } = event
  if (typeof type !== "string" || type === "" || type.length > maxTypeLength || !isStorable(type)) {
    return Result.fail(`has no usable type: give 1 to ${maxTypeLength} characters without U+0000.`)
  }
  const refuse = (problem: string) => Result.fail(`${type}: ${problem}`)
  if (!uuid.test(id)) return refuse("its id is no UUID in lower case.")
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > maxInteger) {
    return refuse(`its schema version is ${schemaVersion}; versions are whole numbers from 1.`)
  }
  const problem = jsonProblem(data, limits, "any")
  if (problem !== undefined) return refuse(`the payload cannot be stored: ${problem}`)
  const metadataProblem = typeof metadata === "object" && metadata !== null && !Array.isArray(metadata)
    ? jsonProblem(metadata, limits, "well-formed")
    : "it is no object."
  if (metadataProblem !== undefined) return refuse(`the metadata cannot be stored: ${metadataProblem}`)
  const prepared = { id, type, schemaVersion, data: JSON.stringify(data), metadata: JSON.stringify(metadata) }
  return prepared.data.length > limits.jsonLength || prepared.metadata.length > limits.jsonLength
    ? refuse(tooLong(limits))
    : Result.succeed(prepared)
}

/**
 * What is wrong with a range of one stream, or `undefined`.
 *
 * @since 0.1.0
 * @category checking
 */
export const problemOfRange = (streamId: StreamId.StreamId, range: ReadRange): EventStoreError | undefined => {
  const badStream = StreamId.problemOf(streamId)
  if (badStream !== undefined) return new EventStoreError({ reason: badStream })
  return problemOfDirection(range) ?? problemOfNumbers({ from: range.from, to: range.to, limit: range.limit })
}

/**
 * What is wrong with a range of all streams, or `undefined`.
 *
 * @since 0.1.0
 * @category checking
 */
export const problemOfRangeOfAll = (range: ReadAllRange): EventStoreError | undefined => {
  for (const [name, position] of [["after", range.after], ["before", range.before]] as const) {
    if (position !== undefined && !Position.is(position)) {
      return invalidRange(`"${name}" is no position that a store has given.`)
    }
  }
  return problemOfDirection(range) ?? problemOfNumbers({ limit: range.limit })
}

const problemOfDirection = ({ direction }: ReadRange | ReadAllRange): EventStoreError | undefined =>
  direction === undefined || direction === "forward" || direction === "backward"
    ? undefined
    : invalidRange(`"direction" is ${JSON.stringify(direction)}; give "forward" or "backward".`)

const problemOfNumbers = (numbers: Readonly<Record<string, number | undefined>>): EventStoreError | undefined => {
  for (const [name, number] of Object.entries(numbers)) {
    if (number !== undefined && !isVersion(number)) {
      return invalidRange(`"${name}" is ${number}; give a whole number from 0.`)
    }
  }
  return undefined
}

const invalidRange = (problem: string) => new EventStoreError({ reason: new InvalidRange({ problem }) })

const isVersion = (number: number): boolean => Number.isSafeInteger(number) && number >= 0
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0")
