// Asks read models: documents by key and by their indexes, and views folded at query time.
import type { Position, StoredEvent, StreamId } from "@deciduous/core"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { EventStore } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import type { UnreadableDocument } from "./internal/projection/documentErrors.ts"
import { indexText, type IndexValue } from "./internal/projection/indexText.ts"
import { recordedUpTo, settled } from "./internal/settled.ts"
import type { Documents } from "./Projection.ts"
import { type Found, type NotBuilt, ReadModelStore } from "./ReadModelStore.ts"
import { problemOfQuery } from "./ReadRequest.ts"

type Unreadable = NotBuilt | UnreadableDocument | EventStoreError
type Document<State> = Exclude<State, undefined>

/**
 * The document of a key, as far as the projection is; `none` where there is none.
 *
 * Reads the version that is active, whichever this program knows: while a new one is built, the one before it. Fails with
 * `NotBuilt` until there is one, and with `UnreadableDocument` where the active version's documents are of another schema.
 *
 * @since 0.1.0
 * @category reading
 */
export const get = <State, Index extends string>(
  projection: Documents<State, Index>,
  key: string
): Effect.Effect<Option.Option<Document<State>>, Unreadable, ReadModelStore> =>
  Effect.map(getMany(projection, [key]), ([state]) => Option.fromUndefinedOr(state))

/**
 * The documents of several keys, in their order; `undefined` where there is none. Fails as {@link get} does.
 *
 * @since 0.1.0
 * @category reading
 */
export const getMany = Effect.fnUntraced(function*<State, Index extends string>(
  { codec, name }: Documents<State, Index>,
  keys: ReadonlyArray<string>
): Effect.fn.Return<ReadonlyArray<Document<State> | undefined>, Unreadable, ReadModelStore> {
  const found = yield* (yield* ReadModelStore).read(name, keys)
  const states: Array<Document<State> | undefined> = []
  for (const [i, json] of found.entries()) {
    states.push(json === undefined ? undefined : yield* Effect.fromResult(codec.decode(name, keys[i]!, json)))
  }
  return states
})

/**
 * Which documents; with nothing said all of them, by key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Query<Index extends string> {
  /** Those whose field is this, or lies between two values, both inclusive; they come in its order, and then by key. */
  readonly by?: {
    readonly index: Index
    readonly equals?: IndexValue
    readonly from?: IndexValue
    readonly to?: IndexValue
  }
  /** At most so many; 100 by default. */
  readonly limit?: number
  /** Goes on where an earlier answer to the same query ended: its `next`. */
  readonly after?: Place
}

/**
 * Where an answer ended.
 *
 * @since 0.1.0
 * @category models
 */
export type Place = Pick<Found, "key" | "value">

/**
 * Some documents with their keys, and where to go on; `undefined` at the end.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer<State> {
  readonly documents: ReadonlyArray<{ readonly key: string; readonly state: Document<State> }>
  readonly next: Place | undefined
}

/**
 * Documents by an index, or all by key, page by page. Fails as {@link get} does, and with `InvalidRange` where there is no
 * such index, `limit` is no number from 0, or `after` is of a query by another index or by none.
 *
 * @since 0.1.0
 * @category reading
 */
export const find = Effect.fnUntraced(function*<State, Index extends string>(
  { codec, name }: Documents<State, Index>,
  { after, by, limit = 100 }: Query<NoInfer<Index>> = {}
): Effect.fn.Return<Answer<State>, Unreadable, ReadModelStore> {
  const problem = problemOfQuery(name, codec.indexes, { after, by, limit })
  if (problem !== undefined) return yield* Effect.fail(problem)
  const from = by?.equals ?? by?.from
  const to = by?.equals ?? by?.to
  const found = yield* (yield* ReadModelStore).find(name, {
    limit,
    ...(by !== undefined && {
      index: {
        number: codec.indexes.indexOf(by.index),
        ...(from !== undefined && { from: indexText(from) }),
        ...(to !== undefined && { to: indexText(to) })
      }
    }),
    ...(after !== undefined && {
      after: { key: after.key, ...(after.value !== undefined && { value: after.value }) }
    })
  })
  const documents: Array<Answer<State>["documents"][number]> = []
  for (const { json, key } of found) {
    documents.push({ key, state: yield* Effect.fromResult(codec.decode(name, key, json)) })
  }
  const last = found.at(-1)
  return {
    documents,
    next: found.length < limit || last === undefined ? undefined : { key: last.key, value: last.value }
  }
})

/**
 * @since 0.1.0
 * @category models
 */
export interface LiveOptions {
  /** The streams whose events can be of the key; without them all of the projection's categories are read. */
  readonly streams?: ReadonlyArray<StreamId.StreamId>
  /**
   * The state as it was, with the bounds of `Aggregate.load`: up to a place in the log, inclusive, or up to a time, each
   * stream up to its first event that was recorded later. As it is now, by default.
   */
  readonly asOf?: { readonly position: Position.Position } | { readonly time: DateTime.Utc }
}

/**
 * The state of a key folded at query time, from the log: it needs no worker, and lags behind nothing that was acknowledged
 * before. It reads the streams that are named, or all of the projection's categories, where it is slow.
 *
 * As of a position it fails as `Aggregate.load` does.
 *
 * @since 0.1.0
 * @category reading
 */
export const live = Effect.fnUntraced(function*<State, Index extends string>(
  { filter, fold, parts }: Documents<State, Index>,
  key: string,
  { asOf, streams }: LiveOptions = {}
): Effect.fn.Return<Option.Option<Document<State>>, EventStoreError, EventStore> {
  const store = yield* EventStore
  const bounded = yield* boundedBy(store, asOf)
  const all = streams === undefined ? [store.readAll({ filter })] : streams.map((stream) => store.read(stream))
  let state = parts.view.initialState
  let isThere = false
  for (const events of all) {
    yield* Stream.runForEachArray(
      bounded(events),
      (page) =>
        Effect.map(Effect.fromResult(fold(key, page, state)), (folded) => {
          isThere ||= folded.events > 0
          state = folded.state
        })
    )
  }
  return isThere ? Option.fromUndefinedOr(state as Document<State>) : Option.none()
})

type Events = Stream.Stream<StoredEvent, EventStoreError>

const boundedBy = Effect.fnUntraced(function*(
  store: EventStore["Service"],
  asOf: LiveOptions["asOf"]
): Effect.fn.Return<(events: Events) => Events, EventStoreError> {
  if (asOf === undefined) return (events) => events
  if ("time" in asOf) return Stream.filter(recordedUpTo(asOf.time))
  yield* settled(store, asOf.position)
  return Stream.takeWhile(({ position }) => position <= asOf.position)
})
