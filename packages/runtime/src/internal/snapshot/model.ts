// What an aggregate says of its snapshots, made ready: how its state becomes JSON, and by what it is recognised.
import { type Decider, EventSet, type StreamId } from "@deciduous/core"
import type { Effect } from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type NewSnapshot, SnapshotStore } from "../../SnapshotStore.ts"
import type { Loaded } from "../loaded.ts"
import { fingerprint } from "./fingerprint.ts"
import type { Policy } from "./policy.ts"

/**
 * How the snapshots of an aggregate are taken and read. `R` is the service that keeps them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Snapshots<in out State, out R> {
  readonly policy: Policy
  readonly store: Effect<SnapshotStore["Service"], never, R>
  /** Differs where the same events could fold to another state. Made when it is first asked for. */
  readonly fingerprint: () => string
  readonly toStored: (
    streamId: StreamId.StreamId,
    loaded: Loaded<State>
  ) => Result.Result<NewSnapshot, EventSet.UnwritableEvent>
  readonly fromStored: (state: unknown) => Result.Result<State, string>
}

export const make = <C, S, E, N, Err, Id>(
  { decider, events, policy, state }: {
    readonly decider: Decider.Decider<C, S, E, N, Err>
    readonly events: EventSet.EventSet<E, N, unknown, Id>
    readonly state: Schema.Codec<S, any>
    readonly policy: Policy
  }
): Snapshots<S, SnapshotStore> => {
  const json = Schema.toCodecJson(state)
  const encode = Schema.encodeUnknownResult(json)
  const decode = Schema.decodeUnknownResult(json)
  let made: string | undefined
  const print = () =>
    made ??= fingerprint([
      policy.version,
      Schema.toRepresentation(state),
      Schema.toRepresentation(json),
      events.described(),
      String(decider.evolve),
      // one that does not fit its own schema is no reason to fail: nothing of it would be written
      Result.getOrUndefined(encode(decider.initialState))
    ])
  return {
    policy,
    store: SnapshotStore,
    fingerprint: print,
    toStored: (streamId, { position, state, version }) =>
      Result.mapBoth(encode(state), {
        onSuccess: (state) => ({ streamId: streamId.name, fingerprint: print(), version, position, state }),
        onFailure: () =>
          new EventSet.UnwritableEvent({
            aggregate: events.aggregate,
            type: "a snapshot",
            streamId: streamId.name,
            problem: `the state at version ${version} does not fit its own schema.`
          })
      }),
    fromStored: (state) => Result.mapError(decode(state), () => "it does not fit the schema of the state")
  }
}
