// What two stores must answer alike: the entries of a run without what is each store's own, its positions and times.
import type { Payload, Position, StoredEvent } from "@deciduous/core"
import * as Result from "effect/Result"
import type { Entry, Run } from "./run.ts"

/** Comparable between stores: positions by the order in which they were first heard of, names without the run's own. */
export const comparable = ({ category, entries, log }: Run): ReadonlyArray<unknown> => {
  const positions = new Map<Position.Position, string>()
  const symbol = (position: Position.Position): string => {
    const known = positions.get(position) ?? `position ${positions.size + 1}`
    positions.set(position, known)
    return known
  }
  const payload = ({ data, position, schemaVersion, streamId, type, version }: Payload) => ({
    stream: streamId.replace(category, ""),
    version,
    position: symbol(position),
    type,
    schemaVersion,
    data
  })
  const event = (stored: StoredEvent) => {
    const { aggregateId, id, metadata } = stored
    return { ...payload(stored), aggregateId, id, metadata }
  }
  const given = <A>(answer: Result.Result<A, Error>, show: (value: A) => unknown): unknown =>
    Result.isSuccess(answer) ? show(answer.success) : answer.failure.message.replaceAll(category, "")
  const answer = (entry: Entry): unknown =>
    entry.do === "append"
      ? given(entry.answer, (all) => all.map(({ position, version }) => ({ version, position: symbol(position) })))
      : entry.do === "read tails"
      ? given(entry.answer, (tails) => tails.map((tail) => ({ ...tail, events: tail.events.map(payload) })))
      : given(entry.answer, (events) => events.map(event))
  return [...entries.map(answer), log.map(event)]
}
