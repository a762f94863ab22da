// Where stored events come from, page by page: a database, or a file of lines. Read by `audit`.
import type { StoredEvent } from "@deciduous/core"
import { Position } from "@deciduous/core"
import { EventStore, type EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Unusable } from "../../Failure.ts"
import type { Store } from "../../store.ts"

export interface Page {
  readonly events: ReadonlyArray<StoredEvent>
  /** Where one of them stands, as messages say it. */
  readonly at: (index: number) => string
  /** To go on after this page, in another process too. */
  readonly place: string
  /** How much of everything has been read with this page, from 0 to 1. */
  readonly done: number
}

export interface Source<R = never> {
  /** As messages name it. */
  readonly name: string
  /** Every event after a place, or from the first one. */
  readonly pages: (
    after: string | undefined
  ) => Stream.Stream<Page, Unusable | EventStoreError.EventStoreError, R>
}

/** Every event of a store that readers may see, in the order of the log; of some categories, or of all. */
export const ofStore = (
  { name, schema }: Store,
  categories: ReadonlyArray<string>
): Source<EventStore.EventStore> => ({
  name: `${name}, schema ${schema}`,
  pages: (after) =>
    Stream.unwrap(Effect.gen(function*() {
      const { readAll } = yield* EventStore.EventStore
      const filter = categories.length === 0 ? {} : { filter: { categories } }
      const last = yield* Stream.runHead(readAll({ direction: "backward", limit: 1, ...filter }))
      const end = Option.isNone(last) ? 1 : Math.max(1, sequenceOf(last.value.position))
      const start = after === undefined ? {} : { after: yield* positionOf(after) }
      return readAll({ ...start, ...filter }).pipe(
        Stream.chunks,
        Stream.map((events): Page => {
          const { position } = events.at(-1)!
          return {
            events,
            at: (index) => `position ${events[index]!.position}`,
            place: position,
            done: Math.min(1, sequenceOf(position) / end)
          }
        })
      )
    }))
})

/** Sequences have gaps where appends were rolled back, and rise with time nearly as events do: good enough for a bar. */
const sequenceOf = (position: Position.Position): number => Number(Position.parts(position).sequence)

const positionOf = (place: string): Effect.Effect<Position.Position, Unusable> =>
  Position.is(place)
    ? Effect.succeed(place)
    : Effect.fail(new Unusable({ message: `"${place}" is no position of a database.` }))
