// A decider bound to its events and its streams: load, decide, append, and decide again where somebody was faster.
import type { Decider, EventSet, Metadata } from "@deciduous/core"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import { EventStore } from "./EventStore.ts"
import type { EventStoreError, OutcomeUnknown, VersionConflict } from "./EventStoreError.ts"
import { decideAndAppend, type Handled } from "./internal/decideAndAppend.ts"
import { type AsOf, loadAsOf } from "./internal/loadAsOf.ts"
import { type Loaded, loadTail } from "./internal/loadStream.ts"
import { orStoreError } from "./internal/orStoreError.ts"
import { loadNow } from "./internal/snapshot/load.ts"
import { make as makeSnapshots, type Snapshots } from "./internal/snapshot/model.ts"
import type * as Snapshot from "./internal/snapshot/policy.ts"
import type { SnapshotStore } from "./SnapshotStore.ts"
import { StateCache } from "./StateCache.ts"

export type { Handled } from "./internal/decideAndAppend.ts"
export type { Loaded } from "./internal/loadStream.ts"

/**
 * A decider, and the events by which its state is kept. `R` is what keeps its snapshots, if it has any.
 *
 * @since 0.1.0
 * @category models
 */
export interface Aggregate<
  in Command,
  in out State,
  in out Event,
  in out NewEvent,
  out Error,
  in out Id,
  out R = never
> {
  readonly decider: Decider.Decider<Command, State, Event, NewEvent, Error>
  readonly events: EventSet.EventSet<Event, NewEvent, unknown, Id>
  readonly snapshots?: Snapshots<State, R> | undefined
}

/**
 * An aggregate of which snapshots are kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface WithSnapshots<in Command, in out State, in out Event, in out NewEvent, out Error, in out Id>
  extends Aggregate<Command, State, Event, NewEvent, Error, Id, SnapshotStore>
{
  readonly snapshots: Snapshots<State, SnapshotStore>
}

/**
 * Binds a decider to its events. Name, category and id come with the generated event set; deciding an event that the
 * set does not write, a retired one say, is an error of the compiler.
 *
 * With `snapshots`, which say when (see `Snapshot`), and `state`, the schema of what is kept, long streams are not read
 * whole. The aggregate then needs a `SnapshotStore`, which every store of this library brings.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <
  Command,
  State,
  Event,
  NewEvent,
  Error,
  Id,
  Codec extends Schema.Codec<NoInfer<State>, any> = never,
  Policy extends Snapshot.Policy = never
>(options: {
  readonly decider: Decider.Decider<Command, State, Event, NewEvent, Error>
  readonly events: EventSet.EventSet<NoInfer<Event>, NoInfer<NewEvent>, unknown, Id>
  readonly state?: Codec
  readonly snapshots?:
    & Policy
    & ([Codec] extends [never] ? "snapshots need the schema of what they keep: give state" : {})
}): [Policy] extends [never] ? Aggregate<Command, State, Event, NewEvent, Error, Id>
  : WithSnapshots<Command, State, Event, NewEvent, Error, Id> =>
{
  type Made = ReturnType<typeof make<Command, State, Event, NewEvent, Error, Id, Codec, Policy>>
  const { decider, events, snapshots: policy, state } = options
  // which of the two it is hangs on a type that is not known here
  if (policy === undefined || state === undefined) return { decider, events } as Made
  return { decider, events, snapshots: makeSnapshots({ decider, events, state, policy }) } as Made
}

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
 * Until when events count: up to a version, inclusive; up to a place in the log, inclusive; or up to a time.
 *
 * A time is compared with `recordedAt`, the store's clock when an event was appended, both to the millisecond: events
 * recorded at the time itself count. Where the clock was set back, a stream counts up to its first event that is later.
 *
 * A position may be that of any event. What stands there is told only once nothing can come before it any more, so that
 * the answer stays the same: while a transaction is open that began earlier, it is waited for.
 *
 * @since 0.1.0
 * @category models
 */
export type Moment = AsOf

/**
 * @since 0.1.0
 * @category models
 */
export interface LoadOptions {
  /** The state as it was; as it is now, by default. */
  readonly asOf?: Moment
}

/**
 * The state of an aggregate: all its events folded, or those up to a version, a position or a time.
 *
 * A version beyond the last one gives the last state. Fails with `UnknownPosition` where the log has no event at a position,
 * and with `UnsettledPosition` where a transaction that began before it stays open for longer than five seconds.
 *
 * @example
 * ```ts
 * import { Aggregate } from "@deciduous/runtime"
 * import { DateTime } from "effect"
 *
 * declare const Account: Aggregate.Aggregate<never, number, never, never, never, string>
 *
 * Aggregate.load(Account, "42")
 * Aggregate.load(Account, "42", { asOf: { version: 3 } })
 * Aggregate.load(Account, "42", { asOf: { time: DateTime.makeUnsafe("2026-03-01T09:00:00Z") } })
 * ```
 *
 * @since 0.1.0
 * @category reading
 */
export const load = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Aggregate<C, S, E, N, Err, Id, R>,
  id: NoInfer<Id>,
  { asOf }: LoadOptions = {}
): Effect.fn.Return<Loaded<S>, EventStoreError, EventStore | R> {
  const streamId = yield* orStoreError(aggregate.events.streamId(id))
  const store = yield* EventStore
  if (asOf !== undefined) return yield* loadAsOf(aggregate, store, streamId, asOf)
  const cached = (yield* StateCache).get<S>(store, aggregate, streamId.name)
  const { loaded } = cached === undefined
    ? yield* loadNow(aggregate, store, streamId)
    : yield* loadTail(aggregate, store, streamId, cached)
  return loaded
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
export const handle = <C, S, E, N extends E, Err, Id, R = never>(
  aggregate: Aggregate<C, S, E, N, Err, Id, R>,
  id: NoInfer<Id>,
  command: NoInfer<C>,
  options: TransactOptions = {}
): Effect.Effect<Handled<S, N>, Err | VersionConflict | OutcomeUnknown | EventStoreError, EventStore | R> =>
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
export const transact = <C, S, E, N extends E, Err, Id, D extends Decider.Decision<NoInfer<N>, unknown>, R = never>(
  aggregate: Aggregate<C, S, E, N, Err, Id, R>,
  id: NoInfer<Id>,
  decision: (state: NoInfer<S>) => D,
  options: TransactOptions = {}
): Effect.Effect<
  Handled<S, N>,
  Result.Result.Failure<D> | VersionConflict | OutcomeUnknown | EventStoreError,
  EventStore | R
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
