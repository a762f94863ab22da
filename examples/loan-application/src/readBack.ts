// The store read back from its first event to its last: what it holds, in the log's words and as totals.
import { View } from "@deciduous/core"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { Effect, Result, Stream } from "effect"
import { LoanApplication } from "./aggregate.ts"
import { isUndecided, type LoanApplication as State } from "./Application.ts"
import { pairOf } from "./log/pairs.ts"
import * as Tally from "./log/Tally.ts"
import { type Totals, totals } from "./Totals.ts"

export interface ReadBack {
  readonly tally: Tally.Tally
  readonly totals: Totals
  /** Of the applications as the decider folds them. */
  readonly undecided: number
}

export const readBack: Effect.Effect<ReadBack, EventStoreError.EventStoreError, EventStore.EventStore> = Effect.gen(
  function*() {
    const store = yield* EventStore.EventStore
    const tally = Tally.empty()
    const states = new Map<string, State>()
    let sums = totals.initialState
    yield* Stream.runForEachArray(store.readAll(), (page) => {
      for (const stored of page) {
        const recorded = LoanApplication.events.decode(stored)
        if (Result.isFailure(recorded)) {
          return Effect.fail(new EventStoreError.EventStoreError({ reason: recorded.failure }))
        }
        const application = stored.aggregateId
        const events = recorded.success.map(({ event }) => event)
        for (const event of events) {
          const { at, resource } = event
          Tally.add(tally, { application, pair: pairOf(event), resource, at: at.epochMilliseconds })
        }
        states.set(application, View.fold(LoanApplication.decider, events, states.get(application)))
        sums = View.fold(totals, events, sums)
      }
      return Effect.void
    })
    return { tally, totals: sums, undecided: [...states.values()].filter(isUndecided).length }
  }
)
