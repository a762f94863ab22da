// Read models from events: what a projection is, as data. Projections runs them, and ReadModel asks them.
import type { RecordedEvent, StoredEvent, View } from "@deciduous/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import type { Filter } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import { named, oneOf, wholeFromOne } from "./internal/options.ts"
import { type DocumentCodec, documentCodec, type Indexes } from "./internal/projection/documentCodec.ts"
import type { UnreadableDocument, UnwritableDocument } from "./internal/projection/documentErrors.ts"
import type { Batch } from "./internal/projection/each.ts"
import { foldDocuments, type KeyOf, next } from "./internal/projection/foldDocuments.ts"
import { type AnySet, type EventOf, type Sets, sourcesOf } from "./internal/projection/sources.ts"
import { fingerprint } from "./internal/snapshot/fingerprint.ts"
import { type OnPoison, policies, retries } from "./internal/worker/poison.ts"
import { modelOf } from "./ProjectionStore.ts"
import { maxIndexes, type ReadModelStore } from "./ReadModelStore.ts"

export { UnreadableDocument, UnwritableDocument } from "./internal/projection/documentErrors.ts"
export { type Batch, each, type Handlers, ignore } from "./internal/projection/each.ts"
export type { OnPoison } from "./internal/worker/poison.ts"

/**
 * What reads the log and writes a read model of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Projection<out E = never, out R = never> {
  readonly name: string
  readonly version: number
  readonly shards: number
  readonly mode: Mode
  readonly filter: Filter
  readonly batch: Duration.Duration
  readonly onPoison: OnPoison
  readonly retry: Schedule.Schedule<unknown>
  /** The names under which its read models are asked: its own, or those of which it is composed. */
  readonly members: ReadonlyArray<string>
  /** Differs where the same events could lead to another read model. */
  readonly fingerprint: () => string
  /** Writes what events lead to, inside the transaction that keeps how far it is. */
  readonly apply: (events: ReadonlyArray<StoredEvent>, batch: Batch) => Effect.Effect<void, E, R>
  /** Takes away what a version that was replaced has left behind, documents aside. */
  readonly dropVersion?: ((version: number) => Effect.Effect<void, unknown, R>) | undefined
}

/**
 * Who writes a projection: workers, some milliseconds after the append; or each append itself, in its transaction.
 *
 * @since 0.1.0
 * @category models
 */
export type Mode = "async" | "inline"

/**
 * A projection into documents, which can be asked for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Documents<in out State, out Index extends string = string>
  extends Projection<EventStoreError | UnreadableDocument | UnwritableDocument, ReadModelStore>
{
  readonly codec: DocumentCodec<State>
  /** Folds events at query time, for `ReadModel.live`, and says how many were of the key. */
  readonly fold: (
    key: string,
    events: ReadonlyArray<StoredEvent>,
    state: State
  ) => Result.Result<{ readonly state: State; readonly events: number }, EventStoreError>
  /** What it was made of, for who folds or tests it otherwise. */
  readonly parts: Parts<State>
  /** Only for its type: the names by which documents are found. */
  readonly "~index"?: Index
}

/**
 * What {@link fromView} was given.
 *
 * @since 0.1.0
 * @category models
 */
export interface Parts<in out State> {
  readonly view: View.View<State, any>
  readonly keyOf: KeyOf<any>
  /** The names of events that the view does not know. */
  readonly ignore: ReadonlyArray<string>
  readonly state: Schema.Codec<Exclude<State, undefined>, any>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Unique among the projections of a store. */
  readonly name: string
  /** Raise it where the read model is to be built anew; 1 by default. */
  readonly version?: number
  /** Among how many workers its streams may be shared, 1 by default: `Projections.reshard` changes it later. */
  readonly shards?: number
  /**
   * `"async"` by default. An `"inline"` one is given to the store as well, in every program that appends; and to
   * `Projections.run` where there are events already, which builds it and hands it over.
   */
  readonly mode?: Mode
  /** What happens to an event that cannot be handled; `"stop"` by default. */
  readonly onPoison?: OnPoison
  /** How often such an event is tried before: five times within some three seconds, by default. */
  readonly retry?: Schedule.Schedule<unknown>
  /** How long a batch may take, 25 ms by default: for so long it holds back all readers of the log. */
  readonly batch?: Duration.Input
}

