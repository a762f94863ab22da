// Where stored events come from, page by page: a database, or a file of lines. Read by `audit`.
import type { StoredEvent } from "@deciduous/core"
import { Position } from "@deciduous/core"
import { Status, Survey } from "@deciduous/postgres"
import { EventStore, type EventStoreError } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Unusable } from "../../Failure.ts"
import type { Client, Store } from "../../store.ts"
import { streamNamed } from "../stream.ts"

export interface Page {
  readonly events: ReadonlyArray<StoredEvent>
  /** Where one of them stands, as messages say it. */
  readonly at: (index: number) => string
  /** To go on after this page, in another process too. */
  readonly place: string
  /** How much of everything has been read with this page, from 0 to 1. */
  readonly done: number
}

/** How many there are of a stored type and version. Times are in milliseconds since 1970. */
export interface Count {
  readonly category: string
  readonly type: string
  readonly schemaVersion: number
  events: number
  first: number
  last: number
}

export interface Source<R = never> {
  /** As messages name it. */
  readonly name: string
  /** Every event after a place, or from the first one. */
  readonly pages: (after: string | undefined) => Pages<R>
  /** The same, for those who fold streams. */
  readonly byStream: (after: string | undefined) => Pages<R>
  /** Whether `byStream` gives one stream after the other. */
  readonly isGrouped: boolean
  /** The events of some streams, each stream's in their order. */
  readonly only: (
    streamIds: ReadonlyArray<string>
  ) => Stream.Stream<StoredEvent, Unusable | EventStoreError.EventStoreError, R>
  readonly counts: Effect.Effect<ReadonlyArray<Count>, Unusable | EventStoreError.EventStoreError, R>
  /** How somebody sees an event that stands in it, where there is a way. */
  readonly help: (streamId: string, version: number) => string | undefined
  /** What is there and could not be read, in words. */
  readonly unread: Effect.Effect<string | undefined, EventStoreError.EventStoreError, R>
}

type Pages<R> = Stream.Stream<Page, Unusable | EventStoreError.EventStoreError, R>

/** Every event of a store that readers may see, in the order of the log; of some categories, or of all. */
export const ofStore = (
  { name, schema }: Store,
  categories: ReadonlyArray<string>
): Source<EventStore.EventStore | Client> => {
  const filter = categories.length === 0 ? {} : { filter: { categories } }
  const asked = { schema, ...(categories.length === 0 ? {} : { categories }) }
  const counts = Effect.map(Survey.census(asked), (counts) =>
    counts.map(({ first, last, ...count }) => ({
      ...count,
      first: DateTime.toEpochMillis(first),
      last: DateTime.toEpochMillis(last)
    })))
  const end = Effect.gen(function*() {
    const { readAll } = yield* EventStore.EventStore
    const last = yield* Stream.runHead(readAll({ direction: "backward", limit: 1, ...filter }))
    return Option.isNone(last) ? 1 : Math.max(1, sequenceOf(last.value.position))
  })
  return {
    name: `${name}, schema ${schema}`,
    pages: (after) =>
      Stream.unwrap(Effect.gen(function*() {
        const { readAll } = yield* EventStore.EventStore
        const last = yield* end
        const start = after === undefined ? {} : { after: yield* positionOf(after) }
        return pagesOf(readAll({ ...start, ...filter }), ({ position }) => ({
          place: position,
          done: Math.min(1, sequenceOf(position) / last)
        }))
      })),
    byStream: (after = "") =>
      Stream.unwrap(Effect.map(counts, (counts) => {
        // whoever goes on does not know how much lies before
        const total = after === "" ? counts.reduce((sum, { events }) => sum + events, 0) : Number.NaN
        let read = 0
        return pagesOf(Survey.byStream({ ...asked, after }), ({ streamId }, count) => {
          read += count
          return { place: streamId, done: Math.min(1, read / total) }
        })
      })),
    isGrouped: true,
    only: (streamIds) =>
      Stream.fromIterable(streamIds).pipe(
        Stream.mapEffect(streamNamed),
        Stream.flatMap((streamId) => Stream.unwrap(Effect.map(EventStore.EventStore, ({ read }) => read(streamId))))
      ),
    counts,
    help: (streamId, version) => `deciduous events ${streamId} --from ${version} --to ${version}`,
    unread: Effect.map(Status.read({ schema }), ({ log }) => {
      const hidden = log?.hidden.events ?? 0
      const count = hidden === 1 ? "1 event is" : hidden < 1000 ? `${hidden} events are` : "1,000 events or more are"
      return hidden === 0
        ? undefined
        : `${count} hidden by an open transaction, and not among those that were read: deciduous status`
    })
  }
}

const pagesOf = <R>(
  events: Stream.Stream<StoredEvent, EventStoreError.EventStoreError, R>,
  endOf: (last: StoredEvent, count: number) => Pick<Page, "place" | "done">
): Pages<R> =>
  events.pipe(
    Stream.chunks,
    Stream.map((events) => ({
      events,
      at: (index: number) => `position ${events[index]!.position}`,
      ...endOf(events.at(-1)!, events.length)
    }))
  )

/** Sequences have gaps where appends were rolled back, and rise with time nearly as events do: good enough for a bar. */
const sequenceOf = (position: Position.Position): number => Number(Position.parts(position).sequence)

const positionOf = (place: string): Effect.Effect<Position.Position, Unusable> =>
  Position.is(place)
    ? Effect.succeed(place)
    : Effect.fail(new Unusable({ message: `"${place}" is no position of a database.` }))
