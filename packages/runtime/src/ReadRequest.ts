// For those who write a store: checks what is to be read before any I/O. Every store refuses the same.
import { Position, StreamId } from "@deciduous/core"
import * as AppendRequest from "./AppendRequest.ts"
import type { Filter, ReadAllRange, ReadRange, Subscribe, TailRequest } from "./EventStore.ts"
import { EventStoreError, InvalidAppend, InvalidRange } from "./EventStoreError.ts"

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
  return problemOfDirection(range) ?? problemOfNumbers({ limit: range.limit }) ?? problemOfFilter(range.filter)
}

/**
 * What is wrong with what a subscription asks for, or `undefined`.
 *
 * @since 0.1.0
 * @category checking
 */
export const problemOfSubscribe = ({ after, filter }: Subscribe): EventStoreError | undefined =>
  after === "end" ? problemOfFilter(filter) : problemOfRangeOfAll({
    ...(after === undefined ? {} : { after }),
    ...(filter === undefined ? {} : { filter })
  })

/**
 * What is wrong with the first request for a tail that is wrong, or `undefined`.
 *
 * @since 0.1.0
 * @category checking
 */
export const problemOfTails = (requests: ReadonlyArray<TailRequest>): EventStoreError | undefined => {
  for (const { after, commandId, streamId } of requests) {
    const problem = problemOfRange(streamId, { from: after })
    if (problem !== undefined) return problem
    const ofCommand = AppendRequest.problemOfCommandId(commandId)
    if (ofCommand !== undefined) {
      return new EventStoreError({ reason: new InvalidAppend({ streamId: streamId.name, problem: ofCommand }) })
    }
  }
  return undefined
}

/** A filter that nothing can fit is a mistake of whoever made it, and would be waited on for ever. */
const problemOfFilter = (filter: Filter | undefined): EventStoreError | undefined => {
  if (filter === undefined) return undefined
  const { categories, streamPrefix, types } = filter
  for (const [name, texts, isOne] of [["categories", categories, isCategory], ["types", types, isType]] as const) {
    if (texts === undefined) continue
    if (texts.length === 0) return invalidRange(`the filter's "${name}" is empty, so no event can fit.`)
    if (!texts.every(isOne)) return invalidRange(`the filter's "${name}" has a text that is no name of any.`)
  }
  if (streamPrefix === undefined) return undefined
  if (!isBeginning(streamPrefix)) {
    return invalidRange(`the filter's "streamPrefix" is a text with which no stream begins.`)
  }
  return categories === undefined || categories.some((category) => mayBegin(`${category}-`, streamPrefix))
    ? undefined
    : invalidRange(
      `no stream of the filter's categories, ${categories.join(", ")}, can begin with ${JSON.stringify(streamPrefix)}.`
    )
}

const isName = (text: string): boolean =>
  typeof text === "string" && text !== "" && text.isWellFormed() && !text.includes("\0")
const isType = (text: string): boolean => isName(text) && text.length <= AppendRequest.maxTypeLength
const isBeginning = (text: string): boolean => isName(text) && StreamId.utf8Length(text) <= StreamId.maxBytes
/** A stream's name has a dash and a character more. */
const isCategory = (text: string): boolean => isBeginning(`${text}--`) && text !== ""
const mayBegin = (start: string, prefix: string): boolean => start.startsWith(prefix) || prefix.startsWith(start)

/** Why documents cannot be asked for so; `indexes` are the names of those that there are. */
export const problemOfQuery = (
  projection: string,
  indexes: ReadonlyArray<string>,
  { after, by, limit }: {
    readonly after?: { readonly value?: string | undefined } | undefined
    readonly by?: { readonly index: string } | undefined
    readonly limit: number
  }
): EventStoreError | undefined => {
  if (by !== undefined && !indexes.includes(by.index)) {
    const known = indexes.length === 0 ? "It has none." : `It has ${indexes.join(", ")}.`
    return invalidRange(`the read model ${projection} has no index ${JSON.stringify(by.index)}. ${known}`)
  }
  if (after !== undefined && (by === undefined) !== (after.value === undefined)) {
    return invalidRange(`"after" is where another query of ${projection} ended. Go on with the same "by" as before.`)
  }
  return problemOfNumbers({ limit })
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
