// Stores with one fault each, of the kinds that stores have had, for the test that the suite sees them all.
import { Position, type StoredEvent, StreamId } from "@deciduous/core"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import * as Array from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Struct from "effect/Struct"

type Store = EventStore.EventStore["Service"]

export interface Broken {
  readonly fault: string
  /** The rule that it breaks. */
  readonly rule: number
  readonly of: (store: Store) => Store
}

const appending = (append: (store: Store) => Store["append"]) => (store: Store): Store => ({
  ...store,
  append: append(store)
})

/** What is read is changed before it is given, by every way of reading. */
const reading = (change: (event: StoredEvent) => StoredEvent) => (store: Store): Store => ({
  ...store,
  read: (...args) => Stream.map(store.read(...args), change),
  readAll: (...args) => Stream.map(store.readAll(...args), change),
  subscribe: (...args) => Stream.map(store.subscribe(...args), change)
})

const renamed = (rename: (name: string) => string) => (store: Store): Store => {
  const other = ({ aggregateId, category }: StreamId.StreamId) => StreamId.make(category, rename(aggregateId))
  return {
    ...store,
    append: (streamId, ...args) => store.append(other(streamId), ...args),
    read: (streamId, ...args) => store.read(other(streamId), ...args)
  }
}

/** The whole log in another order. */
const inOrderOf = (by: (event: StoredEvent) => string) => (store: Store): Store => ({
  ...store,
  readAll: (range) =>
    Stream.unwrap(
      Effect.map(Stream.runCollect(store.readAll(range)), (events) =>
        Stream.fromIterable(events.toSorted((one, other) => by(one) < by(other) ? -1 : 1)))
    )
})

const versionOf = (store: Store, streamId: StreamId.StreamId) =>
  Effect.map(Stream.runCollect(store.read(streamId)), (events) => events.length)

