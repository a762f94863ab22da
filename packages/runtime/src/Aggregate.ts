// A decider bound to its events and its streams: load, decide, append, and decide again where somebody was faster.
import type { Decider, EventSet, Metadata } from "@deciduous/core"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { EventStore } from "./EventStore.ts"
import type { EventStoreError, OutcomeUnknown, VersionConflict } from "./EventStoreError.ts"
import { decideAndAppend, type Handled } from "./internal/decideAndAppend.ts"
import { initial, type Loaded, loadRange, loadTail } from "./internal/loadStream.ts"
import { orStoreError } from "./internal/orStoreError.ts"
import { StateCache } from "./StateCache.ts"

export type { Handled } from "./internal/decideAndAppend.ts"
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
 * @since 0.1.0
 * @category models
 */
export interface TransactOptions {
  /**
   * The command's own id, 1 to 255 bytes of UTF-8. A stream handles it once: whoever sends it again, from another process or
   * after a restart too, is answered as the first time, and nothing is decided. A rejection, and a decision of nothing,
   * leave no trace and may be decided again.
   */
  readonly commandId?: string
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
export const load = Effect.fnUntraced(function*<C, S, E, N, Err, Id>(
  aggregate: Aggregate<C, S, E, N, Err, Id>,
  id: NoInfer<Id>
): Effect.fn.Return<Loaded<S>, EventStoreError, EventStore> {
  const streamId = yield* orStoreError(aggregate.events.streamId(id))
  const store = yield* EventStore
  const cached = (yield* StateCache).get<S>(store, aggregate, streamId.name)
  return (yield* loadTail(aggregate, store, streamId, cached ?? initial(aggregate))).loaded
})

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
    orStoreError(aggregate.events.streamId(id)),
    (streamId) => loadRange(aggregate, streamId, "version" in at ? { to: at.version } : { asOf: at.time })
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
  decideAndAppend({
    name: "Aggregate.handle",
    aggregate,
    id,
    decision: (state) => aggregate.decider.decide(command, state),
    ...settled(options)
  })

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
  decideAndAppend({
    name: "Aggregate.transact",
    aggregate,
    id,
    // D is the union of what its branches return; the compiler cannot split it into its two sides
    decision: decision as (state: S) => Decider.Decision<N, Result.Result.Failure<D>>,
    ...settled(options)
  })

const settled = ({ commandId, metadata, retry = retries }: TransactOptions) => ({
  commandId: commandId ?? metadata?.commandId,
  metadata,
  retry
})
