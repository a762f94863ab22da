// One command on one stream: load, decide, append; and once more where others were faster. Every step runs for every
// command, so they are few, and what can be plain code is no effect.
import { type Decider, type Metadata, type StreamId, View } from "@deciduous/core"
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schedule from "effect/Schedule"
import { CommandQueue } from "../CommandQueue.ts"
import { EventStore } from "../EventStore.ts"
import { type EventStoreError, type OutcomeUnknown, VersionConflict } from "../EventStoreError.ts"
import { StateCache } from "../StateCache.ts"
import { appendSurely } from "./appendSurely.ts"
import { inCompany, type Member } from "./company.ts"
import { handledBefore } from "./handledBefore.ts"
import { type Foldable, initial, type Loaded, loadTail } from "./loadStream.ts"
import { newEvents } from "./newEvents.ts"
import { orStoreError } from "./orStoreError.ts"
import type { Store } from "./perStore.ts"
import { appended, loadNow } from "./snapshot/load.ts"
import * as Telemetry from "./telemetry.ts"

/**
 * The state after a command, and the events that it caused; none where nothing was to be done.
 *
 * @since 0.1.0
 * @category models
 */
export interface Handled<out State, out Event> extends Loaded<State> {
  readonly events: ReadonlyArray<Event>
}

interface Command<C, S, E, N extends E, Err, Rejection, Id, R> {
  readonly name: "Aggregate.handle" | "Aggregate.transact"
  readonly aggregate: Foldable<C, S, E, N, Err, Id, R>
  readonly id: Id
  readonly decision: (state: S) => Decider.Decision<N, Rejection>
  readonly commandId: string | undefined
  readonly metadata: Metadata | undefined
  readonly retry: Schedule.Schedule<unknown, VersionConflict>
}

type Failure<Rejection> = Rejection | VersionConflict | OutcomeUnknown | EventStoreError

export const decideAndAppend = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Rejection, Id, R>(
  command: Command<C, S, E, N, Err, Rejection, Id, R>
): Effect.fn.Return<Handled<S, N>, Failure<Rejection>, EventStore | R> {
  const { aggregate, name } = command
  const context = yield* Effect.context<EventStore>()
  const streamId = yield* orStoreError(aggregate.events.streamId(command.id))
  const store = Context.get(context, EventStore)
  const count = Telemetry.counter(context)
  let conflicts = 0

  const again = Effect.suspend(() => attempt(command, store, streamId, conflicts))
  const handled = Effect.catchIf(again, isConflict, (conflict) => {
    let last: VersionConflict | undefined = conflict
    const next = Effect.suspend(() => {
      const lost = last
      last = undefined
      return lost === undefined ? again : Effect.fail(lost)
    })
    return Effect.retry(next, {
      while: (error) => {
        if (!isConflict(error)) return false
        conflicts++
        count.conflict()
        return true
      },
      // whatever else fails does not get as far as the schedule
      schedule: command.retry as Schedule.Schedule<unknown, unknown>
    })
  })
  const queue = Context.get(context, CommandQueue)
  // not the context above, as a span of its own may have begun
  const inTurn = Effect.contextWith((context: Context.Context<EventStore | R>) => {
    const member = memberOf(command, streamId, context)
    return queue.inTurn(
      store,
      streamId.name,
      member,
      (waiting) => member === undefined ? handled : inCompany(aggregate, store, streamId, member, waiting, handled)
    )
  })
  return yield* Telemetry.traced(context, name, aggregate.events.aggregate, streamId.name, () => conflicts, inTurn)
})

/** A stream takes an append of a command once, by its id: with an id it cannot be one of several. */
const memberOf = <C, S, E, N extends E, Err, Rejection, Id, R>(
  { aggregate, commandId, decision, metadata }: Command<C, S, E, N, Err, Rejection, Id, R>,
  streamId: StreamId.StreamId,
  context: Context.Context<never>
): Member | undefined =>
  commandId !== undefined ? undefined : {
    aggregate,
    decision: decision as Member["decision"],
    newEvents: (events) => newEvents(aggregate.events, events as ReadonlyArray<N>, streamId, metadata ?? {}, context),
    context,
    answer: undefined
  }

const isConflict = (error: unknown): error is VersionConflict => error instanceof VersionConflict

const attempt = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Rejection, Id, R>(
  { aggregate, commandId, decision, metadata }: Command<C, S, E, N, Err, Rejection, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  conflicts: number
): Effect.fn.Return<Handled<S, N>, Failure<Rejection>, EventStore | R> {
  // not that of the command, as a span of its own may have begun
  const context = yield* Effect.context<EventStore>()
  const count = Telemetry.counter(context)
  const cache = Context.get(context, StateCache)
  const cached = cache.get<S>(store, aggregate, streamId.name)
  count.cached(cached !== undefined)

  let loaded = cached ?? initial(aggregate)
  const isCertain = cached === undefined || commandId !== undefined || conflicts > 0
  if (isCertain) {
    const tail = cached === undefined
      ? yield* loadNow(aggregate, store, streamId, commandId)
      : yield* loadTail(aggregate, store, streamId, cached, commandId)
    if (commandId !== undefined && tail.handledAt !== undefined) {
      return yield* handledBefore(aggregate, streamId, commandId, tail.handledAt)
    }
    loaded = tail.loaded
    cache.set(store, aggregate, streamId.name, loaded)
  }
  let decided = decision(loaded.state)
  // the append finds out whether others have written since; where nothing is to be appended the stream must tell
  if (!isCertain && (Result.isFailure(decided) || decided.success.length === 0)) {
    const { loaded: now } = yield* loadTail(aggregate, store, streamId, loaded)
    if (now.version > loaded.version) {
      loaded = now
      cache.set(store, aggregate, streamId.name, loaded)
      decided = decision(loaded.state)
    }
  }
  if (Result.isFailure(decided)) return yield* Effect.fail(decided.failure)

  const events = decided.success
  const own = commandId === undefined ? metadata ?? {} : { ...metadata, commandId }
  const data = newEvents(aggregate.events, events, streamId, own, context)
  if (Result.isFailure(data)) return yield* data.failure
  if (!isReadonlyArrayNonEmpty(data.success)) return { ...loaded, events }
  const { position, version } = yield* appendSurely(store, streamId, data.success, loaded.version)
  const after = { state: View.fold(aggregate.decider, events, loaded.state), version, position }
  cache.set(store, aggregate, streamId.name, after)
  if (aggregate.snapshots !== undefined) yield* appended(aggregate.snapshots, streamId, after, loaded.version)
  count.appended(events.length)
  return { ...after, events }
})
