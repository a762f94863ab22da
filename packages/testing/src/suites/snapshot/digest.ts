// An aggregate whose state tells every order of its events from every other, over a history of all kinds of upcasts.
import { Decider, StreamId } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1"
import { Aggregate, Snapshot, StateCache } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { category, event, type Events } from "../event-store/Case.ts"
import { type Counted, eventsOf, rules } from "../event-store/counter.ts"

export interface Digest {
  readonly count: number
  readonly digest: number
}

const State = Schema.Struct({ count: Schema.Int, digest: Schema.Int })

const events = eventsOf({ ...rules, "Pair@1": R.split("Pair@1"), "Noise@1": R.skip("Noise") }).with(
  // the sets of the suite have no names of upcasters in their type
  {
    "Pair@1": ({ both }: { readonly both: ReadonlyArray<number> }) =>
      both.map((by) => ({ type: "Counted", version: 2, data: { by } }))
  } as {}
)

const decider = Decider.make({
  initialState: { count: 0, digest: 7 },
  evolve: ({ count, digest }: Digest, { by }: Counted): Digest => ({
    count: count + 1,
    digest: (digest * 31 + by) % 1_000_003
  }),
  decide: (by: number) => Decider.accept<Counted>({ _tag: "Counted", by })
})

export const digesting = (policy: Snapshot.Policy) =>
  Aggregate.make({ decider, events, state: State, snapshots: policy })

export const Digesting = digesting(Snapshot.manual())

/** The same events, folded otherwise. */
export const Otherwise = Aggregate.make({
  decider: { ...decider, evolve: ({ count }: Digest): Digest => ({ count: count - 1, digest: 0 }) },
  events,
  state: State,
  snapshots: Snapshot.manual()
})

/** The same without snapshots. */
export const Plain = Aggregate.make({ decider, events })

export const streamOf = (id: string) => StreamId.make(category, id)

/** A history of every kind of event: of old versions, renamed, split into two, and passed over. */
export const history = (length: number): Events => {
  const kinds = [
    (n: number) => event({ by: n }, { type: "Counted", schemaVersion: 2 }),
    (n: number) => event({ tens: n }, { type: "Counted", schemaVersion: 1 }),
    (n: number) => event({ both: [n, n + 1] }, { type: "Pair", schemaVersion: 1 }),
    (n: number) => event({ by: n }, { type: "Tallied", schemaVersion: 1 }),
    () => event({}, { type: "Noise", schemaVersion: 1 })
  ]
  const [first, ...rest] = Array.from({ length }, (_, i) => kinds[(i * i + i) % kinds.length]!(i + 1))
  return [first!, ...rest]
}

/** As in a process that has just begun: nothing is known from before. */
export const anew = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provide(effect, StateCache.off)
