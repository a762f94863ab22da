// Events, streams and whole reads, in few words.
import { type EventData, type Position, StreamId } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

export const event = (data: unknown = {}): EventData => ({
  id: crypto.randomUUID(),
  type: "Happened",
  schemaVersion: 1,
  data,
  metadata: {}
})

export const stream = (name: string): StreamId.StreamId => StreamId.make("test", name)

export const append = (name: string, expectedVersion: EventStore.ExpectedVersion, ...data: ReadonlyArray<unknown>) =>
  Effect.flatMap(EventStore.EventStore, (store) => {
    const [first, ...others] = data.length === 0 ? [{}] : data
    return store.append(stream(name), [event(first), ...others.map(event)], { expectedVersion })
  })

export const read = (name: string, range?: EventStore.ReadRange) =>
  Effect.flatMap(EventStore.EventStore, (store) => Stream.runCollect(store.read(stream(name), range)))

export const readAll = (after?: Position.Position) =>
  Effect.flatMap(
    EventStore.EventStore,
    (store) => Stream.runCollect(store.readAll(after === undefined ? {} : { after }))
  )

/** What an event says of itself in a comparison. */
export const where = ({ streamId, version }: { readonly streamId: string; readonly version: number }) =>
  `${streamId}@${version}`
