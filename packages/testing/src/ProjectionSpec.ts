// Given events in streams, then a document: the tests of a projection, against a real store, in memory or PGlite.
import type { EventData, EventSet } from "@deciduous/core"
import * as EventIds from "@deciduous/runtime/EventIds"
import * as EventStore from "@deciduous/runtime/EventStore"
import type { Documents } from "@deciduous/runtime/Projection"
import * as Projections from "@deciduous/runtime/Projections"
import * as ReadModel from "@deciduous/runtime/ReadModel"
import * as Array from "effect/Array"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import * as Scenario from "./internal/scenario.ts"

/**
 * A stream of an aggregate that is to be there, with its events.
 *
 * @since 0.1.0
 * @category models
 */
export interface InStream {
  readonly events: EventSet.EventSet<any, any, unknown, any>
  readonly id: unknown
  readonly history: ReadonlyArray<unknown>
}

/**
 * A stream with these events, in this order.
 *
 * @since 0.1.0
 * @category constructors
 */
export const stream = <E, N, Id>(
  aggregate: { readonly events: EventSet.EventSet<E, N, unknown, Id> },
  id: NoInfer<Id>,
  ...history: ReadonlyArray<NoInfer<N>>
): InStream => ({ events: aggregate.events, id, history })

/**
 * The streams that a projection reads. The effects run it on the store that they are given, one stream after the other,
 * until it has taken everything; so each needs a store of its own.
 *
 * @example
 * ```ts
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import type { AccountId } from "@deciduous/event-schemas/types.gen"
 * import { MemoryEventStore, type Projection } from "@deciduous/runtime"
 * import { ProjectionSpec } from "@deciduous/testing"
 * import { DateTime, Effect } from "effect"
 *
 * declare const Closings: Projection.Documents<number>
 * declare const id: AccountId
 *
 * const spec = ProjectionSpec.given(
 *   Closings,
 *   ProjectionSpec.stream(BankAccount, id, { _tag: "AccountClosed", at: DateTime.makeUnsafe(0) })
 * ).thenDocument("all", 1)
 *
 * const test = spec.pipe(Effect.provide(MemoryEventStore.layer))
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const given = <State, Index extends string>(
  projection: Documents<State, Index>,
  ...streams: ReadonlyArray<InStream>
): Given<State> => {
  const hold = (
    key: string,
    expected: Option.Option<Exclude<State, undefined>>,
    caller: Function
  ): ReturnType<Given<State>["thenNoDocument"]> =>
    Effect.flatMap(
      documentOf(projection, streams, key),
      (found) => Equal.equals(found, expected) ? Effect.void : Effect.die(failure(streams, found, expected, caller))
    )
  const then: Given<State> = {
    thenDocument: (key, state) => hold(key, Option.some(state), then.thenDocument),
    thenNoDocument: (key) => hold(key, Option.none(), then.thenNoDocument)
  }
  return then
}

/**
 * What may be said of a projection. Each dies with an error that prints the whole scenario where it does not hold.
 *
 * @since 0.1.0
 * @category models
 */
export interface Given<in State> {
  /** The document of this key is so. */
  readonly thenDocument: (
    key: string,
    state: Exclude<State, undefined>
  ) => Effect.Effect<void, unknown, Projections.Stores>
  /** There is no document of this key. */
  readonly thenNoDocument: (key: string) => Effect.Effect<void, unknown, Projections.Stores>
}

/** A projection that has not taken a handful of events by then never will. */
const PATIENCE: Duration.Input = "20 seconds"

const documentOf = Effect.fnUntraced(function*<State, Index extends string>(
  projection: Documents<State, Index>,
  streams: ReadonlyArray<InStream>,
  key: string
) {
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  let last: EventStore.Appended | undefined
  for (const { events, history, id } of streams) {
    const streamId = yield* Effect.fromResult(events.streamId(id))
    const data = yield* Effect.forEach(
      history,
      (event) =>
        Effect.map(Effect.fromResult(events.encode(event)), (encoded): EventData => ({
          ...encoded,
          id: newId(),
          metadata: {}
        }))
    )
    if (Array.isReadonlyArrayNonEmpty(data)) last = yield* store.append(streamId, data, { expectedVersion: 0 })
  }
  return yield* Effect.scoped(Effect.gen(function*() {
    yield* Projections.start([projection])
    if (last !== undefined) yield* Projections.waitFor(projection, last.position, PATIENCE)
    return yield* ReadModel.get(projection, key)
  }))
})

const failure = (
  streams: ReadonlyArray<InStream>,
  found: Option.Option<unknown>,
  expected: Option.Option<unknown>,
  caller: Function
): Error =>
  Scenario.failure(
    {
      of: "view",
      given: streams.flatMap(({ history }) => history),
      when: [],
      got: { _tag: "Accepted", events: [], state: Option.getOrUndefined(found) }
    },
    { _tag: "State", state: Option.getOrUndefined(expected) },
    caller
  )
