// A history as a store holds it: what each command has appended, encoded as it is stored.
import { type EventSet, StreamId } from "@deciduous/core"
import type { StoredEvent } from "@deciduous/core"
import * as Result from "effect/Result"
import type { InStream as Example } from "../../../ProjectionSpec.ts"
import { recordedEvent } from "../recorded.ts"
import type { InStream } from "../source.ts"
import { asStored } from "../upcasts.ts"
import type { Walk } from "../walk.ts"

type AnySet = EventSet.EventSet<unknown, unknown, unknown, unknown>

/** What one command has led to, in one stream. */
export interface Append {
  /** The step of the walk that it comes from. */
  readonly at: number
  readonly set: AnySet
  readonly id: unknown
  readonly history: ReadonlyArray<unknown>
  readonly stored: ReadonlyArray<StoredEvent>
}

/** Up to the first event that no store would take: another law tells of it. */
export const appendsOf = ({ steps }: Walk, sets: ReadonlyMap<string, AnySet>): ReadonlyArray<Append> => {
  const log = newLog()
  for (const [at, { answer }] of steps.entries()) {
    if (answer._tag !== "Accepted" || answer.events.length === 0) continue
    const events = answer.events as ReadonlyArray<InStream>
    const { category, id } = events[0]!
    if (!log.add(at, sets.get(category)!, id, events.map(({ event }) => event))) break
  }
  return log.appends
}

/** Streams as an author names them, one append each. */
export const appendsOfExample = (example: ReadonlyArray<Example>): ReadonlyArray<Append> => {
  const log = newLog()
  for (const [at, { events, history, id }] of example.entries()) {
    if (!log.add(at, events, id, history)) {
      throw new Error(`Example: ${events.aggregate} cannot write its event ${at + 1}.`)
    }
  }
  return log.appends
}

export const logOfAppends = (appends: ReadonlyArray<Append>): ReadonlyArray<StoredEvent> =>
  appends.flatMap(({ stored }) => stored)

const newLog = () => {
  const appends: Array<Append> = []
  const versions = new Map<string, number>()
  let place = 0
  const add = (at: number, set: AnySet, id: unknown, history: ReadonlyArray<unknown>): boolean => {
    const { aggregateId, category, name } = Result.getOrElse(
      set.streamId(id),
      () => StreamId.make(set.category, String(id))
    )
    const stored: Array<StoredEvent> = []
    for (const event of history) {
      const encoded = set.encode(event)
      if (Result.isFailure(encoded)) return false
      const version = (versions.get(name) ?? 0) + 1
      versions.set(name, version)
      const { event: _, part: _part, ...envelope } = recordedEvent(category, aggregateId, event, {
        place: ++place,
        version
      })
      stored.push({ ...envelope, ...encoded.success, data: asStored(encoded.success.data) })
    }
    appends.push({ at, set, id, history, stored })
    return true
  }
  return { add, appends }
}
