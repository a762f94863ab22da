// A decider bound to its events and its streams: load, decide, append, and decide again where somebody was faster.
import {
  type Decider,
  type EventData,
  type EventSet,
  type Metadata,
  Position,
  type StoredEvent,
  View
} from "@deciduous/core"
import { isReadonlyArrayNonEmpty } from "effect/Array"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { Causation } from "./Causation.ts"
import { EventIds } from "./EventIds.ts"
import { EventStore, type ReadRange } from "./EventStore.ts"
import { EventStoreError, type OutcomeUnknown, type Reason, VersionConflict } from "./EventStoreError.ts"

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
 * The state of an aggregate and where it stands: version 0 and the start of all positions where nothing has happened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Loaded<out State> {
  readonly state: State
  readonly version: number
  readonly position: Position.Position
}

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
): Effect.Effect<Loaded<S>, EventStoreError, EventStore> => loadRange(aggregate, id, undefined)

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
  loadRange(aggregate, id, "version" in at ? { to: at.version } : { asOf: at.time })

const loadRange = Effect.fnUntraced(function*<C, S, E, N, Err, Id>(
  { decider, events }: Aggregate<C, S, E, N, Err, Id>,
  id: Id,
  range: ReadRange | undefined
): Effect.fn.Return<Loaded<S>, EventStoreError, EventStore> {
  const store = yield* EventStore
  const streamId = yield* orStoreError(events.streamId(id))
  let state = decider.initialState
  let version = 0
  let position = Position.start
  const fold = (page: ReadonlyArray<StoredEvent>): Effect.Effect<void, EventStoreError> => {
    for (const stored of page) {
      const recorded = events.decode(stored)
      if (Result.isFailure(recorded)) return Effect.fail(new EventStoreError({ reason: recorded.failure }))
      for (const { event } of recorded.success) state = decider.evolve(state, event)
      version = stored.version
      position = stored.position
    }
    return Effect.void
  }
  yield* Stream.runForEachArray(store.read(streamId, range), fold)
  return { state, version, position }
})

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
  spanned(
    "Aggregate.handle",
    aggregate.events.aggregate,
    decideAndAppend(aggregate, id, (state) => aggregate.decider.decide(command, state), options)
  )

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
  spanned(
    "Aggregate.transact",
    aggregate.events.aggregate,
    // D is the union of what its branches return; the compiler cannot split it into its two sides
    decideAndAppend(aggregate, id, decision as (state: S) => Decider.Decision<N, Result.Result.Failure<D>>, options)
  )

const decideAndAppend = <C, S, E, N extends E, Err, Rejection, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: Id,
  decision: (state: S) => Decider.Decision<N, Rejection>,
  options: TransactOptions
) =>
  Effect.retry(attempt(aggregate, id, decision, options.metadata), {
    while: (error) => error instanceof VersionConflict,
    // whatever else fails does not get as far as the schedule
    schedule: (options.retry ?? retries) as Schedule.Schedule<unknown, unknown>
  })

const attempt = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Rejection, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: Id,
  decision: (state: S) => Decider.Decision<N, Rejection>,
  metadata: Metadata | undefined
): Effect.fn.Return<
  Handled<S, N>,
  Rejection | VersionConflict | OutcomeUnknown | EventStoreError,
  EventStore
> {
  const store = yield* EventStore
  const loaded = yield* loadRange(aggregate, id, undefined)
  const events = yield* Effect.fromResult(decision(loaded.state))
  const data = yield* encode(aggregate.events, events, metadata)
  if (!isReadonlyArrayNonEmpty(data)) return { ...loaded, events }
  const streamId = yield* orStoreError(aggregate.events.streamId(id))
  const { position, version } = yield* store.append(streamId, data, { expectedVersion: loaded.version })
  return { state: View.fold(aggregate.decider, events, loaded.state), version, position, events }
})

/** New events as the store takes them; those without a correlation begin one, named by the first of them. */
const encode = Effect.fnUntraced(function*<E, N, Id>(
  eventSet: EventSet.EventSet<E, N, unknown, Id>,
  events: ReadonlyArray<N>,
  own: Metadata | undefined
): Effect.fn.Return<ReadonlyArray<EventData>, EventStoreError> {
  const newId = yield* EventIds
  const ids = events.map(() => newId())
  const metadata: Metadata = { correlationId: ids[0]!, ...(yield* Causation), ...own }
  const data: Array<EventData> = []
  for (const [index, event] of events.entries()) {
    data.push({ id: ids[index]!, metadata, ...(yield* orStoreError(eventSet.encode(event))) })
  }
  return data
})

const orStoreError = <A>(result: Result.Result<A, Reason>): Effect.Effect<A, EventStoreError> =>
  Result.isSuccess(result)
    ? Effect.succeed(result.success)
    : Effect.fail(new EventStoreError({ reason: result.failure }))

/** A span costs 5 to 10 us even when nobody looks, so it is made only where a tracer is installed. */
const spanned = <A, E, R>(name: string, aggregate: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.tracer, (tracer) =>
    tracer === Tracer.nativeTracer
      ? effect
      : Effect.withSpan(effect, name, { attributes: { aggregate } }) as Effect.Effect<A, E, R>)
