// What both of Deciduous's projections of balances do: build, and wait until the last event of the log is in the read model.
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { EventStore, type Projection, Projections } from "@deciduous/runtime"
import { BigDecimal, Effect, Stream } from "effect"

export const build = <E, R>(projection: Projection.Projection<E, R>) =>
  Effect.scoped(Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const [last] = yield* Stream.runCollect(store.readAll({ direction: "backward", limit: 1 }))
    yield* Projections.start([projection])
    yield* Projections.waitFor(projection, last!.position, "5 minutes")
  }))

/** What an event adds to the balance, in hundredths. */
export const cents = (event: BankAccountEvent): number =>
  event._tag === "FundsDeposited" ? Math.round(BigDecimal.toNumberUnsafe(event.amount.amount) * 100) : 0
