// A decider bound to its events and its streams: load, decide, append, and decide again where somebody was faster.
import { type Decider, type EventSet, type Metadata, type StreamId, View } from "@deciduous/core"
import { isReadonlyArrayNonEmpty } from "effect/Array"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { EventStore } from "./EventStore.ts"
import { type EventStoreError, type OutcomeUnknown, VersionConflict } from "./EventStoreError.ts"
import { type Loaded, loadStream } from "./internal/loadStream.ts"
import { newEvents } from "./internal/newEvents.ts"
import { orStoreError } from "./internal/orStoreError.ts"
import * as Telemetry from "./internal/telemetry.ts"

export type { Loaded } from "./internal/loadStream.ts"

/**
 * A decider, and the events by which its state is kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Aggregate<in Command, in out State, in out Event, in out NewEvent, out Error, in out Id> {
  readonly decider: Decider.Decider<Command, State, Event, NewEvent, Error>
  readonly events: EventSet.EventSet<Event, NewEvent, unknown, Id>
}

/**
 * Binds a decider to its events. Name, category and id come with the generated event set; deciding an event that the
 * set does not write, a retired one say, is an error of the compiler.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <Command, State, Event, NewEvent, Error, Id>(options: {
  readonly decider: Decider.Decider<Command, State, Event, NewEvent, Error>
  readonly events: EventSet.EventSet<NoInfer<Event>, NoInfer<NewEvent>, unknown, Id>
}): Aggregate<Command, State, Event, NewEvent, Error, Id> => options

/**
 * The state after a command, and the events that it caused; none where nothing was to be done.
 *
 * @since 0.1.0
 * @category models
 */
export interface Handled<out State, out Event> extends Loaded<State> {
  readonly events: ReadonlyArray<Event>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface TransactOptions {
  /** For the metadata of the events, over what {@link Causation} says. */
  readonly metadata?: Metadata
  /** When to load and decide again after a conflict; {@link retries} by default. */
  readonly retry?: Schedule.Schedule<unknown, VersionConflict>
}

/**
 * Up to 10 times, after 2 ms, then twice as long each time, each delay shaken so that racers part.
 *
 * @since 0.1.0
 * @category constants
 */
export const retries: Schedule.Schedule<unknown, VersionConflict> = Schedule.exponential("2 millis").pipe(
  Schedule.jittered,
  Schedule.upTo({ times: 10 })
)

/**
 * Folds all events of an aggregate.
 *
 * @since 0.1.0
 * @category reading
 */
export const load = <C, S, E, N, Err, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: NoInfer<Id>
): Effect.Effect<Loaded<S>, EventStoreError, EventStore> =>
  Effect.flatMap(streamOf(aggregate, id), (streamId) => loadStream(aggregate, streamId, {}))

/**
 * The state as it was at a version, or at a time: after the last event that was recorded at or before it, by the
 * store's clock to the millisecond.
 *
 * @since 0.1.0
 * @category reading
 */
export const loadAt = <C, S, E, N, Err, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: NoInfer<Id>,
  at: { readonly version: number } | { readonly time: DateTime.Utc }
): Effect.Effect<Loaded<S>, EventStoreError, EventStore> =>
  Effect.flatMap(
    streamOf(aggregate, id),
    (streamId) => loadStream(aggregate, streamId, "version" in at ? { to: at.version } : { asOf: at.time })
  )

/**
 * Lets the decider handle a command: `transact` with its own `decide`.
 *
 * Fails with the decider's own rejections, which write nothing; with `VersionConflict` when racers kept winning; with
 * `OutcomeUnknown` when the connection was lost during the append; else with `EventStoreError`.
 *
 * @since 0.1.0
 * @category writing
 */
export const handle = <C, S, E, N extends E, Err, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: NoInfer<Id>,
  command: NoInfer<C>,
  options: TransactOptions = {}
): Effect.Effect<Handled<S, N>, Err | VersionConflict | OutcomeUnknown | EventStoreError, EventStore> =>
  decideAndAppend("Aggregate.handle", aggregate, id, (state) => aggregate.decider.decide(command, state), options)

/**
 * Loads, decides, appends; where somebody was faster, loads and decides again. No events decided, nothing written.
 *
 * `decision` may run any number of times, so it must be pure. It can be any function of the state, so that a use case
 * of its own has exactly its own errors.
 *
 * @since 0.1.0
 * @category writing
 */
export const transact = <C, S, E, N extends E, Err, Id, D extends Decider.Decision<NoInfer<N>, unknown>>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: NoInfer<Id>,
  decision: (state: NoInfer<S>) => D,
  options: TransactOptions = {}
): Effect.Effect<
  Handled<S, N>,
  Result.Result.Failure<D> | VersionConflict | OutcomeUnknown | EventStoreError,
  EventStore
> =>
  decideAndAppend(
    "Aggregate.transact",
    aggregate,
    id,
    // D is the union of what its branches return; the compiler cannot split it into its two sides
    decision as (state: S) => Decider.Decision<N, Result.Result.Failure<D>>,
    options
  )

const decideAndAppend = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Rejection, Id>(
  name: "Aggregate.handle" | "Aggregate.transact",
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: Id,
  decision: (state: S) => Decider.Decision<N, Rejection>,
  options: TransactOptions
) {
  const streamId = yield* streamOf(aggregate, id)
  let conflicts = 0
  const settled = Effect.retry(attempt(aggregate, streamId, decision, options.metadata), {
    while: (error) => error instanceof VersionConflict && ++conflicts > 0,
    // whatever else fails does not get as far as the schedule
    schedule: (options.retry ?? retries) as Schedule.Schedule<unknown, unknown>
  })
  return yield* Telemetry.observed(name, aggregate.events.aggregate, streamId.name, () => conflicts, settled)
})

const attempt = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Rejection, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  streamId: StreamId.StreamId,
  decision: (state: S) => Decider.Decision<N, Rejection>,
  metadata: Metadata | undefined
): Effect.fn.Return<
  Handled<S, N>,
  Rejection | VersionConflict | OutcomeUnknown | EventStoreError,
  EventStore
> {
  const store = yield* EventStore
  const loaded = yield* loadStream(aggregate, streamId, {})
  const events = yield* Effect.fromResult(decision(loaded.state))
  const data = yield* newEvents(aggregate.events, events, streamId, metadata)
  if (!isReadonlyArrayNonEmpty(data)) return { ...loaded, events }
  const { position, version } = yield* store.append(streamId, data, { expectedVersion: loaded.version })
  return { state: View.fold(aggregate.decider, events, loaded.state), version, position, events }
})

const streamOf = <C, S, E, N, Err, Id>(
  { events }: Aggregate<C, S, E, N, Err, Id>,
  id: Id
): Effect.Effect<StreamId.StreamId, EventStoreError> => orStoreError(events.streamId(id))
