// Read models from events: what a projection is, as data. Worker runs it; Projections has its operation.
import type { Position, RecordedEvent, StoredEvent, View } from "@deciduous/core"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { CheckpointStore } from "./CheckpointStore.ts"
import type { EventStore, Filter } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import { type DocumentCodec, documentCodec, type Indexes } from "./internal/projection/documentCodec.ts"
import type { UnreadableDocument, UnwritableDocument } from "./internal/projection/documentErrors.ts"
import { foldDocuments } from "./internal/projection/foldDocuments.ts"
import { type Sets, sourcesOf } from "./internal/projection/sources.ts"
import { type NotThereYet, waitFor as waitForTask } from "./internal/projection/waitFor.ts"
import { followLog } from "./internal/worker/followLog.ts"
import { ReadModelStore } from "./ReadModelStore.ts"
import type { Task } from "./Worker.ts"

export { UnreadableDocument, UnwritableDocument } from "./internal/projection/documentErrors.ts"
export { NotThereYet } from "./internal/projection/waitFor.ts"

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
  readonly filter: Filter
  /** Writes what events lead to, inside the transaction that keeps how far it is. */
  readonly apply: (events: ReadonlyArray<StoredEvent>) => Effect.Effect<void, E, R>
}

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
  readonly indexes: ReadonlyArray<Index>
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
  /** Among how many workers its streams may be shared, 1 by default. A change is made by resharding. */
  readonly shards?: number
}

/**
 * A view as a read model: the state for each key is a document.
 *
 * `keyOf` gives the key of an event, several, or `undefined` for none; by a key of several streams their events meet in
 * one document, in the order of the log. A next state of `undefined` deletes the document. Names of `ignore` are events
 * that the view does not know; any other that it does not know is an error of the compiler.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromView = <State, Event, const Ignored extends string = never, const Index extends string = never>(
  view: View.View<State, Event>,
  options: Options & {
    readonly events: Sets<NoInfer<Event> | { readonly _tag: Ignored }>
    readonly ignore?: ReadonlyArray<Ignored>
    /** Of a document; what JSON lacks, such as decimals and times, is encoded by it. */
    readonly state: Schema.Codec<NoInfer<Exclude<State, undefined>>, any>
    readonly keyOf: (event: RecordedEvent<NoInfer<Event>>) => string | ReadonlyArray<string> | undefined
    /** Fields by which documents are found, up to four. */
    readonly indexes?: { readonly [Name in Index]: Indexes<NoInfer<Exclude<State, undefined>>>[string] }
  }
): Documents<State, Index> => {
  const { events, ignore = [], indexes = {} as Indexes<Exclude<State, undefined>>, keyOf, name, state, version = 1 } =
    options
  const shards = options.shards ?? 1
  const sources = sourcesOf(events as Sets<Event>, ignore)
  const codec = documentCodec<State>(state, indexes)
  return {
    name,
    version,
    shards,
    filter: sources.filter,
    codec,
    indexes: Object.keys(indexes) as Array<Index>,
    apply: (stored) => {
      const decoded = sources.decode(stored)
      return Result.isFailure(decoded)
        ? Effect.fail(decoded.failure)
        : foldDocuments({ view, keyOf, codec }, modelOf({ name, version }), decoded.success, shards > 1)
    }
  }
}

/**
 * The document of a key, as far as the projection is.
 *
 * @since 0.1.0
 * @category reading
 */
export const get = Effect.fnUntraced(function*<State, Index extends string>(
  projection: Documents<State, Index>,
  key: string
): Effect.fn.Return<
  Option.Option<Exclude<State, undefined>>,
  EventStoreError | UnreadableDocument,
  ReadModelStore
> {
  const model = modelOf(projection)
  const [json] = yield* (yield* ReadModelStore).get(model, [key])
  if (json === undefined) return Option.none()
  return Option.some((yield* Effect.fromResult(projection.codec.decode(model, key, json))) as Exclude<State, undefined>)
})

/**
 * Waits until a projection has passed a position, such as that of what `Aggregate.handle` has given: then a query sees
 * what it led to. Fails with `NotThereYet` after `timeout`, 5 seconds by default, or at once where it is stopped.
 *
 * @since 0.1.0
 * @category reading
 */
export const waitFor = <E, R>(
  projection: Projection<E, R>,
  position: Position.Position,
  timeout: Duration.Input = "5 seconds"
): Effect.Effect<void, NotThereYet | EventStoreError, CheckpointStore> =>
  waitForTask(modelOf(projection), position, timeout)

/**
 * A projection as a task for `Worker.run`.
 *
 * @since 0.1.0
 * @category running
 */
export const task = <E, R>(projection: Projection<E, R>): Task<R | CheckpointStore | EventStore> => ({
  name: modelOf(projection),
  shards: projection.shards,
  run: (lease) =>
    followLog(lease, {
      filter: projection.filter,
      batchMillis: 25,
      handle: projection.apply,
      onPoison: ({ cause }) => Effect.failCause(cause)
    })
})

const modelOf = ({ name, version }: { readonly name: string; readonly version: number }): string => `${name}@${version}`
