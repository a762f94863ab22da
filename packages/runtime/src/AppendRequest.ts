// For those who write a store: checks what is to be appended before any I/O, and knows a repeated append when it meets
// one. Every store refuses, and recognises, the same.
import { type EventData, type Metadata, type StoredEvent, StreamId } from "@deciduous/core"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import type { Append, ExpectedVersion } from "./EventStore.ts"
import { EventStoreError, IdReused, InvalidAppend } from "./EventStoreError.ts"
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
  let length = 0
  for (const [index, event] of events.entries()) {
    const result = readable(limits, event)
    if (Result.isFailure(result)) return refuse(`event ${index + 1} of ${events.length}, ${result.failure}`)
    length += result.success.data.length + result.success.metadata.length
    if (length > limits.jsonLengthPerAppend) {
      return refuse(
        `the JSON texts of its events have more than the ${limits.jsonLengthPerAppend} characters that are allowed.`
      )
    }
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
    : events.length > 1 && new Set(events.map(({ id }) => id)).size < events.length
    ? "two of the events have the same id."
    : problemOfCommandIds(events)

/** The command id is the append's, so all of its events say the same. */
const problemOfCommandIds = (events: ReadonlyArray<EventData>): string | undefined => {
  const commandId = events[0]?.metadata?.commandId
  if (events.some(({ metadata }) => metadata?.commandId !== commandId)) return "its events have different command ids."
  return problemOfCommandId(commandId)
}

/**
 * What is wrong with a command id, or `undefined`; nothing with none.
 *
 * @since 0.1.0
 * @category checking
 */
export const problemOfCommandId = (commandId: unknown): string | undefined => {
  if (commandId === undefined) return undefined
  return typeof commandId === "string" && commandId !== "" && isStorable(commandId)
      && StreamId.utf8Length(commandId) <= maxCommandIdBytes
    ? undefined
    : `the command id must be a text of 1 to ${maxCommandIdBytes} bytes of UTF-8, without U+0000.`
}

/** A row of PostgreSQL's index holds 2,704, and has to hold the longest name of a stream too. */
const maxCommandIdBytes = 255

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What an `integer` column holds. */
const maxInteger = 2_147_483_647
/** Of the name of a type, in characters. Bytes are at most three times as many: an index row holds them. */
export const maxTypeLength = 255

/** A getter or a proxy may throw; what it throws may hold the payload, so only its kind is told. */
const readable = (limits: Limits, event: EventData): Result.Result<Prepared, string> => {
  try {
    return prepareOne(limits, event)
  } catch (cause) {
    return Result.fail(
      `${event.type}: it threw ${cause instanceof Error ? cause.name : typeof cause} when it was read.`
    )
  }
}

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

const isVersion = (number: number): boolean => Number.isSafeInteger(number) && number >= 0
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0")

/**
 * Two or more appends that are to be written together, each checked by {@link prepare}; or why no store takes them.
 *
 * @since 0.1.0
 * @category checking
 */
export const prepareAll = (
  limits: Limits,
  appends: ReadonlyArray<Append>
): Result.Result<ReadonlyArray<ReadonlyArray<Prepared>>, EventStoreError> => {
  const names = new Set<string>()
  const all: Array<ReadonlyArray<Prepared>> = []
  const refuse = (streamId: string, problem: string) =>
    Result.fail(new EventStoreError({ reason: new InvalidAppend({ streamId, problem }) }))
  if (appends.length === 0) return refuse("", "there is no append.")
  let events = 0
  for (const append of appends) {
    const prepared = prepare(limits, append.streamId, append.events, append.expectedVersion)
    if (Result.isFailure(prepared)) return Result.fail(prepared.failure)
    const { name } = append.streamId
    if (names.has(name)) return refuse(name, "it stands twice in what is to be written together.")
    names.add(name)
    events += prepared.success.length
    if (events > limits.eventsPerAppend) {
      return refuse(name, `together there are more than the ${limits.eventsPerAppend} events that one append may have.`)
    }
    all.push(prepared.success)
  }
  return Result.succeed(all)
}

/**
 * Under which key a stream takes an append once: the command's; where any version will do, else the first event's. They
 * never meet, though an event's id may be the id of the command that it causes.
 *
 * @since 0.1.0
 * @category repeating
 */
export const onceKey = (
  events: ReadonlyArray<{ readonly id: string; readonly metadata: Metadata }>,
  expectedVersion: ExpectedVersion
): string | undefined => {
  const { id, metadata: { commandId } } = events[0]!
  if (commandId !== undefined) return commandKey(commandId)
  return typeof expectedVersion === "string" ? `event ${id}` : undefined
}

/**
 * The key under which a stream takes the append of a command once.
 *
 * @since 0.1.0
 * @category repeating
 */
export const commandKey = (commandId: string): string => `command ${commandId}`

/**
 * Whether the events that stand where an append was to go are those of the append itself: `undefined` where they are
 * another's, `"same"` where it was written before, and `IdReused` where an id is there with other content.
 *
 * Contents are compared as values. Metadata may differ: a repeated attempt has a trace of its own.
 *
 * @since 0.1.0
 * @category repeating
 */
export const repeats = (
  streamId: StreamId.StreamId,
  events: ReadonlyArray<Prepared>,
  stored: ReadonlyArray<StoredEvent>
): "same" | IdReused | undefined => {
  const hasId = (one: StoredEvent, i: number) => one.id === events[i]?.id
  const first = stored.findIndex(hasId)
  if (first < 0) return undefined
  const differs = stored.findIndex((one, i) => !hasId(one, i) || !hasContent(one, events[i]!))
  if (differs < 0 && stored.length >= events.length) return "same"
  const { id, version } = stored[differs >= 0 && hasId(stored[differs]!, differs) ? differs : first]!
  return new IdReused({ streamId: streamId.name, version, id })
}

const hasContent = (stored: StoredEvent, event: Prepared): boolean =>
  stored.type === event.type && stored.schemaVersion === event.schemaVersion
  && Equal.equals(stored.data, JSON.parse(event.data))