export const broken: ReadonlyArray<Broken> = [
  {
    fault: "looks at the version, and writes some time later",
    rule: 1,
    of: appending((store) =>
      Effect.fnUntraced(function*(streamId, events, options) {
        const { expectedVersion } = options
        const actual = yield* versionOf(store, streamId)
        yield* Effect.yieldNow
        const isMet = typeof expectedVersion === "number" && actual === expectedVersion
        return yield* store.append(streamId, events, isMet ? { expectedVersion: "any" } : options)
      })
    )
  },
  {
    fault: "takes a stream that is to exist for any stream",
    rule: 3,
    of: appending((store) => (streamId, events, { expectedVersion }) =>
      store.append(streamId, events, { expectedVersion: expectedVersion === "exists" ? "any" : expectedVersion })
    )
  },
  {
    fault: "numbers the events of a stream from 0",
    rule: 5,
    of: reading((event) => ({ ...event, version: event.version - 1 }))
  },
  {
    fault: "appends to several streams one after the other",
    rule: 7,
    of: (store) => ({
      ...store,
      appendAll: (appends) => Effect.forEach(appends, (one) => store.append(one.streamId, one.events, one))
    })
  },
  {
    fault: "guesses the actual version of a conflict",
    rule: 8,
    of: appending((store) => (...args) =>
      Effect.mapError(store.append(...args), (error) =>
        error instanceof EventStoreError.VersionConflict
          ? new EventStoreError.VersionConflict({ ...error, actual: error.actual + 1 })
          : error)
    )
  },
  {
    fault: "knows an append again by its ids alone",
    rule: 9,
    of: appending((store) => (streamId, events, options) =>
      Effect.catch(
        store.append(streamId, events, options),
        (error) =>
          error._tag === "EventStoreError" && error.reason._tag === "IdReused"
            ? Effect.orDie(Effect.map(Stream.runCollect(store.read(streamId)), (stored) => stored.at(-1)!))
            : Effect.fail(error)
      )
    )
  },
  {
    fault: "writes a repeated append again",
    rule: 11,
    of: appending((store) => (streamId, events, options) =>
      store.append(streamId, Array.map(events, (event) => ({ ...event, id: crypto.randomUUID() })), options)
    )
  },
  {
    fault: "forgets which commands it has handled",
    rule: 10,
    of: appending((store) => (streamId, events, options) =>
      store.append(
        streamId,
        Array.map(events, (event) => ({ ...event, metadata: Struct.omit(event.metadata, ["commandId"]) })),
        options
      )
    )
  },
  {
    fault: "calls an append of nothing a success",
    rule: 12,
    of: appending((store) => (streamId, events, options) =>
      (events as ReadonlyArray<unknown>).length > 0
        ? store.append(streamId, events, options)
        : Effect.succeed({ version: 0, position: Position.start, recordedAt: DateTime.makeUnsafe(0) })
    )
  },
  {
    fault: "passes over an event now and then",
    rule: 18,
    of: (store) => ({
      ...store,
      subscribe: (...args) => Stream.filter(store.subscribe(...args), ({ data, version }) => version !== 2 || !data)
    })
  },
  {
    fault: "gives an event twice where a page ends",
    rule: 20,
    of: (store) => ({
      ...store,
      subscribe: (...args) =>
        Stream.flattenIterable(Stream.map(store.subscribe(...args), (one) => one.version === 2 ? [one, one] : [one]))
    })
  },
  {
    fault: "goes on after a transaction, and not after an event of it",
    rule: 21,
    of: (store) => ({
      ...store,
      readAll: ({ after, ...range } = {}) =>
        Stream.filter(
          store.readAll({ ...range, ...after && { after } }),
          ({ position }) =>
            after === undefined || Position.parts(position).transaction > Position.parts(after).transaction
        )
    })
  },
  {
    fault: "finds nothing after a position that it does not know",
    rule: 25,
    of: (store) => ({
      ...store,
      readAll: (range) =>
        Stream.catch(
          store.readAll(range),
          (error) => error.reason._tag === "UnknownPosition" ? Stream.empty : Stream.fail(error)
        )
    })
  },
  {
    fault: "begins at the start where the end was asked for",
    rule: 26,
    of: (store) => ({
      ...store,
      subscribe: ({ after, ...options } = {}) =>
        store.subscribe({ ...options, ...(after === "end" || after === undefined ? {} : { after }) })
    })
  },
  {
    fault: "counts one event more than the limit allows",
    rule: 27,
    of: (store) => ({
      ...store,
      read: (streamId, { limit, ...range } = {}) =>
        store.read(streamId, { ...range, ...(limit === undefined ? {} : { limit: Math.min(limit + 1, 2 ** 53 - 1) }) })
    })
  },
  {
    fault: "orders the log by streams",
    rule: 29,
    of: inOrderOf(({ streamId }) => streamId)
  },
  {
    fault: "orders the log by ids, which hold the time of a client",
    rule: 111,
    of: inOrderOf(({ id }) => id)
  },
  {
    fault: "finds a category at the beginning of the stream's name",
    rule: 30,
    of: (store) => ({
      ...store,
      readAll: ({ filter: { categories, ...filter } = {}, ...range } = {}) =>
        Stream.filter(
          store.readAll({ ...range, filter }),
          ({ streamId }) =>
            categories === undefined || categories.some((category) => streamId.startsWith(`${category}-`))
        )
    })
  },
  {
    fault: "keeps payloads in the order of their keys",
    rule: 73,
    of: reading((event) => ({ ...event, data: sorted(event.data) }))
  },
  {
    fault: "reads texts that look like numbers as numbers",
    rule: 74,
    of: reading((event) => ({
      ...event,
      data: JSON.parse(JSON.stringify(event.data), (_, value) => /^\d+$/.test(String(value)) ? Number(value) : value)
    }))
  },
  {
    fault: "drops U+0000",
    rule: 75,
    of: reading((event) => ({
      ...event,
      data: JSON.parse(JSON.stringify(event.data).replaceAll("\\u0000", ""))
    }))
  },
  {
    fault: "lets metadata overwrite what it says itself",
    rule: 79,
    of: reading((event) => ({ ...event, ...event.metadata as object }))
  },
  { fault: "takes capital letters for small ones", rule: 80, of: renamed((name) => name.toLowerCase()) },
  { fault: "takes two forms of a character for one", rule: 80, of: renamed((name) => name.normalize("NFC")) }
]

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted().map(([key, inner]) => [key, sorted(inner)]))
    : value