/**
 * A projection that writes rows of its own: `handle` is given a page of events, and its SQL on the `SqlClient` of the
 * batch is part of the transaction that keeps how far the projection is. For one event at a time see {@link each}.
 *
 * @example
 * ```ts
 * import { type EventSet } from "@deciduous/core"
 * import { Projection } from "@deciduous/runtime"
 * import { PgClient } from "@effect/sql-pg"
 * import { Effect } from "effect"
 *
 * type ShopEvent = { readonly _tag: "Sold"; readonly pieces: number } | { readonly _tag: "Opened" }
 * declare const ShopEvents: EventSet.EventSet<ShopEvent, ShopEvent>
 *
 * const Sales = Projection.make({
 *   name: "sales",
 *   events: ShopEvents,
 *   ignore: ["Opened"],
 *   handle: (events) =>
 *     Effect.gen(function*() {
 *       const sql = yield* PgClient.PgClient
 *       const pieces = events.reduce((sum, { event }) => sum + event.pieces, 0)
 *       yield* sql`update sales set pieces = pieces + ${pieces}`
 *     })
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <const S extends AnySet | ReadonlyArray<AnySet>, E, R, const Ignored extends string = never>(
  options: Options & {
    readonly events: S
    /** Events that it does not want, by name. */
    readonly ignore?: ReadonlyArray<Ignored>
    readonly handle: (
      events: ReadonlyArray<RecordedEvent<Exclude<EventOf<NoInfer<S>>, { readonly _tag: NoInfer<Ignored> }>>>,
      batch: Batch
    ) => Effect.Effect<void, E, R>
    readonly dropVersion?: (version: number) => Effect.Effect<void, unknown, NoInfer<R>>
  }
): Projection<E | EventStoreError, R> => {
  const { dropVersion, events, handle, ignore = [] } = options
  type Event = Exclude<EventOf<S>, { readonly _tag: Ignored }>
  const sources = sourcesOf<Event>(events as Sets<Event>, ignore)
  return {
    ...settled(options),
    filter: sources.filter,
    members: [options.name],
    fingerprint: () => fingerprint([sources.described(), String(handle)]),
    dropVersion,
    apply: (stored, batch) => {
      const decoded = sources.decode(stored)
      if (Result.isFailure(decoded)) return Effect.fail(decoded.failure)
      return decoded.success.length === 0 ? Effect.void : handle(decoded.success, batch)
    }
  }
}

