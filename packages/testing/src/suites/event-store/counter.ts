// The smallest aggregate, for the rules about how stores are used: a sum, with a history of its events.
import { Decider } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import { Aggregate, EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import { category, type Store } from "./Case.ts"

export interface Counted {
  readonly _tag: "Counted"
  readonly by: number
}

/** By `Type@version`. */
export type Rules = Readonly<Record<string, ReturnType<typeof R.renamed>>>

const codec = (): Schema.Codec<Counted, { readonly by: number }> =>
  S.Struct({ _tag: S.tagDefaultOmit("Counted"), by: S.Int })

/** Events were counted in tens once, and called otherwise. */
export const rules: Rules = {
  "Counted@1": R.upcast("Counted@2", ({ tens }: { readonly tens: number }) => ({ by: tens * 10 })),
  "Counted@2": R.current("Counted", codec),
  "Tallied@1": R.renamed("Counted@2")
}

export const eventsOf = (events: Rules): EventSet<Counted, Counted, Readonly<Record<string, never>>, string> =>
  R.eventSet({ aggregate: "Counter", category, id: () => R.Text, events })

export const Counter = Aggregate.make({
  events: eventsOf(rules).with({}),
  decider: Decider.make({
    initialState: 0,
    evolve: (sum: number, { by }: Counted) => sum + by,
    decide: (by: number, _sum) => Decider.accept<Counted>({ _tag: "Counted", by })
  })
})

/** What an aggregate does, on this store. */
export const over = <A, E>(store: Store, use: Effect.Effect<A, E, EventStore.EventStore>): Effect.Effect<A, E> =>
  Effect.provideService(use, EventStore.EventStore, store)