/**
 * A view as a read model: the state for each key is a document.
 *
 * `keyOf` gives the key of an event, several, or `undefined` for none; by a key of several streams their events meet in
 * one document, in the order of the log. A next state of `undefined` deletes the document. Names of `ignore` are events
 * that the view does not know; any other that it does not know is an error of the compiler.
 *
 * @example
 * ```ts
 * import { type EventSet } from "@deciduous/core"
 * import { Projection } from "@deciduous/runtime"
 * import { Schema } from "effect"
 *
 * type ShopEvent = { readonly _tag: "Sold"; readonly pieces: number }
 * declare const ShopEvents: EventSet.EventSet<ShopEvent, ShopEvent>
 *
 * const Sold = Projection.fromView(
 *   { initialState: 0, evolve: (sum: number, event: ShopEvent) => sum + event.pieces },
 *   { name: "sold", events: ShopEvents, state: Schema.Finite, keyOf: ({ aggregateId }) => aggregateId }
 * )
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromView = <State, Event, const Ignored extends string = never, const Index extends string = never>(
  view: View.View<State, Event>,
  options: Options & {
    readonly events: Sets<NoInfer<Event | { readonly _tag: Ignored }>>
    readonly ignore?: ReadonlyArray<Ignored>
    /** Of a document; what JSON lacks, such as decimals and times, is encoded by it. */
    readonly state: Schema.Codec<NoInfer<Exclude<State, undefined>>, any>
    readonly keyOf: KeyOf<NoInfer<Event>>
    /** Fields by which documents are found, up to four. */
    readonly indexes?: { readonly [Name in Index]: Indexes<NoInfer<Exclude<State, undefined>>>[string] }
  }
): Documents<State, Index> => {
  const { events, ignore = [], indexes = {} as Indexes<Exclude<State, undefined>>, keyOf, name, state } = options
  if (Object.keys(indexes).length > maxIndexes) {
    throw new TypeError(`The projection ${name} has more than ${maxIndexes} indexes; take a table of your own for it.`)
  }
  const sources = sourcesOf(events as Sets<Event>, ignore)
  const codec = documentCodec<State>(state, indexes)
  return {
    ...settled(options),
    filter: sources.filter,
    members: [name],
    codec,
    parts: { view, keyOf, ignore, state },
    fingerprint: () => fingerprint([sources.described(), codec.described(), String(view.evolve), String(keyOf)]),
    apply: (stored, { isShared, version }) => {
      const decoded = sources.decode(stored)
      return Result.isFailure(decoded)
        ? Effect.fail(decoded.failure)
        : foldDocuments({ view, keyOf, codec }, modelOf({ name, version }), decoded.success, isShared)
    },
    fold: (key, stored, state) =>
      Result.map(sources.decode(stored), (recorded) => {
        let folded = state
        let events = 0
        for (const one of recorded) {
          const keys = keyOf(one)
          if (keys !== key && !(Array.isArray(keys) && keys.includes(key))) continue
          folded = next(view, folded, one.event)
          events++
        }
        return { state: folded, events }
      })
  }
}

/**
 * Several projections as one: the log is read once for all of them, and each page is one transaction. They are built,
 * replaced and stopped together, under the version of the whole; each is asked by its own name.
 *
 * @since 0.1.0
 * @category constructors
 */
export const composite = <const Members extends ReadonlyArray<Projection<any, any>>>(
  options: Options & { readonly projections: Members }
): Projection<ErrorOf<Members[number]>, ServicesOf<Members[number]>> => {
  const { projections } = options
  return {
    ...settled(options),
    filter: { categories: [...new Set(projections.flatMap(({ filter }) => filter.categories ?? []))] },
    members: projections.flatMap(({ members }) => members),
    fingerprint: () => fingerprint(projections.map((one) => [one.name, one.fingerprint()])),
    apply: (events, batch) =>
      Effect.forEach(projections, ({ apply, filter }) => {
        const own = events.filter(({ category }) => filter.categories?.includes(category) !== false)
        return own.length === 0 ? Effect.void : apply(own, batch)
      }, { discard: true }),
    dropVersion: (version) =>
      Effect.forEach(projections, ({ dropVersion }) => dropVersion?.(version) ?? Effect.void, { discard: true })
  }
}

type ErrorOf<P> = P extends Projection<infer E, infer _> ? E : never

/**
 * What the handlers of a projection, or of any of several, need.
 *
 * @since 0.1.0
 * @category models
 */
export type ServicesOf<P> = P extends Projection<infer _, infer R> ? R : never

const settled = (
  { batch = "25 millis", mode = "async", name, onPoison = "stop", retry = retries, shards = 1, version = 1 }: Options
) => {
  named("A projection", name)
  const of = `The projection ${name}`
  wholeFromOne(of, "version", version)
  wholeFromOne(of, "shards", shards)
  oneOf(of, "mode", mode, ["async", "inline"])
  oneOf(of, "onPoison", onPoison, policies)
  return { name, version, shards, mode, onPoison, retry, batch: Duration.fromInputUnsafe(batch) }
}
